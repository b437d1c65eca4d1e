use super::*;
use crate::{
    business::testing::TestDatabase,
    map::{CheckedMap, DocumentSet},
    query::{DocumentRow, document},
};

/// person, day
type Paper = (Option<i64>, Option<u8>);

fn date(day: u8) -> String {
    format!("2026-02-{day:02}")
}

async fn fill(papers: &[Paper], notices: &[Option<i64>]) -> TestDatabase {
    let mut database = TestDatabase::new().await;
    let writer = &mut database.writer;
    sqlx::raw_sql("INSERT INTO person (id, kind) VALUES (1, 'tenant'), (2, 'tenant')")
        .execute(&mut *writer)
        .await
        .unwrap();
    for (id, (person, day)) in (0i64..).zip(papers) {
        sqlx::query("INSERT INTO document VALUES (?, ?, 'title ' || ?, 'letter', ?, 'a/' || ?, 10)")
            .bind(id)
            .bind(person)
            .bind(id)
            .bind(day.map(date))
            .bind(id)
            .execute(&mut *writer)
            .await
            .unwrap();
    }
    for (id, person) in notices.iter().enumerate() {
        sqlx::query("INSERT INTO notice VALUES (?, ?, 'headline', ?)")
            .bind(format!("c{id}"))
            .bind(person)
            .bind(format!("{id}"))
            .execute(&mut *writer)
            .await
            .unwrap();
    }
    database
}

fn sets(map: &CheckedMap) -> [&DocumentSet; 2] {
    [map.set("own").unwrap(), map.set("notices").unwrap()]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn sets_are_listed_as_one_newest_first(
        papers in prop::collection::vec((maybe(1i64..3), maybe(1u8..5)), 0..20),
        notices in prop::collection::vec(maybe(1i64..3), 0..10),
        limit in 1usize..5,
    ) {
        run(async {
            let database = fill(&papers, &notices).await;
            let (map, business) = (database.map().await, database.business());
            for person in 1i64..3 {
                let own = (0i64..).zip(&papers).filter(|(_, paper)| paper.0 == Some(person));
                let mut wanted: Vec<_> = own
                    .map(|(id, paper)| (std::cmp::Reverse(paper.1.map(date)), 0, id.to_string()))
                    .chain(notices.iter().enumerate().filter(|(_, of)| **of == Some(person)).map(|(id, _)| {
                        (std::cmp::Reverse(None), 1, format!("c{id}"))
                    }))
                    .collect();
                wanted.sort();
                let key = [person.to_string()];
                let query = documents(whom(&map, map.kind("tenant").unwrap(), &key), map.page("papers").unwrap()).unwrap();
                let parts = walk(&business, &query, limit).await;
                let listed: Vec<_> = parts
                    .into_iter()
                    .flat_map(|part| part.lines)
                    .map(|line| DocumentRow::read(&sets(&map), line).unwrap())
                    .map(|row| {
                        let date = Some(row.date).filter(|date| !date.is_empty());
                        (std::cmp::Reverse(date), row.set, row.key[0].clone())
                    })
                    .collect();
                assert_eq!(listed, wanted);
            }
        });
    }
}

#[tokio::test]
async fn one_document_is_found_by_its_own_person_alone() {
    let database = fill(&[(Some(1), Some(1))], &[Some(2)]).await;
    let (map, business) = (database.map().await, database.business());
    let kind = map.kind("tenant").unwrap();
    let ask = async |person: &str, set: &str, key: &[&str]| {
        let set = map.set(set).unwrap();
        let key: Vec<String> = key.iter().map(|&part| part.to_owned()).collect();
        let person = [person.to_owned()];
        let whom = whom(&map, kind, &person);
        let statement = document(whom, set, &key).unwrap();
        let (_, row) = DocumentRow::read_one(whom, set, business.read_one(statement).await.unwrap()).unwrap();
        row.and_then(|row| row.path)
    };
    assert_eq!(ask("1", "own", &["0"]).await.as_deref(), Some("a/0"));
    assert_eq!(ask("2", "notices", &["c0"]).await.as_deref(), Some("notices/0.pdf"));
    for (person, set, key) in [
        ("2", "own", &["0"][..]),
        ("1", "notices", &["c0"]),
        ("1", "own", &[]),
        ("1", "own", &["0", "0"]),
        ("1", "own", &["x"]),
    ] {
        assert_eq!(ask(person, set, key).await, None, "{person} {set} {key:?}");
    }
}
