//! Filling a PostgreSQL database with COPY.

use std::str::FromStr as _;

use anyhow::{Context as _, Result};
use sqlx::{Connection as _, PgConnection, postgres::PgConnectOptions};

use super::{INDEXES, rows::Portion, tables};

pub(super) async fn open(url: &str) -> Result<PgConnection> {
    let options = PgConnectOptions::from_str(url)?;
    let mut database = PgConnection::connect_with(&options).await.context("reaching the database")?;
    sqlx::raw_sql("begin; set local synchronous_commit = off").execute(&mut database).await?;
    for table in tables::ALL {
        sqlx::raw_sql(table.postgres)
            .execute(&mut database)
            .await
            .with_context(|| format!("making the table {}: the database must be empty", table.name))?;
    }
    Ok(database)
}

pub(super) async fn write(database: &mut PgConnection, portion: &Portion) -> Result<()> {
    let mut text = String::with_capacity(portion.cells.len() * 12);
    for row in portion.cells.chunks(portion.table.columns.len()) {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            cell.copy(&mut text);
        }
        text.push('\n');
    }
    let mut copy = database.copy_in_raw(portion.table.copy).await?;
    copy.send(text.as_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

pub(super) async fn finish(mut database: PgConnection) -> Result<()> {
    sqlx::raw_sql(INDEXES).execute(&mut database).await?;
    for table in tables::ALL.iter().filter(|table| !table.keys.is_empty()) {
        sqlx::raw_sql(table.keys).execute(&mut database).await?;
    }
    sqlx::raw_sql("commit").execute(&mut database).await?;
    sqlx::raw_sql("analyze").execute(&mut database).await?;
    Ok(database.close().await?)
}
