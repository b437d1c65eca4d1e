//! One connection for one piece of work, in either dialect, within one deadline.

use std::{sync::Arc, time::Duration};

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, pool::PoolConnection};
use tokio::{sync::Notify, time::Instant};
use vantail_shared::failure::Failure;

use super::{
    StoreError,
    readers::{Reader, Readers},
};

/// A piece of work ends within this time or fails, so that a page never waits longer than 3 seconds for the store.
const LIMIT: Duration = Duration::from_millis(2500);
/// Work in the background or on the command line: imports, purges.
const LONG_LIMIT: Duration = Duration::from_mins(1);

/// Runs one sqlx call on whichever dialect the connection speaks: `on!(connection, link => call.await)`.
macro_rules! on {
    ($connection:expr, $link:ident => $call:expr) => {{
        let connection: &mut $crate::store::Connection = $connection;
        let (link, deadline) = connection.start()?;
        let done = tokio::time::timeout_at(deadline, async {
            match link {
                $crate::store::connection::Link::Sqlite(link) => {
                    let $link = &mut **link;
                    $call
                }
                $crate::store::connection::Link::Reader(reader) => {
                    let $link = &mut reader.connection;
                    $call
                }
                $crate::store::connection::Link::Postgres(link) => {
                    let $link = &mut **link;
                    $call
                }
            }
        })
        .await;
        connection.finish(done)
    }};
}
pub(super) use on;

/// A connection that goes back to its pool only when nothing is left open on it.
///
/// Whatever else happens (an error, a deadline, a caller that goes away midway), it is closed: a link to a server that
/// stopped answering must not be waited for, and an open transaction must not meet the next piece of work.
#[derive(Debug)]
pub(crate) struct Connection {
    link: Option<Link>,
    deadline: Instant,
    in_transaction: bool,
    in_statement: bool,
    wakes: Option<Arc<Notify>>,
}

#[derive(Debug)]
pub(super) enum Link {
    Sqlite(PoolConnection<Sqlite>),
    /// Embedded as well, for reading only.
    Reader(Reader),
    Postgres(PoolConnection<Postgres>),
}

impl Connection {
    fn new(link: Link, started: Instant) -> Self {
        Self {
            link: Some(link),
            deadline: started + LIMIT,
            in_transaction: false,
            in_statement: false,
            wakes: None,
        }
    }

    pub(super) async fn sqlite(pool: &SqlitePool) -> Result<Self, StoreError> {
        let started = Instant::now();
        Ok(Self::new(Link::Sqlite(pool.acquire().await?), started))
    }

    pub(super) async fn sqlite_reader(readers: &Arc<Readers>) -> Result<Self, StoreError> {
        let started = Instant::now();
        Ok(Self::new(Link::Reader(readers.lend().await?), started))
    }

    pub(super) async fn postgres(pool: &PgPool) -> Result<Self, StoreError> {
        let started = Instant::now();
        Ok(Self::new(Link::Postgres(pool.acquire().await?), started))
    }

    /// Gives the work of this connection a minute instead of seconds.
    #[must_use]
    pub(crate) fn unhurried(mut self) -> Self {
        self.deadline += LONG_LIMIT;
        self
    }

    pub(super) async fn begin(mut self) -> Result<Self, StoreError> {
        // IMMEDIATE: a transaction that begins by reading could not become a writer later.
        let begin = self.choose("BEGIN IMMEDIATE", "BEGIN");
        self.in_transaction = true;
        on!(&mut self, link => sqlx::query(begin).execute(link).await.map(drop))?;
        Ok(self)
    }

    /// Makes everything since the beginning durable.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        self.end("COMMIT").await?;
        if let Some(wakes) = self.wakes.take() {
            wakes.notify_one();
        }
        Ok(())
    }

    /// Wakes somebody once what was written can be seen.
    pub(crate) fn wake_after_commit(&mut self, whom: &Arc<Notify>) {
        self.wakes = Some(Arc::clone(whom));
    }

    /// Undoes everything since the beginning, where dropping would also close the connection.
    pub(crate) async fn roll_back(mut self) -> Result<(), StoreError> {
        self.end("ROLLBACK").await
    }

    /// Marks a place in the transaction: what a refusal by the database undoes ends there.
    pub(crate) async fn mark(&mut self) -> Result<(), StoreError> {
        on!(self, link => sqlx::query("SAVEPOINT mark").execute(link).await.map(drop))
    }

    /// Undoes what came after the mark.
    pub(crate) async fn back_to_mark(&mut self) -> Result<(), StoreError> {
        on!(&mut *self, link => sqlx::query("ROLLBACK TO SAVEPOINT mark").execute(link).await.map(drop))?;
        self.forget_mark().await
    }

    /// Keeps what came after the mark.
    pub(crate) async fn forget_mark(&mut self) -> Result<(), StoreError> {
        on!(self, link => sqlx::query("RELEASE SAVEPOINT mark").execute(link).await.map(drop))
    }

    /// Ends the transaction as its work went: what was refused is undone, and the connection lives on.
    pub(crate) async fn settle<T>(self, done: Result<T, Failure>) -> Result<T, Failure> {
        if done.is_ok() {
            self.commit().await?;
        } else if let Err(error) = self.roll_back().await {
            // The cause is told; the connection is closed.
            tracing::debug!(%error, "a refusal was not undone in order");
        }
        done
    }

    async fn end(&mut self, how: &'static str) -> Result<(), StoreError> {
        on!(self, link => sqlx::query(how).execute(link).await.map(drop))?;
        self.in_transaction = false;
        Ok(())
    }

    /// The SQL for the dialect at hand, where one text cannot serve both.
    pub(super) fn choose(&self, sqlite: &'static str, postgres: &'static str) -> &'static str {
        match self.link {
            Some(Link::Postgres(_)) => postgres,
            Some(Link::Sqlite(_) | Link::Reader(_)) | None => sqlite,
        }
    }

    pub(super) fn start(&mut self) -> Result<(&mut Link, Instant), StoreError> {
        self.in_statement = true;
        let deadline = self.deadline;
        self.link.as_mut().map(|link| (link, deadline)).ok_or(StoreError::Away(sqlx::Error::PoolClosed))
    }

    pub(super) fn finish<T>(
        &mut self,
        done: Result<Result<T, sqlx::Error>, tokio::time::error::Elapsed>,
    ) -> Result<T, StoreError> {
        match done {
            Ok(Ok(value)) => {
                self.in_statement = false;
                Ok(value)
            }
            Ok(Err(error)) => {
                let error = StoreError::from(error);
                // The database has said no and is still listening.
                self.in_statement = !matches!(error, StoreError::Duplicate);
                Err(error)
            }
            Err(_) => Err(StoreError::Slow),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let clean = !(self.in_transaction || self.in_statement);
        match self.link.take() {
            Some(Link::Reader(reader)) if clean => reader.give_back(),
            Some(Link::Sqlite(link)) if !clean => drop(link.detach()),
            Some(Link::Postgres(link)) if !clean => drop(link.detach()),
            // The others know by themselves what a drop means: back to the pool, or the end of a reader.
            _ => {}
        }
    }
}
