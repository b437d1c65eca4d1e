use std::cmp::Ordering;

use super::*;
use crate::map::samples;

/// "No.", year, "select", score, rent in cents
type Odd = (u8, i64, Option<String>, Option<f64>, Option<i64>);

/// A text as people sort it, before its bytes.
fn folded(text: Option<&String>) -> Option<(String, &String)> {
    text.map(|text| (text.to_lowercase().replace('é', "e"), text))
}

/// The order of the sample map: "select", "-score", "-year", "No.".
fn compare(a: &Odd, b: &Odd) -> Ordering {
    let score = |row: &Odd| row.3.unwrap_or(f64::NEG_INFINITY);
    let text = |row: &Odd| row.2.clone();
    folded(text(a).as_ref())
        .cmp(&folded(text(b).as_ref()))
        .then(score(b).total_cmp(&score(a)))
        .then(b.1.cmp(&a.1))
        .then(number(a).cmp(&number(b)))
}

fn number(row: &Odd) -> String {
    format!("n{}'\"", row.0)
}

async fn fill(dialect: Dialect, odds: &[Odd], shares: &[(u8, i64, i64)]) -> Anywhere {
    let mut database = Anywhere::open(dialect, "lists").await;
    let persons = [1, 2].map(|person| vec![some(person), some("tenant"), None, None, None, None, None]);
    database.insert_all("person", persons).await;
    let rows = odds.iter().map(|odd| {
        let rent = odd.4.map(|cents| {
            format!("{}{}.{:02}", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
        });
        vec![some(number(odd)), some(odd.1), odd.2.clone(), rent, odd.3.map(|score| score.to_string())]
    });
    database.insert_all("odd table", rows).await;
    let rows =
        shares.iter().map(|(no, year, person)| vec![some(format!("n{no}'\"")), some(year), some(person)]);
    database.insert_all("odd_share", rows).await;
    database
}

fn odd_names_composite_links_and_absent_values_keep_rows_and_order(dialect: Dialect) {
    let odd = (
        0u8..6,
        0i64..4,
        maybe("[a-cA-CeE'%éÉ ]{0,2}"),
        maybe(-1.0e3..1.0e3f64),
        maybe(-100_000_000i64..100_000_000),
    );
    let shares = prop::collection::vec((0u8..6, 0i64..4, 1i64..3), 0..30);
    let strategy = (prop::collection::vec(odd, 0..30), shares, 1usize..6);
    property(dialect, 24, &strategy, async |(mut odds, shares, limit)| {
        odds.sort_by_key(|odd| (odd.0, odd.1));
        odds.dedup_by_key(|odd| (odd.0, odd.1));
        let database = fill(dialect, &odds, &shares).await;
        let (map, business) = (database.map(), &database.business);
        for person in 1i64..3 {
            let mut mine: Vec<&Odd> =
                odds.iter().filter(|odd| shares.contains(&(odd.0, odd.1, person))).collect();
            mine.sort_by(|a, b| compare(a, b));
            let key = [person.to_string()];
            let query =
                rows(whom(&map, map.kind("tenant").unwrap(), &key), map.page("odd").unwrap()).unwrap();
            let parts = walk(business, &query, limit).await;
            let cells: Vec<_> =
                parts.iter().flat_map(|part| &part.lines).map(|line| line.cells.clone()).collect();
            let wanted: Vec<_> = mine
                .iter()
                .map(|odd| vec![Some(number(odd)), odd.4.map(|cents| cents.to_string())])
                .collect();
            assert_eq!(cells, wanted);
            assert!(parts.iter().all(|part| part.total_rows == Some(mine.len() as u64)));
        }
    });
}

/// Days are often kept as texts: whatever the map calls a day is compared sign by sign, not as people sort words.
fn days_that_are_texts_sort_by_their_signs(dialect: Dialect) {
    let moments = ["2026-03-01T10:00", "2026-03-01t09:00", "2025-12-31", "2026-03-01", "2026-02-28T23:59:59"];
    run(async {
        let mut database = fill(dialect, &[], &[]).await;
        database.insert("account", vec![some(1), some(1)]).await;
        let lines = (1..).zip(moments).map(|(id, day)| vec![some(id), some(1), None, some(day), some(100)]);
        database.insert_all("statement_line", lines).await;
        let text = samples::MAP.replace("-booked_on", "-label").replace(
            r#"title = { fr = "Libellé", en = "Label" }"#,
            r#"title = { fr = "Jour", en = "Day" }, format = "date-time""#,
        );
        let (map, key) = (database.map_of(&text), ["1".to_owned()]);
        let query =
            rows(whom(&map, map.kind("tenant").unwrap(), &key), map.page("account").unwrap()).unwrap();
        let parts = walk(&database.business, &query, 2).await;
        let days = parts.iter().flat_map(|part| &part.lines).map(|line| line.cells[1].clone());
        let mut wanted = moments.map(some);
        wanted.sort_by(|one, other| other.cmp(one));
        assert_eq!(days.collect::<Vec<_>>(), wanted);
    });
}

over_every_dialect!(
    days_that_are_texts_sort_by_their_signs,
    odd_names_composite_links_and_absent_values_keep_rows_and_order
);
