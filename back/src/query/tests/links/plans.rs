//! The page of one person among 100,000 reads no table from its beginning to its end: what the databases themselves say
//! of the statements that are really run.

use super::*;
use crate::{
    map::CheckedMap,
    query::{Statement, tests::anywhere::Anywhere},
};

/// Pages by ways of one, two and three hops, by natural keys, by texts that are put together, by ways side by side.
/// "loans" is not among them: what a normal form of a column needs is an index on the same normal form.
const PLANNED: [&str; 12] = [
    "tickets", "papers", "receipts", "visits", "logs", "cards", "built", "messages", "wards", "house",
    "busy", "both",
];

/// The rows of our statements: `t0` is the page's own, see `Alias`.
fn is_ours(alias: &str) -> bool {
    let mut letters = alias.chars();
    letters.next().is_some_and(|letter| "tjhuw".contains(letter)) && letters.as_str().parse::<u8>().is_ok()
}

/// What a database says of a statement, a line each, and the rows that it reads from beginning to end.
async fn whole_reads(database: &Anywhere, statement: &Statement) -> (Vec<String>, Vec<String>) {
    let begin = match database.dialect {
        Dialect::Sqlite => "EXPLAIN QUERY PLAN ",
        Dialect::Postgres | Dialect::MariaDb => "EXPLAIN ",
    };
    let answer = database.business.read_one(statement.after(begin)).await.unwrap();
    let rows: Vec<Vec<String>> =
        answer.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect();
    let whole = rows.iter().filter_map(|row| match database.dialect {
        Dialect::Sqlite => {
            let mut words = row[3].split(' ');
            (words.next() == Some("SCAN")).then(|| words.next().unwrap_or_default().to_owned())
        }
        Dialect::Postgres => {
            let (_, scanned) = row[0].split_once("Seq Scan on ")?;
            scanned.split(' ').nth(1).map(str::to_owned)
        }
        Dialect::MariaDb => matches!(row[3].as_str(), "ALL" | "index").then(|| row[2].clone()),
    });
    let whole = whole.filter(|alias| is_ours(alias)).collect();
    (rows.iter().map(|row| row.join(" ")).collect(), whole)
}

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
        let listing = query.read(&part, answer).unwrap().unwrap();
        assert!((1..50).contains(&listing.lines.len()), "{page} shows {}", listing.lines.len());
        let (plan, whole) = whole_reads(database, &statement).await;
        if !whole.is_empty() {
            faults.push(format!("{page} reads {whole:?} whole: {plan:#?}\n{}", statement.parts().0));
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
