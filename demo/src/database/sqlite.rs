//! Filling an SQLite file.

use std::str::FromStr as _;

use anyhow::{Context as _, Result};
use sqlx::{
    Connection as _, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use super::{INDEXES, cell::Cell, rows::Portion, statements::pieces, tables};

pub(super) async fn open(url: &str) -> Result<SqliteConnection> {
    // Nothing to keep when the machine fails midway: the whole sample is made anew then.
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .foreign_keys(false);
    let mut database = SqliteConnection::connect_with(&options).await.context("making the database")?;
    sqlx::raw_sql("begin").execute(&mut database).await?;
    for table in tables::ALL {
        sqlx::raw_sql(table.sqlite).execute(&mut database).await?;
    }
    Ok(database)
}

pub(super) async fn write(database: &mut SqliteConnection, portion: &Portion) -> Result<()> {
    for (sql, cells) in pieces(portion) {
        let mut query = sqlx::query(sql);
        for cell in cells {
            query = match cell {
                Cell::Null => query.bind(None::<String>),
                Cell::Number(number) => query.bind(*number),
                other => query.bind(other.text().into_owned()),
            };
        }
        query.execute(&mut *database).await?;
    }
    Ok(())
}

pub(super) async fn finish(mut database: SqliteConnection) -> Result<()> {
    sqlx::raw_sql("commit").execute(&mut database).await?;
    sqlx::raw_sql(INDEXES).execute(&mut database).await?;
    sqlx::raw_sql("analyze").execute(&mut database).await?;
    Ok(database.close().await?)
}
