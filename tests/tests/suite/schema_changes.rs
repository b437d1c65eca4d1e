//! The business database changes, sleeps or goes away under a running back: what it touches says so at once, the rest
//! serves, and all comes back by itself.

use std::time::{Duration, Instant};

use crate::schema_keys::MEMBERS;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_shared::{call::Language, failure::Code};
use vantail_tests::{
    mariadb::Server,
    portal::{Portal, Visit},
    postgres::Cluster,
    real::{cluster, server},
    until::until_within,
};

/// A statement may take 2 seconds, and the answer a little more.
const PROMPT: Duration = Duration::from_secs(4);
const RECOVERY: Duration = Duration::from_secs(10);

const PAGES: &str = r#"
[tables.letter]
title = { fr = "Lettres", en = "Letters" }
link = ["letter.person_id = person.id"]
[tables.slow]
title = { fr = "Lenteurs", en = "Slow things" }
link = ["slow.person_id = person.id"]
key = ["id"]
[pages.letters]
title = { fr = "Lettres", en = "Letters" }
presentation = "list"
for = ["member"]
table = "letter"
order = ["id"]
columns = [{ column = "subject", title = { fr = "Objet", en = "Subject" } }]
[pages.slow]
title = { fr = "Lenteurs", en = "Slow things" }
presentation = "list"
for = ["member"]
table = "slow"
order = ["id"]
columns = [{ column = "subject", title = { fr = "Objet", en = "Subject" } }]
"#;

const TABLES: [&str; 4] = [
    "CREATE TABLE person (id integer PRIMARY KEY, name varchar(40))",
    "CREATE TABLE letter (id integer PRIMARY KEY, person_id integer, subject varchar(40))",
    "INSERT INTO person VALUES (1, 'Zoé')",
    "INSERT INTO letter VALUES (1, 1, 'first')",
];
/// Never ends.
const SLOW_SQLITE: &str = "CREATE VIEW slow AS SELECT l.id, l.person_id, l.subject FROM letter l WHERE
    (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n) > 0";
const SLOW_POSTGRES: &str =
    "CREATE VIEW slow AS SELECT id, person_id, subject FROM letter WHERE pg_sleep(600) IS NOT NULL";
const SLOW_MARIADB: &str =
    "CREATE VIEW slow AS SELECT id, person_id, subject FROM letter WHERE SLEEP(600) = 0";

async fn open(url: &str) -> Portal {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map.toml");
    std::fs::write(&map, format!("{MEMBERS}{PAGES}")).unwrap();
    Portal::open(url, &map).await
}

async fn code(visit: &Visit<'_>, page: &str) -> Option<Code> {
    visit.part(Language::En, page, "", 0).await.err()
}

/// A page that never ends is stopped, and other pages go on meanwhile.
async fn endless_pages_are_stopped(url: &str) {
    let portal = open(url).await;
    let visit = portal.sign_in("member", "1").await;
    let began = Instant::now();
    let (slow, quick) = tokio::join!(code(&visit, "slow"), code(&visit, "letters"));
    assert!(matches!(slow, Some(Code::Timeout | Code::Unavailable)), "{slow:?}");
    assert!(began.elapsed() < PROMPT, "{:?}", began.elapsed());
    assert_eq!(quick, None);
    assert_eq!(code(&visit, "letters").await, None, "afterwards");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_never_ends_is_stopped_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("slow.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for statement in TABLES.into_iter().chain([SLOW_SQLITE]) {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    endless_pages_are_stopped(&format!("sqlite:{}", file.display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_never_ends_is_stopped_in_postgresql() {
    cluster().await.run("postgres", "CREATE DATABASE slow").await;
    cluster().await.run("slow", &format!("{}; {SLOW_POSTGRES}", TABLES.join(";"))).await;
    let tables = ["person", "letter", "slow"].map(str::to_owned);
    endless_pages_are_stopped(&cluster().await.reader("slow", &["public".to_owned()].into(), &tables).await)
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_never_ends_is_stopped_in_mariadb() {
    server().await.run("mysql", "CREATE DATABASE slow").await;
    server().await.run("slow", &format!("{}; {SLOW_MARIADB}", TABLES.join(";"))).await;
    let tables = ["person", "letter", "slow"].map(str::to_owned);
    endless_pages_are_stopped(&server().await.reader("slow", &tables).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_went_stops_its_page_alone_until_it_is_back() {
    cluster().await.run("postgres", "CREATE DATABASE changing").await;
    cluster().await.run("changing", &format!("{}; {QUICK}", TABLES.join(";"))).await;
    let tables = ["person", "letter", "slow"].map(str::to_owned);
    let reader = cluster().await.reader("changing", &["public".to_owned()].into(), &tables).await;
    let portal = open(&reader).await;
    let visit = portal.sign_in("member", "1").await;
    assert_eq!(code(&visit, "letters").await, None);
    cluster().await.run("changing", "ALTER TABLE letter RENAME subject TO topic").await;
    assert!(code(&visit, "letters").await.is_some());
    assert_eq!(code(&visit, "slow").await, None, "another page");
    cluster().await.run("changing", "ALTER TABLE letter RENAME topic TO subject").await;
    assert_eq!(code(&visit, "letters").await, None);
}

/// The view of the other page where nothing is slow.
const QUICK: &str = "CREATE VIEW slow AS SELECT id, id AS person_id, name AS subject FROM person";

async fn assert_away(visit: &Visit<'_>) {
    let began = Instant::now();
    assert_eq!(code(visit, "letters").await, Some(Code::Unavailable));
    assert!(began.elapsed() < PROMPT, "{:?}", began.elapsed());
}

async fn assert_back(visit: &Visit<'_>) {
    let back = async || code(visit, "letters").await.is_none().then_some(());
    until_within(RECOVERY, "the page to come back", back).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_restarts_is_found_again_in_mariadb() {
    let server = Server::start().await;
    server.run("mysql", "CREATE DATABASE away").await;
    server.run("away", &format!("{}; {QUICK}", TABLES.join(";"))).await;
    let tables = ["person", "letter", "slow"].map(str::to_owned);
    let portal = open(&server.reader("away", &tables).await).await;
    let visit = portal.sign_in("member", "1").await;
    assert_eq!(code(&visit, "letters").await, None);
    server.stop().await;
    assert_away(&visit).await;
    server.restart().await;
    assert_back(&visit).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_restarts_is_found_again() {
    let mut cluster = Cluster::start().await;
    cluster.run("postgres", "CREATE DATABASE away").await;
    cluster.run("away", &format!("{}; {QUICK}", TABLES.join(";"))).await;
    let tables = ["person", "letter", "slow"].map(str::to_owned);
    let portal = open(&cluster.reader("away", &["public".to_owned()].into(), &tables).await).await;
    let visit = portal.sign_in("member", "1").await;
    assert_eq!(code(&visit, "letters").await, None);
    cluster.stop().await;
    assert_away(&visit).await;
    cluster.restart().await;
    assert_back(&visit).await;
}
