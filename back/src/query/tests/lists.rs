use std::cmp::Ordering;

use super::*;
use crate::business::testing::TestDatabase;

/// "No.", year, "select", score, rent in cents
type Odd = (u8, i64, Option<String>, Option<f64>, Option<i64>);

/// The order of the sample map: "select", "-score", "-year", "No.".
fn compare(a: &Odd, b: &Odd) -> Ordering {
    let score = |row: &Odd| row.3.unwrap_or(f64::NEG_INFINITY);
    a.2.cmp(&b.2).then(score(b).total_cmp(&score(a))).then(b.1.cmp(&a.1)).then(number(a).cmp(&number(b)))
}

fn number(row: &Odd) -> String {
    format!("n{}'\"", row.0)
}

async fn fill(odds: &[Odd], shares: &[(u8, i64, i64)]) -> TestDatabase {
    let mut database = TestDatabase::new().await;
    let writer = &mut database.writer;
    sqlx::raw_sql("INSERT INTO person (id, kind) VALUES (1, 'tenant'), (2, 'tenant')")
        .execute(&mut *writer)
        .await
        .unwrap();
    for odd in odds {
        sqlx::query("INSERT INTO \"odd table\" VALUES (?, ?, ?, ?, ?)")
            .bind(number(odd))
            .bind(odd.1)
            .bind(&odd.2)
            .bind(odd.4.map(|cents| {
                format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
            }))
            .bind(odd.3)
            .execute(&mut *writer)
            .await
            .unwrap();
    }
    for (no, year, person) in shares {
        let insert = sqlx::query("INSERT INTO odd_share VALUES (?, ?, ?)");
        insert
            .bind(format!("n{no}'\""))
            .bind(year)
            .bind(person.to_string())
            .execute(&mut *writer)
            .await
            .unwrap();
    }
    database
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn odd_names_composite_links_and_absent_values_keep_rows_and_order(
        odds in prop::collection::vec(
            (0u8..6, 0i64..4, maybe("[a-c'%é]{0,2}"), maybe(-1.0e3..1.0e3f64), maybe(-100_000_000i64..100_000_000)), 0..30),
        shares in prop::collection::vec((0u8..6, 0i64..4, 1i64..3), 0..30),
        limit in 1usize..6,
    ) {
        let mut odds = odds;
        odds.sort_by_key(|odd| (odd.0, odd.1));
        odds.dedup_by_key(|odd| (odd.0, odd.1));
        run(async {
            let database = fill(&odds, &shares).await;
            let (map, business) = (database.map().await, database.business());
            for person in 1i64..3 {
                let mut mine: Vec<&Odd> =
                    odds.iter().filter(|odd| shares.contains(&(odd.0, odd.1, person))).collect();
                mine.sort_by(|a, b| compare(a, b));
                let key = [person.to_string()];
                let query = rows(whom(&map, map.kind("tenant").unwrap(), &key), map.page("odd").unwrap()).unwrap();
                let parts = walk(&business, &query, limit).await;
                let cells: Vec<_> =
                    parts.iter().flat_map(|part| &part.lines).map(|line| line.cells.clone()).collect();
                let wanted: Vec<_> =
                    mine.iter().map(|odd| vec![Some(number(odd)), odd.4.map(|cents| cents.to_string())]).collect();
                assert_eq!(cells, wanted);
                assert!(parts.iter().all(|part| part.total_rows == mine.len() as u64));
            }
        });
    }
}
