//! The page of one person among 100,000 reads no table from its beginning to its end: what the databases themselves say
//! of the statements that are really run.

use super::*;
use crate::{
    map::CheckedMap,
    query::tests::{
        anywhere::Anywhere,
        plans::{Plan, plan},
    },
};

/// Pages by ways of one, two and three hops, by natural keys, by texts that are put together, by ways side by side.
/// "loans" is not among them: what a normal form of a column needs is an index on the same normal form.
const PLANNED: [&str; 12] = [
    "tickets", "papers", "receipts", "visits", "logs", "cards", "built", "messages", "wards", "house",
    "busy", "both",
];

async fn check(database: &Anywhere, map: &CheckedMap) {
    let kind = map.kind("member").unwrap();
    let key = ["4711".to_owned()];
    let mut faults = Vec::new();
    for page in PLANNED {
        let query = rows(whom(map, kind, &key), map.page(page).unwrap()).unwrap();
        let part = Part { limit: 50, from: None };
        let statement = query.statement(&part);
        // Run before it is explained: SQLite explains by the tables that it knew before.
        let answer = database.business.read_one(statement.clone()).await.unwrap();
        let listing = query.read(&part, &answer).unwrap().unwrap();
        assert!((1..50).contains(&listing.lines.len()), "{page} shows {}", listing.lines.len());
        let Plan { lines, whole } = plan(database, &statement).await;
        if !whole.is_empty() {
            faults.push(format!("{page} reads {whole:?} whole: {lines:#?}\n{}", statement.parts().0));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn pages_of_one_person_read_no_table_whole(dialect: Dialect) {
    run(async {
        let World { database, map } = World::large(dialect).await;
        check(&database, &map).await;
    });
}

over_every_dialect!(pages_of_one_person_read_no_table_whole);
