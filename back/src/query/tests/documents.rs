use super::*;
use crate::{
    map::{CheckedMap, DocumentSet},
    query::{Cache, DocumentRow, Written},
};

/// person, day
type Paper = (Option<i64>, Option<u8>);

fn date(day: u8) -> String {
    format!("2026-02-{day:02}")
}

async fn fill(dialect: Dialect, name: &'static str, papers: &[Paper], notices: &[Option<i64>]) -> Anywhere {
    let mut database = Anywhere::open(dialect, name).await;
    let persons = [1, 2].map(|person| vec![some(person), some("tenant"), None, None, None, None, None]);
    database.insert_all("person", persons).await;
    let rows = (0i64..).zip(papers).map(|(id, (person, day))| {
        let (title, path) = (format!("title {id}"), format!("a/{id}"));
        vec![
            some(id),
            person.map(|id| id.to_string()),
            some(title),
            some("letter"),
            day.map(date),
            some(path),
            some(10),
        ]
    });
    database.insert_all("document", rows).await;
    let rows = notices.iter().enumerate().map(|(id, person)| {
        vec![some(format!("c{id}")), person.map(|id| id.to_string()), some("headline"), some(id)]
    });
    database.insert_all("notice", rows).await;
    database
}

fn sets(map: &CheckedMap) -> [&DocumentSet; 2] {
    [map.set("own").unwrap(), map.set("notices").unwrap()]
}

fn sets_are_listed_as_one_newest_first(dialect: Dialect) {
    let strategy = (
        prop::collection::vec((maybe(1i64..3), maybe(1u8..5)), 0..20),
        prop::collection::vec(maybe(1i64..3), 0..10),
        1usize..5,
    );
    property(dialect, 24, &strategy, async |(papers, notices, limit)| {
        let database = fill(dialect, "documents", &papers, &notices).await;
        let (map, business) = (database.map(), &database.business);
        for person in 1i64..3 {
            let own = (0i64..).zip(&papers).filter(|(_, paper)| paper.0 == Some(person));
            let mut wanted: Vec<_> = own
                .map(|(id, paper)| (std::cmp::Reverse(paper.1.map(date)), 0, id.to_string()))
                .chain(
                    notices
                        .iter()
                        .enumerate()
                        .filter(|(_, of)| **of == Some(person))
                        .map(|(id, _)| (std::cmp::Reverse(None), 1, format!("c{id}"))),
                )
                .collect();
            wanted.sort();
            let key = [person.to_string()];
            let query = documents(whom(&map, map.kind("tenant").unwrap(), &key), map.page("papers").unwrap())
                .unwrap();
            let parts = walk(business, &query, limit).await;
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

fn one_document_is_found_by_its_own_person_alone(dialect: Dialect) {
    run(async {
        let database = fill(dialect, "one document", &[(Some(1), Some(1))], &[Some(2)]).await;
        let (map, business) = (database.map(), &database.business);
        let kind = map.kind("tenant").unwrap();
        let ask = async |person: &str, set: &str, key: &[&str]| {
            let set = map.set(set).unwrap();
            let key: Vec<String> = key.iter().map(|&part| part.to_owned()).collect();
            let person = [person.to_owned()];
            let whom = whom(&map, kind, &person);
            let statement = Cache::default().document(whom, set, &key);
            let (_, row) =
                DocumentRow::read_one(whom, set, &business.read_one(statement).await.unwrap()).unwrap();
            match row?.written? {
                Written::File { path } => Some(path),
                other => panic!("{other:?}"),
            }
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
    });
}

over_every_dialect!(sets_are_listed_as_one_newest_first, one_document_is_found_by_its_own_person_alone);
