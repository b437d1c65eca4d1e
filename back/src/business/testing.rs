//! Databases for tests.

pub(crate) mod mariadb;

use std::path::{Path, PathBuf};

use sqlx::{ConnectOptions as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_shared::config::Faults;

use super::Business;
use crate::map::{CheckedMap, samples};

/// A database file in a folder of its own.
pub(crate) struct TestDatabase {
    folder: tempfile::TempDir,
    /// The organisation's own connection, which may write.
    pub(crate) writer: SqliteConnection,
}

impl TestDatabase {
    /// Makes the tables of the sample map.
    pub(crate) async fn new() -> Self {
        let mut database = Self::empty().await;
        sqlx::raw_sql(samples::SCHEMA).execute(&mut database.writer).await.unwrap();
        database
    }

    /// Makes a database without any table.
    pub(crate) async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let writer = connect(&folder.path().join("business.db")).await;
        Self { folder, writer }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("business.db")
    }

    pub(crate) fn business(&self) -> Business {
        Business::open(&format!("sqlite:{}", self.path().display())).unwrap()
    }

    /// A map, checked against this database.
    pub(crate) async fn map_of(&self, text: &str) -> CheckedMap {
        let schema = self.business().schema().await.unwrap();
        samples::map(text).check(schema, &Faults::new()).unwrap()
    }
}

/// Makes a database file with the tables of the sample map.
pub(crate) async fn create(path: &Path) -> SqliteConnection {
    let mut writer = connect(path).await;
    sqlx::raw_sql(samples::SCHEMA).execute(&mut writer).await.unwrap();
    writer
}

async fn connect(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true).foreign_keys(false);
    options.connect().await.unwrap()
}
