//! Opening an embedded store: one file, durable on every commit, readable by its owner only.

use std::{
    fs::{File, OpenOptions},
    num::NonZero,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::fs::{FlockOperation, flock};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{OpenError, Pools, migrate, readers::Readers};
use crate::direct::{Access, Direct};

/// Waiting for a connection; a page must not wait longer.
const ACQUIRE: Duration = Duration::from_secs(2);
/// Waiting for another process that writes the same file.
const BUSY: Duration = Duration::from_millis(1500);
/// Sessions are read by key: more readers than this bring nothing and cost memory.
const MOST_READERS: u32 = 4;
/// Prepared statements kept per connection.
const STATEMENTS: usize = 32;

/// What the URL says.
pub(super) fn options(url: &str) -> Result<SqliteConnectOptions, OpenError> {
    let options: SqliteConnectOptions = url.parse().map_err(|_| OpenError::Url)?;
    // A name like `:memory:` would give every connection a database of its own.
    let unfit = url.contains(":memory:") || options.get_filename().as_os_str().is_empty();
    if unfit { Err(OpenError::Url) } else { Ok(options) }
}

pub(super) async fn open(url: &str) -> Result<Pools, OpenError> {
    let options = options(url)?;
    let direct = Direct::new(options.get_filename(), Access::ReadWrite);
    let path = options.get_filename().to_owned();
    let lock = tokio::task::spawn_blocking(move || prepare(&path))
        .await
        .map_err(|error| OpenError::File(std::io::Error::other(error)))?
        .map_err(OpenError::File)?;

    let options = options
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        // Only FULL keeps every acknowledged commit through a power cut.
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY)
        .statement_cache_capacity(STATEMENTS)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        // In KiB when negative: small, for the operating system keeps the file in memory anyway.
        .pragma("cache_size", "-512");
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_with(options.clone())
        .await
        .map_err(OpenError::Database)?;
    migrate::sqlite().run(&writer).await.map_err(OpenError::Migration)?;
    drop(lock);

    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let most = u32::try_from(cores).unwrap_or(MOST_READERS).min(MOST_READERS);
    let readers = Readers::new(options.pragma("query_only", "ON"), most, ACQUIRE);
    direct.survey().await;
    Ok(Pools::Sqlite { writer, readers, direct })
}

/// Makes the file where it is missing and takes the lock under which its tables are brought up to date: sqlx takes none
/// between processes for `SQLite`. The lock goes with the returned file.
fn prepare(path: &Path) -> std::io::Result<File> {
    private().open(path)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".lock");
    let lock = private().open(PathBuf::from(beside))?;
    flock(&lock, FlockOperation::LockExclusive)?;
    Ok(lock)
}

/// SQLite gives the files that it makes beside this one the same mode.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).read(true).write(true).truncate(false).mode(0o600);
    options
}
