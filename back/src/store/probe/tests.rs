use std::path::Path;

use sqlx::Connection as _;

use crate::store::{OpenError, Store, testing::Place};

fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap();
    let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_look_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("store.db").display());
    Store::probe(&url).await.unwrap();
    assert_eq!(names(folder.path()), [""; 0]);

    let store = Store::open(&url).await.unwrap();
    let before = names(folder.path());
    Store::probe(&url).await.unwrap();
    assert_eq!(names(folder.path()), before, "while it is in use");
    store.close().await;
    let before = names(folder.path());
    Store::probe(&url).await.unwrap();
    assert_eq!(names(folder.path()), before, "while nobody uses it");
}

#[tokio::test]
async fn a_folder_that_is_not_there_and_a_file_that_is_no_store_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let missing = format!("sqlite:{}", folder.path().join("no/store.db").display());
    assert!(matches!(Store::probe(&missing).await, Err(OpenError::File(_))));
    let other = folder.path().join("letter.txt");
    std::fs::write(&other, "no database at all, but long enough to be looked at as one".repeat(40)).unwrap();
    let error = Store::probe(&format!("sqlite:{}", other.display())).await.unwrap_err();
    assert!(matches!(error, OpenError::Database(_)) && !error.is_away(), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn tables_of_a_later_version_are_refused_as_at_start() {
    let place = Place::sqlite();
    place.open().await.close().await;
    let mut connection = sqlx::SqliteConnection::connect(&place.url).await.unwrap();
    let later = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                 values (9999, 'later', true, x'00', 0)";
    sqlx::query(later).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    assert!(matches!(Store::probe(&place.url).await, Err(OpenError::Migration(_))));

    let place = Place::postgres();
    Store::probe(&place.url).await.unwrap();
    let mut connection = sqlx::PgConnection::connect(&place.url).await.unwrap();
    let none = sqlx::query_scalar::<_, bool>("select to_regclass('_sqlx_migrations') is null");
    assert!(none.fetch_one(&mut connection).await.unwrap(), "a look makes no table");
    place.open().await.close().await;
    Store::probe(&place.url).await.unwrap();
    let later = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
                 values (9999, 'later', true, '\\x00', 0)";
    sqlx::query(later).execute(&mut connection).await.unwrap();
    assert!(matches!(Store::probe(&place.url).await, Err(OpenError::Migration(_))));
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_away_and_a_wrong_address_is_a_mistake() {
    for look in [Store::probe("postgres://back@127.0.0.1:1/vantail").await, {
        Store::open("postgres://back@127.0.0.1:1/vantail").await.map(drop)
    }] {
        assert!(look.unwrap_err().is_away());
    }
    for url in ["mysql://host/db", "sqlite::memory:", "postgres://host:port/db"] {
        assert!(!Store::probe(url).await.unwrap_err().is_away(), "{url}");
    }
}
