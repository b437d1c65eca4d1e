//! The tables of the sample map in each of the three databases.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use sqlx::{Connection as _, MySqlConnection, PgConnection};
use vantail_shared::config::Faults;

use crate::{
    business::{
        Business,
        testing::{TestDatabase, mariadb},
    },
    map::{CheckedMap, Dialect, Schema, TableName, samples},
    query::{build::Sql, statement::Statement, types::Type},
    store::testing::Place,
};

/// Tables as each of them makes them, and how `MariaDB` drops what is there.
pub(super) struct Tables {
    pub(super) sqlite: &'static str,
    pub(super) postgres: &'static str,
    pub(super) mariadb: &'static str,
    pub(super) drop: &'static str,
}

/// Those of the sample map.
const SAMPLES: Tables = Tables {
    sqlite: samples::SCHEMA,
    postgres: include_str!("schema-postgres.sql"),
    mariadb: include_str!("schema-mariadb.sql"),
    drop: "DROP TABLE IF EXISTS person, account, statement_line, `odd table`, odd_share, document, notice, scan",
};

/// Tables in one database, empty at first.
pub(super) struct Anywhere {
    pub(super) dialect: Dialect,
    pub(super) business: Business,
    schema: Schema,
    writer: Writer,
}

enum Writer {
    Sqlite(Box<TestDatabase>),
    Postgres(PgConnection),
    MariaDb(MySqlConnection),
}

impl Anywhere {
    /// The sample tables.
    pub(super) async fn open(dialect: Dialect, name: &'static str) -> Self {
        Self::with(dialect, name, &SAMPLES).await
    }

    /// A database of its own for each `name`; what an earlier case left there is gone. Cases of one name must not run at
    /// once.
    pub(super) async fn with(dialect: Dialect, name: &'static str, tables: &Tables) -> Self {
        let (business, writer) = match dialect {
            Dialect::Sqlite => {
                let mut database = TestDatabase::empty().await;
                sqlx::raw_sql(tables.sqlite).execute(&mut database.writer).await.unwrap();
                (database.business(), Writer::Sqlite(Box::new(database)))
            }
            Dialect::Postgres => {
                let url = known(dialect, name, async || Place::postgres().url).await;
                let mut writer = PgConnection::connect(&url).await.unwrap();
                let again = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
                sqlx::raw_sql(again).execute(&mut writer).await.unwrap();
                sqlx::raw_sql(tables.postgres).execute(&mut writer).await.unwrap();
                (Business::open(&url).unwrap(), Writer::Postgres(writer))
            }
            Dialect::MariaDb => {
                let server = mariadb::Server::shared().await;
                let url = known(dialect, name, async || server.url(&server.database())).await;
                let mut writer = MySqlConnection::connect(&url).await.unwrap();
                sqlx::raw_sql(tables.drop).execute(&mut writer).await.unwrap();
                sqlx::raw_sql(tables.mariadb).execute(&mut writer).await.unwrap();
                (Business::open(&url).unwrap(), Writer::MariaDb(writer))
            }
        };
        let schema = business.schema().await.unwrap();
        Self { dialect, business, schema, writer }
    }

    /// The sample map, checked against this database.
    pub(super) fn map(&self) -> CheckedMap {
        self.map_of(samples::MAP)
    }

    /// A map, checked against this database.
    pub(super) fn map_of(&self, map: &str) -> CheckedMap {
        let faults = Faults::new();
        let map = samples::map(map).check(self.schema.clone(), &faults);
        let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
        map.unwrap_or_else(|| panic!("{told:#?}"))
    }

    /// Adds a row: a value for each column, in their order.
    pub(super) async fn insert(&mut self, table: &str, values: Vec<Option<String>>) {
        let table = TableName::plain(table);
        let shape = self.schema.table(&table).unwrap();
        let binds = shape
            .columns
            .iter()
            .zip(values)
            .map(|(column, value)| Sql::default().bind(value, Type::of(self.dialect, column)));
        let sql =
            Sql::new("INSERT INTO ").table(&table).with(" VALUES (").then(Sql::join(binds, ", ")).with(")");
        let statement = Statement::of(&self.schema, sql);
        let done = match &mut self.writer {
            Writer::Sqlite(database) => statement.run_sqlite(&mut database.writer).await,
            Writer::Postgres(writer) => statement.run_postgres(writer).await,
            Writer::MariaDb(writer) => statement.run_mariadb(writer).await,
        };
        done.unwrap();
    }

    /// Adds the rows together.
    pub(super) async fn insert_all(
        &mut self,
        table: &str,
        rows: impl IntoIterator<Item = Vec<Option<String>>>,
    ) {
        self.execute("BEGIN").await;
        for row in rows {
            self.insert(table, row).await;
        }
        self.execute("COMMIT").await;
    }

    /// Runs statements of a test.
    pub(super) async fn execute(&mut self, sql: &'static str) {
        match &mut self.writer {
            Writer::Sqlite(database) => drop(sqlx::raw_sql(sql).execute(&mut database.writer).await.unwrap()),
            Writer::Postgres(writer) => drop(sqlx::raw_sql(sql).execute(writer).await.unwrap()),
            Writer::MariaDb(writer) => drop(sqlx::raw_sql(sql).execute(writer).await.unwrap()),
        }
    }
}

/// The address of the database of a name, made when it is asked for first.
async fn known(dialect: Dialect, name: &'static str, make: impl AsyncFnOnce() -> String) -> String {
    static KNOWN: Mutex<BTreeMap<(&'static str, &'static str), String>> = Mutex::new(BTreeMap::new());
    let key = (if dialect == Dialect::Postgres { "postgres" } else { "mariadb" }, name);
    let known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if let Some(url) = known {
        return url;
    }
    let url = make().await;
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(key, url.clone());
    url
}

/// A value.
#[expect(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    reason = "values of all kinds are written where they are used"
)]
pub(super) fn some(value: impl ToString) -> Option<String> {
    Some(value.to_string())
}
