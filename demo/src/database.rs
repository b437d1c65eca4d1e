//! The sample's business database: one SQLite file, filled in one transaction.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::{
    documents::Written,
    sample::{Organisation, ledger::Ledger},
};

/// Rows that go into the database at once.
const BATCH: usize = 4000;

const PERSON: &str = "insert into person select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, \
     value ->> 5, value ->> 6, value ->> 7 from json_each(?1)";
const BUILDING: &str = "insert into building select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, \
     value ->> 5 from json_each(?1)";
const LOT: &str = "insert into lot select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
     value ->> 6, value ->> 7, value ->> 8 from json_each(?1)";
const OWNERSHIP: &str =
    "insert into ownership select value ->> 0, value ->> 1, value ->> 2, value ->> 3 from json_each(?1)";
const LEASE: &str = "insert into lease select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
     value ->> 6, value ->> 7, value ->> 8, value ->> 9 from json_each(?1)";
const ACCOUNT: &str = "insert into account select value ->> 0, value ->> 1, value ->> 2 from json_each(?1)";
const LINE: &str = "insert into statement_line (account_id, booked_on, label, amount_cents) select value ->> 0, value ->> 1, \
     value ->> 2, value ->> 3 from json_each(?1)";
const DOCUMENT: &str = "insert into document (person_id, category, title, issued_on, path, size_bytes) select value ->> 0, \
     value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 from json_each(?1)";
const BUILDING_DOCUMENT: &str = "insert into building_document (building_id, category, title, issued_on, path, size_bytes) \
     select value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 from json_each(?1)";

/// Writes the database of `sample` to `path`, where there is no file yet.
pub async fn write(
    path: &Path,
    sample: &Organisation,
    ledger: &Ledger<'_>,
    documents: &Written,
) -> Result<()> {
    // Nothing to keep when the machine fails midway: the whole sample is made anew then.
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off);
    let mut database =
        SqliteConnection::connect_with(&options).await.context("making the business database")?;
    sqlx::raw_sql(include_str!("../sample/schema.sql")).execute(&mut database).await?;
    sqlx::raw_sql("begin").execute(&mut database).await?;
    insert(&mut database, PERSON, persons(sample)).await?;
    insert(&mut database, BUILDING, buildings(sample)).await?;
    insert(&mut database, LOT, lots(sample)).await?;
    insert(&mut database, OWNERSHIP, ownerships(sample)).await?;
    insert(&mut database, LEASE, leases(sample)).await?;
    let numbers = 1..=sample.persons.len();
    insert(&mut database, ACCOUNT, numbers.map(|id| json!([id, id, format!("450-{id:05}")]))).await?;
    insert(&mut database, LINE, (0..sample.persons.len()).flat_map(|index| lines(ledger, index))).await?;
    insert(&mut database, DOCUMENT, documents.of_persons.iter().map(Value::from)).await?;
    insert(&mut database, BUILDING_DOCUMENT, documents.of_buildings.iter().map(Value::from)).await?;
    sqlx::raw_sql("commit").execute(&mut database).await?;
    sqlx::raw_sql(include_str!("../sample/indexes.sql")).execute(&mut database).await?;
    database.close().await?;
    Ok(())
}

/// Inserts arrays of values, many rows to a statement.
async fn insert(
    database: &mut SqliteConnection,
    sql: &'static str,
    rows: impl Iterator<Item = Value>,
) -> Result<()> {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let batch: Vec<Value> = rows.by_ref().take(BATCH).collect();
        sqlx::query(sql).bind(Value::Array(batch).to_string()).execute(&mut *database).await?;
    }
    Ok(())
}

fn persons(sample: &Organisation) -> impl Iterator<Item = Value> {
    sample.persons.iter().enumerate().map(|(index, person)| {
        let note =
            (index % 7 == 0).then_some("À rappeler. Préfère le téléphone. Dossier suivi par l’agence.");
        json!([
            index + 1,
            person.kind.as_str(),
            person.civility,
            person.first_name,
            person.last_name,
            person.email,
            person.phone,
            note
        ])
    })
}

fn buildings(sample: &Organisation) -> impl Iterator<Item = Value> {
    sample.buildings.iter().enumerate().map(|(index, building)| {
        json!([index + 1, building.name, building.street, building.postcode, building.city, building.built])
    })
}

fn lots(sample: &Organisation) -> impl Iterator<Item = Value> {
    sample.lots.iter().enumerate().map(|(index, lot)| {
        let building = &sample.buildings[lot.building];
        let area = format!("{}.{}", lot.area / 10, lot.area % 10);
        json!([
            index + 1,
            lot.building + 1,
            building.name,
            building.address(),
            lot.number,
            lot.kind,
            lot.floor,
            area,
            lot.thousandths
        ])
    })
}

fn ownerships(sample: &Organisation) -> impl Iterator<Item = Value> {
    let since = sample.first_day().to_string();
    let lots = sample.lots.iter().enumerate();
    lots.map(move |(index, lot)| json!([index + 1, index + 1, lot.owner + 1, since]))
}

fn leases(sample: &Organisation) -> impl Iterator<Item = Value> {
    sample.leases.iter().enumerate().map(|(index, lease)| {
        let lot = &sample.lots[lease.lot];
        let building = &sample.buildings[lot.building];
        let place = format!("{}, lot {} – {}", building.name, lot.number, building.address());
        json!([
            index + 1,
            lease.lot + 1,
            lease.tenant + 1,
            lease.landlord + 1,
            place,
            lease.starts.to_string(),
            lease.ends.map(|on| on.to_string()),
            lease.rent,
            lease.charges,
            lease.rent
        ])
    })
}

fn lines(ledger: &Ledger<'_>, index: usize) -> impl Iterator<Item = Value> {
    let lines = ledger.lines(index).into_iter();
    lines.map(move |line| json!([index + 1, line.on.to_string(), line.label, line.amount]))
}

#[cfg(test)]
mod tests;
