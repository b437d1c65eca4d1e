//! Filling a MariaDB or `MySQL` database.

use std::str::FromStr as _;

use anyhow::{Context as _, Result};
use sqlx::{Connection as _, MySqlConnection, mysql::MySqlConnectOptions};

use super::{INDEXES, cell::Cell, rows::Portion, statements::pieces, tables};

pub(super) async fn open(url: &str) -> Result<MySqlConnection> {
    let options = MySqlConnectOptions::from_str(url)?;
    let mut database = MySqlConnection::connect_with(&options).await.context("reaching the database")?;
    // The keys are added when the rows are there; until then they would only slow them down.
    let settings = "set autocommit = 0; set unique_checks = 0; set foreign_key_checks = 0; set sql_mode = 'STRICT_ALL_TABLES'";
    sqlx::raw_sql(settings).execute(&mut database).await?;
    for table in tables::ALL {
        sqlx::raw_sql(table.mariadb)
            .execute(&mut database)
            .await
            .with_context(|| format!("making the table {}: the database must be empty", table.name))?;
    }
    Ok(database)
}

pub(super) async fn write(database: &mut MySqlConnection, portion: &Portion) -> Result<()> {
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

/// Ends a transaction before its undo log weighs.
pub(super) async fn pause(database: &mut MySqlConnection) -> Result<()> {
    sqlx::raw_sql("commit").execute(database).await?;
    Ok(())
}

pub(super) async fn finish(mut database: MySqlConnection) -> Result<()> {
    pause(&mut database).await?;
    sqlx::raw_sql(INDEXES).execute(&mut database).await?;
    for table in tables::ALL.iter().filter(|table| !table.keys.is_empty()) {
        sqlx::raw_sql(table.keys).execute(&mut database).await?;
    }
    // All is committed. MySQL may be gone from the connection before the end of TLS has been said.
    let _ = database.close().await;
    Ok(())
}
