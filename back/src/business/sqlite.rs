//! Readers of a `SQLite` file: few, read-only, each statement bounded in time, opened anew when the file is another.

mod cell;

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use bytes::Bytes;
use sqlx::{
    ConnectOptions as _, SqliteConnection,
    error::DatabaseError as _,
    sqlite::{SqliteConnectOptions, SqliteError},
};
use tokio::{sync::Semaphore, time::timeout};
use vantail_shared::failure::{Code, Failure};

use super::pool;
use crate::{
    direct::{Access, Direct},
    query::{Located, sorted},
};

/// Connections at the most: each has a thread and a page cache of its own.
const READERS: usize = 4;
/// KiB of page cache of one connection; negative by the rule of `PRAGMA cache_size`.
const CACHE_KIB: &str = "-1024";
/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_millis(900);
/// How long a lock of the organisation's own software is waited for.
const LOCK_WAIT: Duration = Duration::from_millis(900);
/// What opening, waiting and locks may take beside the statement itself.
const BESIDE: Duration = Duration::from_millis(900);
/// Virtual machine steps between two looks at the clock: well below a millisecond.
const STEPS: i32 = 4000;

/// The readers of one file.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    options: SqliteConnectOptions,
    /// How long the statements of one caller may run.
    run: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Reader>>,
    /// For what is short.
    direct: Direct,
}

/// Which file a name stood for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct FileId {
    device: u64,
    inode: u64,
}

#[derive(Debug)]
struct Reader {
    connection: SqliteConnection,
    file: FileId,
    limit: Arc<Limit>,
}

impl Drop for Reader {
    /// A caller that went away must not leave its statement running.
    fn drop(&mut self) {
        self.limit.stop();
    }
}

/// The moment at which the running statement is interrupted.
#[derive(Debug)]
struct Limit {
    base: Instant,
    millis: AtomicU64,
}

impl Limit {
    fn elapsed(&self) -> u64 {
        u64::try_from(self.base.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn start(&self, run: Duration) {
        let run = u64::try_from(run.as_millis()).unwrap_or(u64::MAX);
        self.millis.store(self.elapsed().saturating_add(run), Ordering::Relaxed);
    }

    fn stop(&self) {
        self.millis.store(0, Ordering::Relaxed);
    }

    fn holds(&self) -> bool {
        self.elapsed() < self.millis.load(Ordering::Relaxed)
    }
}

impl Readers {
    pub(super) fn new(path: &Path, run: Duration) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .read_only(true)
            .create_if_missing(false)
            .busy_timeout(LOCK_WAIT)
            .statement_cache_capacity(64)
            .pragma("query_only", "ON")
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            .pragma("cache_size", CACHE_KIB)
            // Sorting must not write personal data into temporary files.
            .pragma("temp_store", "MEMORY")
            .collation(sorted::NAME, sorted::collation)
            .disable_statement_logging();
        let (permits, direct) = (Arc::new(Semaphore::new(READERS)), Direct::new(path, Access::ReadOnly));
        Self { path: path.to_owned(), options, run, permits, idle: Mutex::default(), direct }
    }

    /// Answers short questions without the way to a connection's thread, or not at all.
    pub(super) fn direct(&self) -> &Direct {
        &self.direct
    }

    /// Lends a connection to `work`.
    pub(super) async fn read<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, Failure> {
        match timeout(self.run + BESIDE, self.lend(work)).await {
            Ok(result) => result,
            Err(_) => Err(away("the business database does not answer")),
        }
    }

    /// At most `length` bytes of a cell from `offset`, and the size of the whole; `None` when it is not to be read so.
    pub(super) async fn piece(
        &self,
        located: Located,
        offset: u64,
        length: usize,
    ) -> Result<Option<(u64, Bytes)>, Failure> {
        self.beside(move |path, run| cell::piece(path, &located, offset, length, run)).await
    }

    /// The SHA-256 of a cell in hexadecimal, and the size of the whole; `None` when it is not to be read so.
    pub(super) async fn digest(&self, located: Located) -> Result<Option<(u64, String)>, Failure> {
        self.beside(move |path, run| cell::digest(path, &located, run)).await
    }

    /// Does work that has a connection of its own, on a thread where it may wait.
    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Path, Duration) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let Ok(Ok(permit)) = timeout(WAIT, Arc::clone(&self.permits).acquire_owned()).await else {
            return Err(taken());
        };
        let (path, run) = (self.path.clone(), self.run);
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&path, run)
        });
        done.await.map_err(Failure::internal)?
    }

    async fn lend<T>(
        &self,
        work: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, Failure> {
        let Ok(Ok(_permit)) = timeout(WAIT, self.permits.acquire()).await else {
            return Err(taken());
        };
        let file = self.file()?;
        let mut reader = match self.idle(file) {
            Some(reader) => reader,
            None => self.open(file).await?,
        };
        reader.limit.start(self.run);
        let result = work(&mut reader.connection).await;
        match result {
            Ok(value) => {
                self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
                Ok(value)
            }
            // The connection goes with its failure: the next caller opens a fresh one.
            Err(error) => Err(failure(error)),
        }
    }

    /// Looks which file the name stands for: an open connection would go on reading one that was moved away.
    fn file(&self) -> Result<FileId, Failure> {
        use std::os::unix::fs::MetadataExt as _;
        let facts = std::fs::metadata(&self.path).map_err(away)?;
        Ok(FileId { device: facts.dev(), inode: facts.ino() })
    }

    fn idle(&self, file: FileId) -> Option<Reader> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|reader| reader.file == file);
        idle.pop()
    }

    async fn open(&self, file: FileId) -> Result<Reader, Failure> {
        let mut connection = self.options.connect().await.map_err(failure)?;
        let limit = Arc::new(Limit { base: Instant::now(), millis: AtomicU64::new(0) });
        let watched = Arc::clone(&limit);
        connection.lock_handle().await.map_err(failure)?.set_progress_handler(STEPS, move || watched.holds());
        Ok(Reader { connection, file, limit })
    }
}

fn taken() -> Failure {
    Failure::because(Code::Busy, "every connection to the business database is taken").retry_after(1)
}

fn away(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::because(Code::Unavailable, cause).retry_after(2)
}

/// Whether an error stays until somebody changes an address: a file out of reach, or one that is no database.
pub(super) fn stays(error: &SqliteError) -> bool {
    // CORRUPT, CANTOPEN, NOTADB
    matches!(primary(error), Some(11 | 14 | 26))
}

fn primary(error: &SqliteError) -> Option<i32> {
    error.code().and_then(|code| code.parse::<i32>().ok()).map(|code| code & 0xff)
}

/// Which failure an error of `SQLite` is, by its primary result code (sqlite.org/rescode.html).
fn failure(error: sqlx::Error) -> Failure {
    let code = match &error {
        sqlx::Error::Database(inner) => inner.try_downcast_ref::<SqliteError>().and_then(primary),
        sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => return away(error),
        _ => None,
    };
    match code {
        // BUSY, LOCKED, NOMEM, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB
        Some(5 | 6 | 7 | 10 | 11 | 13 | 14 | 15 | 26) => away(error),
        // INTERRUPT
        Some(9) => Failure::because(Code::Timeout, error),
        // ERROR: no such table or column, since nothing else is wrong with what we write
        Some(1) => {
            pool::warn_of_change();
            away(error)
        }
        _ => Failure::internal(error),
    }
}
