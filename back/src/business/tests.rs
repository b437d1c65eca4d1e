//! The business database as a file, and as a server that comes and goes.

mod flights;
mod mariadb;
mod postgres;

use std::time::{Duration, Instant};

use sqlx::{Connection, Executor};
use vantail_shared::failure::Code;

use super::{testing::*, *};
use crate::map::{Class, Nature, TableKind, TableName};

/// Runs a statement as the back would.
async fn run(business: &Business, sql: &'static str) -> Result<(), Failure> {
    match &*business.inner {
        Inner::Sqlite(readers) => {
            readers.read(async |reader| sqlx::query(sql).execute(reader).await.map(drop)).await
        }
        Inner::Postgres(pool) => {
            pool.read(move |one| Box::pin(async move { sqlx::query(sql).execute(one).await.map(drop) })).await
        }
        Inner::MariaDb(pool) => {
            pool.read(move |one| Box::pin(async move { sqlx::query(sql).execute(one).await.map(drop) })).await
        }
    }
}

/// The organisation's own connection, which may write; it has run some statements.
async fn writer<C: Connection>(url: &str, sql: &'static str) -> C
where
    for<'c> &'c mut C: Executor<'c, Database = C::Database>,
{
    let mut writer = C::connect(url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut writer).await.unwrap();
    writer
}

#[tokio::test]
async fn the_catalog_is_read() {
    let database = TestDatabase::new().await;
    let schema = database.business().schema().await.unwrap();
    let table = |name: &str| schema.table(&TableName::plain(name)).unwrap();
    let person = table("person");
    assert_eq!(person.primary, ["id"]);
    assert!(!person.column("id").unwrap().nullable);
    assert!(person.column("email").unwrap().nullable);
    let odd = table("odd table");
    assert_eq!(odd.primary, ["No.", "year"]);
    assert_eq!(odd.column("No.").unwrap().class, Class::Text);
    assert_eq!(odd.column("rent").unwrap().class, Class::Number);
    assert_eq!(odd.tells_apart(&["year", "select", "No."]), Some(true));
    assert_eq!(odd.tells_apart(&["year", "select"]), Some(false));
    assert_eq!(table("odd_share").tells_apart(&["no"]), None);
}

#[tokio::test]
async fn constraints_and_numbers_of_rows_are_known() {
    let mut database = TestDatabase::empty().await;
    let sql = "CREATE TABLE checked (a TEXT CHECK (a IN ('x', 'y')), b INTEGER, CONSTRAINT few CHECK (b < 3)); \
               CREATE TABLE bare (k TEXT PRIMARY KEY) WITHOUT ROWID; CREATE TABLE hiding (rowid TEXT, _rowid_ TEXT)";
    sqlx::raw_sql(sql).execute(&mut database.writer).await.unwrap();
    let schema = database.business().schema().await.unwrap();
    let table = |name: &str| schema.table(&TableName::plain(name)).unwrap();
    assert_eq!(table("checked").checks, ["a IN ('x', 'y')", "b < 3"]);
    let rows = ["checked", "bare", "hiding"].map(|name| table(name).row_id);
    assert_eq!(rows, [Some("rowid"), None, Some("oid")]);
}

#[tokio::test]
async fn a_broken_view_harms_nobody() {
    let mut database = TestDatabase::new().await;
    let sql = "CREATE TABLE gone (x); CREATE VIEW broken AS SELECT x FROM gone; DROP TABLE gone;";
    sqlx::raw_sql(sql).execute(&mut database.writer).await.unwrap();
    let schema = database.business().schema().await.unwrap();
    assert!(schema.table(&TableName::plain("broken")).unwrap().columns.is_empty());
    assert!(schema.table(&TableName::plain("person")).is_some());
}

#[tokio::test]
async fn a_database_that_was_away_is_read_again() {
    let database = TestDatabase::new().await;
    let business = database.business();
    business.ping().await.unwrap();
    let aside = database.path().with_extension("aside");
    std::fs::rename(database.path(), &aside).unwrap();
    assert_eq!(business.ping().await.unwrap_err().code, Code::Unavailable);
    std::fs::rename(&aside, database.path()).unwrap();
    business.ping().await.unwrap();
}

#[tokio::test]
async fn a_database_that_was_replaced_is_read_anew() {
    let database = TestDatabase::new().await;
    let business = database.business();
    let known = business.schema().await.unwrap().tables.len();
    let fresh = database.path().with_extension("fresh");
    let mut writer = create(&fresh).await;
    sqlx::raw_sql("CREATE TABLE another (x)").execute(&mut writer).await.unwrap();
    drop(writer);
    std::fs::rename(&fresh, database.path()).unwrap();
    assert_eq!(business.schema().await.unwrap().tables.len(), known + 1);
}

#[tokio::test]
async fn what_is_no_database_is_unavailable() {
    let database = TestDatabase::new().await;
    std::fs::write(database.path(), "this is no database, however long one looks at it").unwrap();
    assert_eq!(database.business().ping().await.unwrap_err().code, Code::Unavailable);
}

#[tokio::test]
async fn a_locked_database_is_unavailable_in_time() {
    let mut database = TestDatabase::new().await;
    let business = database.business();
    sqlx::query("BEGIN EXCLUSIVE").execute(&mut database.writer).await.unwrap();
    let begun = Instant::now();
    assert_eq!(business.ping().await.unwrap_err().code, Code::Unavailable);
    assert!(begun.elapsed() < Duration::from_secs(3));
    sqlx::query("ROLLBACK").execute(&mut database.writer).await.unwrap();
    business.ping().await.unwrap();
}

#[tokio::test]
async fn an_endless_statement_is_stopped_and_harms_no_other() {
    let database = TestDatabase::new().await;
    let business = database.business();
    let Inner::Sqlite(readers) = &*business.inner else { panic!("a file") };
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    let begun = Instant::now();
    let run = readers.read(async |reader| sqlx::query(endless).fetch_one(reader).await.map(drop));
    assert_eq!(run.await.unwrap_err().code, Code::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(3));
    business.ping().await.unwrap();
}

#[tokio::test]
async fn callers_that_go_away_leave_no_statement_behind() {
    let database = TestDatabase::new().await;
    let business = database.business();
    let Inner::Sqlite(readers) = &*business.inner else { panic!("a file") };
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    for _ in 0..20 {
        let run = readers.read(async |reader| sqlx::query(endless).fetch_one(reader).await.map(drop));
        assert!(tokio::time::timeout(Duration::from_millis(20), run).await.is_err());
    }
    business.ping().await.unwrap();
}

#[tokio::test]
async fn nothing_can_be_written() {
    let database = TestDatabase::new().await;
    let business = database.business();
    let Inner::Sqlite(readers) = &*business.inner else { panic!("a file") };
    for sql in ["DELETE FROM person", "CREATE TABLE x (y)", "PRAGMA user_version = 7"] {
        let run = readers.read(async |reader| sqlx::query(sql).execute(reader).await.map(drop));
        assert!(run.await.is_err(), "{sql}");
    }
}

#[test]
fn an_address_names_a_file() {
    assert_eq!(
        Business::open("oracle://user:secret@host").unwrap_err(),
        AddressError::Unknown("oracle".into())
    );
    assert_eq!(Business::open("sqlite:").unwrap_err(), AddressError::NoPath);
}
