//! The sample's business database: made and filled, on SQLite, PostgreSQL or MariaDB.

pub mod cell;
mod mariadb;
mod postgres;
pub mod rows;
mod sqlite;
mod statements;
pub mod table;
pub mod tables;

use anyhow::{Result, bail};
use sqlx::{MySqlConnection, PgConnection, SqliteConnection};
use tokio::sync::mpsc::Receiver;

use rows::Portion;

/// Made after the rows: that is quicker than keeping them up to date.
const INDEXES: &str = include_str!("../sample/indexes.sql");

/// Portions between two commits where one transaction for all would weigh.
const BETWEEN_COMMITS: usize = 250;

/// A database that is being filled.
#[derive(Debug)]
enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
    MariaDb(MySqlConnection),
}

/// Makes the tables in the empty database at `url` and puts in all that comes.
///
/// # Errors
/// The database cannot be reached, is not empty, or refuses a row.
pub async fn fill(url: &str, mut portions: Receiver<Portion>) -> Result<()> {
    let mut database = match url.split_once(':').map_or("", |(scheme, _)| scheme) {
        "sqlite" => Database::Sqlite(sqlite::open(url).await?),
        "postgres" | "postgresql" => Database::Postgres(postgres::open(url).await?),
        "mysql" | "mariadb" => Database::MariaDb(mariadb::open(url).await?),
        _ => bail!("the database is none of sqlite:..., postgres://... and mysql://..."),
    };
    let mut written = 0;
    while let Some(portion) = portions.recv().await {
        match &mut database {
            Database::Sqlite(database) => sqlite::write(database, &portion).await?,
            Database::Postgres(database) => postgres::write(database, &portion).await?,
            Database::MariaDb(database) => {
                mariadb::write(database, &portion).await?;
                written += 1;
                if written % BETWEEN_COMMITS == 0 {
                    mariadb::pause(database).await?;
                }
            }
        }
    }
    match database {
        Database::Sqlite(database) => sqlite::finish(database).await,
        Database::Postgres(database) => postgres::finish(database).await,
        Database::MariaDb(database) => mariadb::finish(database).await,
    }
}
