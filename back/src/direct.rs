//! Short questions to a file of `SQLite`, answered on the thread that asks.
//!
//! The usual connections have a thread each: a question goes there and its answer comes back, and the two wake-ups cost
//! more than finding a row by its key. Here a question is answered at once or not at all: whatever is in the way (a lock, a
//! file that is gone, a statement that is not short) is left to the usual connections, which wait, stop and explain.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, Params, Row};
use sqlx::SqlSafeStr;
use tokio::time::timeout;

mod file;

use self::file::FileId;
pub(crate) use self::file::is_local;

/// How long an answer may take: no longer than the pages of others may wait for this thread.
const SHORT: Duration = Duration::from_millis(2);
/// How long anybody waits to learn where the file is.
const LOOK: Duration = Duration::from_millis(500);
/// Virtual machine steps between two looks at the clock: some ten microseconds.
const STEPS: i32 = 1000;
/// Connections that are kept: as many as threads ask, in practice.
const KEPT: usize = 8;
/// Prepared statements kept for each.
const STATEMENTS: usize = 32;

/// What is set once per connection. Its own cache is small, for the operating system keeps the file in memory anyway.
const SETTINGS: &str = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; \
     PRAGMA cache_size = -512; PRAGMA temp_store = MEMORY";

/// The answer cannot be told at once: the usual connections are to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Later;

/// Whether the file is written by this process as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// It is another's: nothing beside it is made or mended.
    ReadOnly,
    /// It is ours. A reader of a log that others write needs the right to write, too.
    ReadWrite,
}

/// Connections to one file.
#[derive(Debug)]
pub(crate) struct Direct {
    path: PathBuf,
    access: Access,
    /// Whether the file is on local storage; nothing is told before that is known.
    local: OnceLock<bool>,
    looked: AtomicBool,
    /// None when it was closed for good.
    idle: Mutex<Option<Vec<Reader>>>,
}

#[derive(Debug)]
struct Reader {
    connection: Connection,
    file: FileId,
    limit: Arc<Limit>,
}

/// The moment at which the running statement is interrupted.
#[derive(Debug)]
struct Limit {
    base: Instant,
    micros: AtomicU64,
}

impl Limit {
    fn elapsed(&self) -> u64 {
        u64::try_from(self.base.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    fn start(&self) {
        let short = u64::try_from(SHORT.as_micros()).unwrap_or(u64::MAX);
        self.micros.store(self.elapsed().saturating_add(short), Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.elapsed() >= self.micros.load(Ordering::Relaxed)
    }
}

impl Direct {
    /// Names the file; nothing is opened before it is needed.
    pub(crate) fn new(path: &Path, access: Access) -> Self {
        let (local, looked) = (OnceLock::new(), AtomicBool::new(false));
        Self { path: path.to_owned(), access, local, looked, idle: Mutex::new(Some(Vec::new())) }
    }

    /// Looks where the file is: once, off the threads that must not wait. Until then nothing is told.
    pub(crate) async fn survey(&self) {
        // One look at a time: it may hang for as long as a server is away.
        if self.local.get().is_some() || self.looked.swap(true, Ordering::Relaxed) {
            return;
        }
        let path = self.path.clone();
        let look = tokio::task::spawn_blocking(move || path.exists().then(|| is_local(&path)));
        match timeout(LOOK, look).await {
            Ok(Ok(Some(local))) => drop(self.local.set(local)),
            // Where there is no file yet, the next one looks again.
            Ok(_) => self.looked.store(false, Ordering::Relaxed),
            Err(_) => {}
        }
    }

    /// The first row of a statement, where it has one.
    ///
    /// # Errors
    /// It cannot be told at once, or `read` cannot read the row.
    pub(crate) fn first<T>(
        &self,
        sql: impl SqlSafeStr,
        values: impl Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, Later> {
        // A server that is away would hold even the look at a name.
        if self.local.get() != Some(&true) {
            return Err(Later);
        }
        let file = FileId::of(&self.path).ok_or(Later)?;
        let reader = self.rested(file).or_else(|| self.open(file)).ok_or(Later)?;
        reader.limit.start();
        match first(&reader.connection, sql.into_sql_str().as_str(), values, read) {
            Ok(found) => {
                self.keep(reader);
                Ok(found)
            }
            Err(error) => {
                // It was only stopped: the connection is whole.
                if error.sqlite_error_code() == Some(ErrorCode::OperationInterrupted) {
                    self.keep(reader);
                }
                Err(Later)
            }
        }
    }

    /// Closes every connection; from now on nothing is answered.
    pub(crate) fn close(&self) {
        *self.idle() = None;
    }

    fn idle(&self) -> MutexGuard<'_, Option<Vec<Reader>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A reader of this very file: an open one would go on reading one that was moved away.
    fn rested(&self, file: FileId) -> Option<Reader> {
        let mut idle = self.idle();
        let idle = idle.as_mut()?;
        idle.retain(|reader| reader.file == file);
        idle.pop()
    }

    fn keep(&self, reader: Reader) {
        if let Some(idle) = self.idle().as_mut().filter(|idle| idle.len() < KEPT) {
            idle.push(reader);
        }
    }

    fn open(&self, file: FileId) -> Option<Reader> {
        // Closed for good: nothing is opened any more.
        self.idle().as_ref()?;
        let flags = match self.access {
            Access::ReadOnly => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::ReadWrite => OpenFlags::SQLITE_OPEN_READ_WRITE,
        };
        let connection =
            Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).ok()?;
        connection.busy_timeout(Duration::ZERO).ok()?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.execute_batch(SETTINGS).ok()?;
        let limit = Arc::new(Limit { base: Instant::now(), micros: AtomicU64::new(0) });
        let watched = Arc::clone(&limit);
        connection.progress_handler(STEPS, Some(move || watched.is_over())).ok()?;
        Some(Reader { connection, file, limit })
    }
}

fn first<T>(
    connection: &Connection,
    sql: &str,
    values: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Option<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    rows.next()?.map(read).transpose()
}

#[cfg(test)]
mod tests;
