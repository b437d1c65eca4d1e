//! A look at a store that changes nothing: no file made, no table brought up to date.

use std::path::Path;

use rustix::fs::{Access, access};
use sqlx::{
    Connection as _, PgConnection, SqliteConnection, migrate::MigrateError, postgres::PgConnectOptions,
    sqlite::SqliteConnectOptions,
};

use super::{OpenError, migrate};

/// An embedded store: a file of ours, or a folder in which one can be made.
pub(super) async fn sqlite(url: &str) -> Result<(), OpenError> {
    let options = super::sqlite::options(url)?;
    let path = options.get_filename().to_owned();
    let exists = tokio::task::spawn_blocking(move || file(&path));
    let exists = exists.await.map_err(|error| OpenError::File(std::io::Error::other(error)))?;
    let Some(in_use) = exists.map_err(OpenError::File)? else { return Ok(()) };
    let version = version_in_file(options, in_use).await.map_err(OpenError::Database)?;
    not_newer(version, &migrate::sqlite())
}

/// Nothing for a file that can be made; otherwise whether its log is there, beside it.
fn file(path: &Path) -> std::io::Result<Option<bool>> {
    if path.try_exists()? {
        access(path, Access::READ_OK | Access::WRITE_OK)?;
        let mut log = path.as_os_str().to_owned();
        log.push("-wal");
        return Ok(Some(Path::new(&log).try_exists()?));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    access(folder, Access::WRITE_OK | Access::EXEC_OK)?;
    Ok(None)
}

/// Without a log the file is all there is and is read as it stands: even a reader would make a log otherwise.
async fn version_in_file(options: SqliteConnectOptions, in_use: bool) -> Result<Option<i64>, sqlx::Error> {
    let options = options.create_if_missing(false).read_only(true).immutable(!in_use);
    let mut connection = SqliteConnection::connect_with(&options).await?;
    let has_versions = "select exists (select 1 from sqlite_schema where name = '_sqlx_migrations')";
    let version = if sqlx::query_scalar(has_versions).fetch_one(&mut connection).await? {
        sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(&mut connection).await?
    } else {
        None
    };
    connection.close().await?;
    Ok(version)
}

/// A server that answers, with a database for us.
pub(super) async fn postgres(url: &str) -> Result<(), OpenError> {
    let options: PgConnectOptions = url.parse().map_err(|_| OpenError::Url)?;
    let options = options.application_name("vantail-back").options([("default_transaction_read_only", "on")]);
    let version = tokio::time::timeout(super::postgres::ACQUIRE, version_on_server(&options))
        .await
        .map_err(|_| OpenError::Database(sqlx::Error::PoolTimedOut))?
        .map_err(OpenError::Database)?;
    not_newer(version, &migrate::postgres())
}

async fn version_on_server(options: &PgConnectOptions) -> Result<Option<i64>, sqlx::Error> {
    let mut connection = PgConnection::connect_with(options).await?;
    let has_versions = "select to_regclass('_sqlx_migrations') is not null";
    let version = if sqlx::query_scalar(has_versions).fetch_one(&mut connection).await? {
        sqlx::query_scalar("select max(version) from _sqlx_migrations").fetch_one(&mut connection).await?
    } else {
        None
    };
    connection.close().await?;
    Ok(version)
}

/// Tables of a later program are not for this one.
fn not_newer(version: Option<i64>, known: &sqlx::migrate::Migrator) -> Result<(), OpenError> {
    let newest = known.iter().map(|migration| migration.version).max();
    match version {
        Some(version) if Some(version) > newest => {
            Err(OpenError::Migration(MigrateError::VersionMissing(version)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
