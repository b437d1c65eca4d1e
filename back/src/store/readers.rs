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
