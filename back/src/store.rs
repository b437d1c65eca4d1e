//! Vantail's own store: accounts, sessions, the sign-in throttle, secrets. Embedded `SQLite` or PostgreSQL, by URL.
//!
//! Both behave the same and pass the same tests. One file per table holds that table's SQL, which is one text for both
//! dialects wherever they allow it.

pub(crate) mod account;
pub(crate) mod agreement;
pub(crate) mod challenge;
mod connection;
pub(crate) mod email_change;
pub(crate) mod entry;
mod error;
pub(crate) mod federated;
pub(crate) mod federation;
pub(crate) mod journal;
pub(crate) mod known_browser;
mod migrate;
pub(crate) mod opened;
pub(crate) mod outbox;
pub(crate) mod passkey;
mod postgres;
mod probe;
pub(crate) mod provider_session;
mod readers;
pub(crate) mod recovery;
pub(crate) mod roster;
pub(crate) mod run_lock;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod spool;
mod sqlite;
pub(crate) mod throttle;
pub(crate) mod totp;

use std::sync::Arc;

use sqlx::{PgPool, SqlitePool};
use vantail_shared::{failure::Failure, random::Random};
use zeroize::Zeroizing;

pub(crate) use connection::Connection;
pub use error::OpenError;
pub(crate) use error::StoreError;
use readers::Readers;

use crate::direct::Direct;

/// An open store. Cheap to clone: the clones share their connections.
#[derive(Debug, Clone)]
pub struct Store(Arc<Pools>);

#[derive(Debug)]
enum Pools {
    /// One writer, so that writes queue here and never meet `SQLITE_BUSY`; readers never wait for it.
    Sqlite {
        writer: SqlitePool,
        readers: Arc<Readers>,
        /// What every request asks first, without the way to a reader's thread.
        direct: Direct,
    },
    Postgres(PgPool),
}

impl Store {
    /// Opens the store at `url` (`sqlite:/path/store.db`, `postgres://user@host/database`) and brings its tables up to
    /// date. Several backs may do that at once: one works, the others wait.
    ///
    /// # Errors
    /// The URL is of no known form, the file or server cannot be reached, or its tables are of a later version.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let pools = if url.starts_with("sqlite:") {
            sqlite::open(url).await?
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            postgres::open(url).await?
        } else {
            return Err(OpenError::Url);
        };
        Ok(Self(Arc::new(pools)))
    }

    /// Looks at the store that [`Store::open`] would open, and changes nothing: what is missing stays missing.
    ///
    /// # Errors
    /// As [`Store::open`]; a file that is not there yet is none when it can be made.
    pub async fn probe(url: &str) -> Result<(), OpenError> {
        if url.starts_with("sqlite:") {
            probe::sqlite(url).await
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            probe::postgres(url).await
        } else {
            Err(OpenError::Url)
        }
    }

    /// Asks whether the store answers.
    ///
    /// # Errors
    /// `Unavailable`, within 3 seconds.
    pub async fn ping(&self) -> Result<(), Failure> {
        let mut connection = self.reader().await?;
        secret::count(&mut connection).await?;
        Ok(())
    }

    /// The secret that handles are sealed with: made once, the same for every back over this store.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn handle_secret(&self, random: &dyn Random) -> Result<Zeroizing<[u8; 32]>, Failure> {
        self.secret("handle", random).await
    }

    /// The secret called `name`, made at its first use.
    pub(crate) async fn secret(
        &self,
        name: &str,
        random: &dyn Random,
    ) -> Result<Zeroizing<[u8; 32]>, Failure> {
        let fresh = Zeroizing::new(vantail_shared::random::bytes::<32>(random));
        let mut connection = self.writer().await?;
        let secret = secret::get_or_insert(&mut connection, name, &fresh).await?;
        connection.commit().await?;
        Ok(secret)
    }

    /// A connection for reading: every statement sees what was committed before it.
    pub(crate) async fn reader(&self) -> Result<Connection, StoreError> {
        match self.0.as_ref() {
            Pools::Sqlite { readers, .. } => Connection::sqlite_reader(readers).await,
            Pools::Postgres(pool) => Connection::postgres(pool).await,
        }
    }

    /// The session of every request, with its account, when that is still active.
    pub(crate) async fn session(&self, id: &[u8; 32]) -> Result<Option<session::Found>, StoreError> {
        if let Pools::Sqlite { direct, .. } = self.0.as_ref()
            && let Ok(found) = session::find_at_once(direct, id)
        {
            return Ok(found);
        }
        session::find(&mut self.reader().await?, id).await
    }

    /// A connection inside a transaction for writing; without `commit` nothing of it remains.
    pub(crate) async fn writer(&self) -> Result<Connection, StoreError> {
        let connection = match self.0.as_ref() {
            Pools::Sqlite { writer, .. } => Connection::sqlite(writer).await?,
            Pools::Postgres(pool) => Connection::postgres(pool).await?,
        };
        connection.begin().await
    }

    /// Closes every connection, after the work in progress.
    pub async fn close(&self) {
        match self.0.as_ref() {
            Pools::Sqlite { writer, readers, direct } => {
                direct.close();
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
