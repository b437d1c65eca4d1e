//! Connections for reading an embedded store. A general pool asks each connection that comes back whether it lives, in
//! a task of its own: for a file that costs as much as the reading itself.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// The readers of one store: opened when they are needed, and kept.
#[derive(Debug)]
pub(super) struct Readers {
    options: SqliteConnectOptions,
    most: u32,
    /// The longest wait for a reader, with its opening.
    wait: Duration,
    places: Arc<Semaphore>,
    /// The one that came back last goes out first: its thread and its pages are still warm.
    idle: Mutex<Vec<SqliteConnection>>,
}

/// A reader on loan. Dropped, it is closed, and its place is free at once.
#[derive(Debug)]
pub(super) struct Reader {
    pub(super) connection: SqliteConnection,
    home: Arc<Readers>,
    _place: OwnedSemaphorePermit,
}

impl Readers {
    pub(super) fn new(options: SqliteConnectOptions, most: u32, wait: Duration) -> Arc<Self> {
        let places = Arc::new(Semaphore::new(most as usize));
        Arc::new(Self { options, most, wait, places, idle: Mutex::default() })
    }

    /// Lends a reader.
    pub(super) async fn lend(self: &Arc<Self>) -> Result<Reader, sqlx::Error> {
        timeout(self.wait, self.rested_or_new()).await.unwrap_or(Err(sqlx::Error::PoolTimedOut))
    }

    async fn rested_or_new(self: &Arc<Self>) -> Result<Reader, sqlx::Error> {
        let place = self.places.clone().acquire_owned().await.map_err(|_| sqlx::Error::PoolClosed)?;
        let rested = self.rested().pop();
        let connection = match rested {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        Ok(Reader { connection, home: Arc::clone(self), _place: place })
    }

    fn rested(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes every reader, after the work in progress; whoever asks from now on is refused.
    pub(super) async fn close(&self) {
        // Places are given in the order of asking: when all are here, nobody reads.
        let all = self.places.acquire_many(self.most).await;
        self.places.close();
        let rested = std::mem::take(&mut *self.rested());
        for connection in rested {
            // It was for reading: that its farewell fails changes nothing.
            let _ = connection.close().await;
        }
        drop(all);
    }
}

impl Reader {
    /// Gives back a reader on which nothing is left open.
    pub(super) fn give_back(self) {
        let Self { connection, home, _place: place } = self;
        home.rested().push(connection);
        // Only now: the next one finds it.
        drop(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readers(folder: &tempfile::TempDir) -> Arc<Readers> {
        let options =
            SqliteConnectOptions::new().filename(folder.path().join("store.db")).create_if_missing(true);
        Readers::new(options, 2, Duration::from_millis(50))
    }

    async fn mark(reader: &mut Reader, number: i64) {
        let sql = "CREATE TEMP TABLE mark AS SELECT $1 AS number";
        sqlx::query(sql).bind(number).execute(&mut reader.connection).await.unwrap();
    }

    async fn marked(reader: &mut Reader) -> Option<i64> {
        sqlx::query_scalar("SELECT number FROM mark").fetch_one(&mut reader.connection).await.ok()
    }

    #[tokio::test]
    async fn the_last_one_back_is_the_next_one_out() {
        let folder = tempfile::tempdir().unwrap();
        let readers = readers(&folder);
        let (mut one, mut two) = (readers.lend().await.unwrap(), readers.lend().await.unwrap());
        mark(&mut one, 1).await;
        mark(&mut two, 2).await;
        assert!(matches!(readers.lend().await, Err(sqlx::Error::PoolTimedOut)));
        one.give_back();
        two.give_back();
        for _ in 0..3 {
            let mut next = readers.lend().await.unwrap();
            assert_eq!(marked(&mut next).await, Some(2));
            next.give_back();
        }
    }

    #[tokio::test]
    async fn one_that_is_dropped_never_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let readers = readers(&folder);
        for number in 0..5 {
            let mut reader = readers.lend().await.unwrap();
            assert_eq!(marked(&mut reader).await, None);
            mark(&mut reader, number).await;
        }
    }

    #[tokio::test]
    async fn the_end_waits_for_the_work_in_progress() {
        let folder = tempfile::tempdir().unwrap();
        let readers = readers(&folder);
        let mut reader = readers.lend().await.unwrap();
        let mut end = std::pin::pin!(readers.close());
        assert!(futures_util::poll!(&mut end).is_pending());
        mark(&mut reader, 1).await;
        reader.give_back();
        end.await;
        assert!(matches!(readers.lend().await, Err(sqlx::Error::PoolClosed)));
        assert!(readers.rested().is_empty());
    }
}
