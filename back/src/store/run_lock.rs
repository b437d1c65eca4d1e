//! One run of letters at a time over a store, whichever process and machine it comes from: a lock on a file beside an
//! embedded store, an advisory lock of a session on PostgreSQL. Whoever holds it may die of anything: it goes with them.

use std::{
    fs::File,
    io::{Error as IoError, ErrorKind},
    path::{Path, PathBuf},
    time::Duration,
};

use rustix::fs::{FlockOperation, flock};
use sqlx::{Connection as _, PgConnection, PgPool};

use super::{Pools, Store, StoreError, postgres::ACQUIRE, sqlite::private};

/// The advisory lock's number; none of `sqlx`, which takes those of its migrations from the name of the database.
const NUMBER: i64 = i64::from_be_bytes(*b"letters\0");
/// A session whose process was killed is there for a moment yet.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_millis(200);

/// The right to be the one run.
#[derive(Debug)]
pub(crate) struct RunLock(Held);

#[derive(Debug)]
enum Held {
    File(File),
    Session(Box<PgConnection>),
}

impl Store {
    /// The right to be the one run over this store; nothing while another has it.
    ///
    /// # Errors
    /// The store is away.
    pub(crate) async fn lock_runs(&self) -> Result<Option<RunLock>, StoreError> {
        let held = match self.0.as_ref() {
            Pools::Sqlite { writer, .. } => {
                let path = writer.connect_options().get_filename().to_owned();
                let file = tokio::task::spawn_blocking(move || lock_file(&path)).await;
                file.map_err(IoError::other).flatten().map_err(away)?.map(Held::File)
            }
            Pools::Postgres(pool) => {
                lock_session(pool).await?.map(|session| Held::Session(Box::new(session)))
            }
        };
        Ok(held.map(RunLock))
    }
}

impl RunLock {
    /// Whether it is still held: that of a session goes with its connection.
    ///
    /// # Errors
    /// `Away` when it is lost.
    pub(crate) async fn check(&mut self) -> Result<(), StoreError> {
        match &mut self.0 {
            Held::File(_) => Ok(()),
            Held::Session(session) => within(session.ping()).await,
        }
    }

    /// Gives it back.
    pub(crate) async fn release(self) {
        match self.0 {
            Held::File(file) => drop(file),
            Held::Session(mut session) => {
                let unlock = sqlx::query("SELECT pg_advisory_unlock($1)").bind(NUMBER);
                // Where that fails the session is gone, and the lock with it.
                if within(unlock.execute(session.as_mut())).await.is_ok() {
                    let _ = within(session.close()).await;
                }
            }
        }
    }
}

fn lock_file(store: &Path) -> Result<Option<File>, IoError> {
    let mut beside = store.as_os_str().to_owned();
    beside.push(".letters.lock");
    let file = private().open(PathBuf::from(beside))?;
    match flock(&file, FlockOperation::NonBlockingLockExclusive).map_err(IoError::from) {
        Ok(()) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Ok(None),
        Err(error) => Err(error),
    }
}

/// On a connection of its own: one of the pool ends when it has lived long enough.
async fn lock_session(pool: &PgPool) -> Result<Option<PgConnection>, StoreError> {
    let options = pool.connect_options();
    let mut session = within(PgConnection::connect_with(&options)).await?;
    for attempt in 0..TRIES {
        if attempt > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let lock = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(NUMBER);
        if within(lock.fetch_one(&mut session)).await? {
            return Ok(Some(session));
        }
    }
    let _ = within(session.close()).await;
    Ok(None)
}

async fn within<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, StoreError> {
    tokio::time::timeout(ACQUIRE, work).await.map_err(|_| StoreError::Slow)?.map_err(StoreError::from)
}

fn away(error: IoError) -> StoreError {
    StoreError::Away(sqlx::Error::Io(error))
}

#[cfg(test)]
mod tests {
    use crate::store::testing::{Place, over_both_stores};

    over_both_stores!(one_run_has_the_store_whichever_process_asks);

    async fn one_run_has_the_store_whichever_process_asks(place: Place) {
        // Two stores share nothing but the address: as two processes do.
        let (one, two) = (place.open().await, place.open().await);
        let mut held = one.lock_runs().await.unwrap().unwrap();
        held.check().await.unwrap();
        assert!(two.lock_runs().await.unwrap().is_none());
        assert!(one.lock_runs().await.unwrap().is_none());
        held.release().await;
        let held = two.lock_runs().await.unwrap().unwrap();
        // Whoever dies gives nothing back.
        drop(held);
        assert!(one.lock_runs().await.unwrap().is_some());
    }
}
