//! One small database with everything that is awkward, three times the same: in SQLite, PostgreSQL and MariaDB.

use std::{
    fs,
    path::{Path, PathBuf},
};

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::real::{cluster, server};

const SQLITE: &str = include_str!("../awkward/sqlite.sql");
const POSTGRES: &str = include_str!("../awkward/postgres.sql");
const MARIADB: &str = include_str!("../awkward/mariadb.sql");
const ROWS: &str = include_str!("../awkward/rows.sql");
/// A text that is put where bytes belong stays a text in SQLite.
const BYTES: &str = "UPDATE \"Line\" SET content = CAST(content AS BLOB)";

static MADE: OnceCell<Awkward> = OnceCell::const_new();

/// The three databases.
#[derive(Debug)]
pub struct Awkward {
    /// Their addresses, for reading: SQLite, PostgreSQL, MariaDB.
    pub urls: [String; 3],
    _folder: TempDir,
}

/// The databases, made once for all tests of a program.
pub async fn awkward() -> &'static Awkward {
    MADE.get_or_init(make).await
}

/// The data map of all three.
pub fn map() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/awkward.toml")
}

async fn make() -> Awkward {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("awkward.db");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    for statements in [SQLITE, ROWS, BYTES] {
        sqlx::raw_sql(statements).execute(&mut connection).await.unwrap();
    }
    connection.close().await.unwrap();

    let statements = folder.path().join("postgres.sql");
    fs::write(&statements, format!("\\set ON_ERROR_STOP 1\n{POSTGRES}{ROWS}")).unwrap();
    cluster()
        .await
        .run("postgres", "CREATE DATABASE awkward TEMPLATE template0 ENCODING UTF8 LOCALE 'C.UTF-8'")
        .await;
    cluster().await.feed("awkward", &statements).await;
    let names =
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = 'public'::regnamespace";
    let quoted = |name: &str, sign: char| format!("{sign}{name}{sign}");
    let tables: Vec<_> =
        cluster().await.run("awkward", names).await.lines().map(|name| quoted(name, '"')).collect();
    let postgres = cluster().await.reader("awkward", &["public".to_owned()].into(), &tables).await;

    let statements = folder.path().join("mariadb.sql");
    fs::write(&statements, format!("{MARIADB}{ROWS}")).unwrap();
    server().await.run("mysql", "CREATE DATABASE awkward").await;
    server().await.feed("awkward", &statements).await;
    let tables: Vec<_> =
        server().await.run("awkward", "SHOW TABLES").await.lines().map(|name| quoted(name, '`')).collect();
    let mariadb = server().await.reader("awkward", &tables).await;
    Awkward { urls: [format!("sqlite:{}", file.display()), postgres, mariadb], _folder: folder }
}
