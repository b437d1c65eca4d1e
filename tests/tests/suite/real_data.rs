//! The real databases hold what their READMEs say: what other tests build on.

use sqlx::{Connection as _, MySqlConnection, PgConnection};
use vantail_tests::real::{CONDO, EVERGREEN, KOHA, PAGILA, RealSet};

async fn holds(set: &RealSet, answers: &str) {
    let expected = std::fs::read_to_string(set.folder().join(answers)).unwrap();
    let found = set.print("checks.sql").await;
    let differing: Vec<_> =
        expected.lines().zip(found.lines()).filter(|(wanted, got)| wanted != got).collect();
    assert!(differing.is_empty(), "{differing:#?}");
    assert_eq!(found.lines().count(), expected.lines().count());
}

#[tokio::test]
async fn pagila_holds_what_its_readme_says() {
    holds(&PAGILA, "expected.txt").await;
}

#[tokio::test]
async fn koha_holds_what_its_readme_says() {
    holds(&KOHA, "expected.tsv").await;
}

#[tokio::test]
async fn condo_holds_what_its_readme_says() {
    holds(&CONDO, "expected.txt").await;
}

#[tokio::test]
async fn evergreen_holds_what_its_readme_says() {
    holds(&EVERGREEN, "expected.txt").await;
}

/// Each set with a table that its map names, one that it does not name, and a write.
const ACCESS: [(&RealSet, &str, &str, &str); 4] = [
    (&PAGILA, "SELECT * FROM rental", "SELECT * FROM film_actor", "UPDATE customer SET email = NULL"),
    (&KOHA, "SELECT * FROM borrowers", "SELECT * FROM aqbooksellers", "UPDATE borrowers SET email = NULL"),
    (&CONDO, "SELECT * FROM \"Ticket\"", "SELECT * FROM \"Incident\"", "DELETE FROM \"Ticket\""),
    (&EVERGREEN, "SELECT * FROM actor.usr", "SELECT * FROM acq.invoice", "DELETE FROM actor.usr"),
];

#[tokio::test]
async fn a_reading_role_reads_what_the_map_names_and_nothing_else() {
    for (set, named, other, write) in ACCESS {
        let reader = set.reader().await;
        assert_eq!(allowed(reader, named).await, Ok(()), "{named}");
        for refused in [other, write, "CREATE TABLE mine (id integer)"] {
            assert!(allowed(reader, refused).await.is_err(), "{refused}");
        }
    }
}

async fn allowed(url: &str, sql: &'static str) -> Result<(), String> {
    let done = if url.starts_with("postgres:") {
        let mut connection = PgConnection::connect(url).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.map(drop)
    } else {
        let mut connection = MySqlConnection::connect(url).await.unwrap();
        sqlx::query(sql).execute(&mut connection).await.map(drop)
    };
    done.map_err(|error| error.to_string())
}
