//! A world in a database.

use std::{fmt::Write as _, path::Path, sync::atomic::AtomicU32};

use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_tests::real::{cluster, server};

use super::world::{Owner, Row, TABLES, World};

/// Databases made so far.
static MADE: AtomicU32 = AtomicU32::new(1);

const PERSON: &str = "CREATE TABLE person (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, mail TEXT)";
/// Each table with a foreign key, and without.
const SQLITE: [(&str, &str, &str); 3] = [
    (
        "CREATE TABLE a (id INTEGER PRIMARY KEY, k INTEGER, m INTEGER, tag TEXT, owner INTEGER REFERENCES person (id))",
        "CREATE TABLE a (id INTEGER PRIMARY KEY, k INTEGER, m INTEGER, tag TEXT, owner INTEGER)",
        "INSERT INTO a VALUES (?, ?, ?, ?, ?)",
    ),
    (
        "CREATE TABLE b (id INTEGER PRIMARY KEY, k INTEGER, m INTEGER, tag TEXT, owner INTEGER REFERENCES person (id))",
        "CREATE TABLE b (id INTEGER PRIMARY KEY, k INTEGER, m INTEGER, tag TEXT, owner INTEGER)",
        "INSERT INTO b VALUES (?, ?, ?, ?, ?)",
    ),
    (
        "CREATE TABLE c (id INTEGER PRIMARY KEY, k INTEGER, m INTEGER, tag TEXT, owner INTEGER REFERENCES person (id))",
        "CREATE TABLE c (id INTEGER PRIMARY KEY, k INTEGER, m INTEGER, tag TEXT, owner INTEGER)",
        "INSERT INTO c VALUES (?, ?, ?, ?, ?)",
    ),
];

fn has_key(owner: Owner) -> bool {
    matches!(owner, Owner::ForeignKey | Owner::Actor)
}

/// In a file; the address of it.
pub async fn sqlite(folder: &Path, world: &World) -> String {
    let file = folder.join("world.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    connection.execute("BEGIN").await.unwrap();
    connection.execute(PERSON).await.unwrap();
    for (id, (member, mail)) in (1i64..).zip(&world.persons) {
        let insert = sqlx::query("INSERT INTO person VALUES (?, ?, ?)").bind(id);
        insert.bind(kind(*member)).bind(mail).execute(&mut connection).await.unwrap();
    }
    for ((keyed, plain, insert), (rows, owner)) in
        SQLITE.into_iter().zip(world.tables.iter().zip(world.owners))
    {
        connection.execute(if has_key(owner) { keyed } else { plain }).await.unwrap();
        for (id, row) in (1i64..).zip(rows) {
            let insert = sqlx::query(insert).bind(id).bind(row.k).bind(row.m).bind(&row.tag).bind(row.owner);
            insert.execute(&mut connection).await.unwrap();
        }
    }
    connection.execute("COMMIT").await.unwrap();
    connection.close().await.unwrap();
    format!("sqlite:{}", file.display())
}

/// In a database of its own of PostgreSQL.
pub async fn postgres(world: &World) -> String {
    let name = name();
    cluster().await.run("postgres", &format!("CREATE DATABASE {name}")).await;
    cluster().await.run(&name, &statements(world, "text")).await;
    cluster().await.url_of("postgres", &name)
}

/// In a database of its own of MariaDB, which tells capitals and small letters apart here, as the others do.
pub async fn mariadb(world: &World) -> String {
    let name = name();
    let made = format!("CREATE DATABASE {name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
    server().await.run("mysql", &made).await;
    server().await.run(&name, &statements(world, "varchar(40)")).await;
    server().await.url_of("root", &name)
}

fn name() -> String {
    format!("world_{}", MADE.fetch_add(1, std::sync::atomic::Ordering::Relaxed))
}

fn kind(member: bool) -> &'static str {
    if member { "member" } else { "other" }
}

fn statements(world: &World, text: &str) -> String {
    let mut sql = format!("CREATE TABLE person (id integer PRIMARY KEY, kind {text} NOT NULL, mail {text});");
    for (id, (member, mail)) in (1..).zip(&world.persons) {
        let _ = write!(
            sql,
            "INSERT INTO person VALUES ({id}, '{}', {});",
            kind(*member),
            quoted(mail.as_deref())
        );
    }
    for ((table, rows), owner) in TABLES.iter().zip(&world.tables).zip(world.owners) {
        let key = if has_key(owner) { ", FOREIGN KEY (owner) REFERENCES person (id)" } else { "" };
        let _ = write!(
            sql,
            "CREATE TABLE {table} (id integer PRIMARY KEY, k integer, m integer, tag {text}, owner integer{key});"
        );
        for (id, Row { k, m, tag, owner }) in (1..).zip(rows) {
            let (k, m, owner) = (number(*k), number(*m), number(*owner));
            let _ = write!(
                sql,
                "INSERT INTO {table} VALUES ({id}, {k}, {m}, {}, {owner});",
                quoted(tag.as_deref())
            );
        }
    }
    sql
}

fn number(value: Option<i64>) -> String {
    value.map_or_else(|| "NULL".to_owned(), |value| value.to_string())
}

/// The words of a world hold no quotes.
fn quoted(text: Option<&str>) -> String {
    text.map_or_else(|| "NULL".to_owned(), |text| format!("'{text}'"))
}
