//! The tables of this folder's map, filled.

use super::{
    Anywhere,
    data::{Data, HOUSES, house_name},
};
use crate::{
    map::{CheckedMap, Dialect},
    query::tests::anywhere::Tables,
};

const TABLES: Tables = Tables {
    sqlite: include_str!("schema.sql"),
    // Rows come in any order.
    postgres: concat!("SET session_replication_role = replica;", include_str!("schema.sql")),
    mariadb: include_str!("schema.sql"),
    drop: "SET foreign_key_checks = 0; \
           DROP TABLE IF EXISTS person, house, mandate, ticket, receipt, visit, log, loan, message",
};

/// 100,000 rows in each table, with an index on every column that leads somewhere.
const LARGE: &str = include_str!("large.sql");

/// A database with its map.
pub(super) struct World {
    pub(super) database: Anywhere,
    pub(super) map: CheckedMap,
}

fn text(value: Option<impl ToString>) -> Option<String> {
    value.map(|value| value.to_string())
}

fn day(day: Option<u8>) -> Option<String> {
    day.map(|day| format!("2026-11-{day}"))
}

/// Rows with their keys before them.
fn keyed(rows: impl IntoIterator<Item = Vec<Option<String>>>) -> impl Iterator<Item = Vec<Option<String>>> {
    rows.into_iter().enumerate().map(|(id, row)| std::iter::once(Some(id.to_string())).chain(row).collect())
}

impl World {
    pub(super) async fn open(dialect: Dialect, data: &Data) -> Self {
        let mut database = Anywhere::with(dialect, "links", &TABLES).await;
        let map = database.map_of(include_str!("map.toml"));
        let persons = (0..).zip(&data.persons).map(|(id, person)| {
            let kind = if person.member { "member" } else { "other" };
            let mail = format!("m{id}");
            let (card, guardian) = (person.card.clone(), text(person.guardian));
            vec![text(Some(kind)), text(Some("P")), card, Some(mail), guardian, text(person.state)]
        });
        database.insert_all("person", keyed(persons)).await;
        let houses = (0..HOUSES).map(|house| vec![Some(house_name(house))]);
        database.insert_all("house", keyed(houses)).await;
        let mandates = data
            .mandates
            .iter()
            .map(|row| vec![text(row.person), text(row.house), day(row.starts), day(row.ends)]);
        database.insert_all("mandate", keyed(mandates)).await;
        let tickets = data
            .tickets
            .iter()
            .map(|row| vec![text(row.house), text(row.person), text(row.author), text(row.note)]);
        database.insert_all("ticket", keyed(tickets)).await;
        let receipts = data.receipts.iter().map(|row| vec![text(row.0), text(row.1)]);
        database.insert_all("receipt", keyed(receipts)).await;
        let visits = data.visits.iter().map(|row| vec![text(row.0), day(row.1)]);
        database.insert_all("visit", keyed(visits)).await;
        let logs = data.logs.iter().map(|row| vec![text(row.0), text(row.1)]);
        database.insert_all("log", keyed(logs)).await;
        let loans = data.loans.iter().map(|row| vec![row.0.clone(), text(row.1)]);
        database.insert_all("loan", keyed(loans)).await;
        let messages = data.messages.iter().map(|row| vec![text(row.0), text(row.1)]);
        database.insert_all("message", keyed(messages)).await;
        Self { database, map }
    }

    /// The same map over large tables.
    pub(super) async fn large(dialect: Dialect) -> Self {
        let mut database = Anywhere::with(dialect, "plans", &TABLES).await;
        let map = database.map_of(include_str!("map.toml"));
        database.execute(LARGE).await;
        database
            .execute(match dialect {
                Dialect::Sqlite | Dialect::Postgres => "ANALYZE",
                Dialect::MariaDb => {
                    "ANALYZE TABLE person, house, mandate, ticket, receipt, visit, log, loan, message"
                }
            })
            .await;
        Self { database, map }
    }
}
