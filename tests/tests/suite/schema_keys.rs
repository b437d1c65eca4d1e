//! Declared keys that are broken: the portal starts, and shows what is there.

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_tests::{
    portal::Portal,
    real::{cluster, server},
};

/// A foreign key to a table that is missing.
const MISSING: &str =
    "CREATE TABLE letter (id integer PRIMARY KEY, person_id integer, office_id integer, subject text,
    FOREIGN KEY (office_id) REFERENCES office (id), FOREIGN KEY (person_id) REFERENCES person (id))";
/// The same without it, for databases that refuse one.
const PLAIN: &str =
    "CREATE TABLE letter (id integer PRIMARY KEY, person_id integer, office_id integer, subject text)";
const PERSON: &str = "CREATE TABLE person (id integer PRIMARY KEY, name text)";
/// Letter 3 names a person who is not there; 4 names nobody.
const ROWS: [&str; 2] = [
    "INSERT INTO person VALUES (1, 'Zoé'), (2, 'Noé')",
    "INSERT INTO letter VALUES (1, 1, 7, 'first'), (2, 2, 7, 'second'), (3, 99, 7, 'orphan'), (4, NULL, NULL, 'nobody')",
];

/// The beginning of a map, with persons of a table of two columns.
pub(crate) const MEMBERS: &str = r#"
version = 1
[controller]
name = "Cabinet Exemple"
address = ["1 rue du Test"]
privacy_contact = "dpo@example.org"
authority = "CNIL"
[persons.member]
title = { fr = "Membre", en = "Member" }
table = "person"
key = ["id"]
name = "{name}"
"#;
const PAGES: &str = r#"
[pages.letters]
title = { fr = "Lettres", en = "Letters" }
presentation = "list"
for = ["member"]
table = "letter"
link = ["letter.person_id = person.id"]
order = ["id"]
columns = [{ column = "subject", title = { fr = "Objet", en = "Subject" } }]
"#;

async fn check(url: &str) {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map.toml");
    std::fs::write(&map, format!("{MEMBERS}{PAGES}")).unwrap();
    let portal = Portal::open(url, &map).await;
    for (key, subject) in [("1", "first"), ("2", "second")] {
        let letters = portal.sign_in("member", key).await.all("letters", "", 10).await;
        assert_eq!(letters, [[Some(subject.to_owned())]], "{url}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_lead_nowhere_stop_nothing_in_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true).foreign_keys(false);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for statement in [MISSING, PERSON].into_iter().chain(ROWS) {
        sqlx::query(statement).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();
    check(&format!("sqlite:{}", file.display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_lead_nowhere_stop_nothing_in_mariadb() {
    server().await.run("mysql", "CREATE DATABASE broken").await;
    let rows = ROWS.join(";");
    let made = format!("SET foreign_key_checks = 0; {PERSON}; {MISSING}; {rows}");
    server().await.run("broken", &made).await;
    let tables = ["person", "letter"].map(str::to_owned);
    check(&server().await.reader("broken", &tables).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_that_violate_a_key_stop_nothing_in_postgresql() {
    cluster().await.run("postgres", "CREATE DATABASE broken").await;
    let rows = ROWS.join(";");
    let late = "ALTER TABLE letter ADD FOREIGN KEY (person_id) REFERENCES person (id) NOT VALID";
    cluster().await.run("broken", &format!("{PERSON}; {PLAIN}; {rows}; {late}")).await;
    let tables = ["person", "letter"].map(str::to_owned);
    check(&cluster().await.reader("broken", &["public".to_owned()].into(), &tables).await).await;
}
