//! The business database: opened for reading only, asked through statements that `query` makes.

mod access;
mod catalog;
mod mariadb;
mod pool;
mod postgres;
mod rights;
mod sqlite;

use std::{io, sync::Arc, time::Duration};

use bytes::Bytes;
use secrecy::ExposeSecret as _;
use sqlx::{mysql::MySqlDatabaseError, postgres::PgDatabaseError, sqlite::SqliteError};
use vantail_shared::failure::{Code, Failure};

pub use self::access::{Access, AddressError};
use self::pool::{Meaning, Pool, Server as _};
use crate::{
    map::Schema,
    query::{Answer, Located, Statement},
};

/// The business database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Business {
    inner: Arc<Inner>,
}

#[derive(Debug)]
enum Inner {
    Sqlite(Box<sqlite::Readers>),
    Postgres(Pool<postgres::Postgres>),
    MariaDb(Pool<mariadb::MariaDb>),
}

impl Business {
    /// Names the database; nothing is opened before it is needed, and everything is opened anew after it was away.
    ///
    /// # Errors
    /// The address is none.
    pub fn open(access: impl Into<Access>) -> Result<Self, AddressError> {
        let access = access.into();
        let url = access.url.expose_secret();
        // The scheme alone goes into an error: the rest may hold a password.
        let (scheme, path) = url.split_once(':').unwrap_or((url, ""));
        let inner = match scheme {
            "sqlite" => {
                let path = path.strip_prefix("//").unwrap_or(path);
                if path.is_empty() {
                    return Err(AddressError::NoPath);
                }
                let run = Duration::from_secs(access.statement_seconds.into());
                Inner::Sqlite(Box::new(sqlite::Readers::new(path.as_ref(), run)))
            }
            "postgres" | "postgresql" => Inner::Postgres(postgres::pool(&access)?),
            "mysql" | "mariadb" => Inner::MariaDb(mariadb::pool(&access)?),
            other => return Err(AddressError::Unknown(other.to_owned())),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` within 3 seconds when it is away.
    pub async fn ping(&self) -> Result<(), Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => readers.read(async |reader| catalog::sqlite::ping(reader).await).await,
            Inner::Postgres(pool) => pool.read(|one| Box::pin(catalog::postgres::ping(one))).await,
            Inner::MariaDb(pool) => pool.read(|one| Box::pin(catalog::mariadb::ping(one))).await,
        }
    }

    /// The shape of the database as it is now, as far as the role may read it.
    ///
    /// # Errors
    /// `Unavailable` when it is away.
    pub async fn schema(&self) -> Result<Schema, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => {
                readers.read(async |reader| catalog::sqlite::schema(reader).await).await
            }
            Inner::Postgres(pool) => pool.read(|one| Box::pin(catalog::postgres::schema(one))).await,
            Inner::MariaDb(pool) => pool.read(|one| Box::pin(catalog::mariadb::schema(one))).await,
        }
    }

    /// What the role could write, in words; nothing when it can only read. A file is opened for reading only.
    ///
    /// # Errors
    /// `Unavailable` when the database is away.
    pub async fn writable(&self) -> Result<Vec<String>, Failure> {
        match &*self.inner {
            Inner::Sqlite(_) => Ok(Vec::new()),
            Inner::Postgres(pool) => pool.read(|one| Box::pin(rights::postgres(one))).await,
            Inner::MariaDb(pool) => pool.read(|one| Box::pin(rights::mariadb(one))).await,
        }
    }

    /// Whether a failure of [`Business::schema`] may pass by itself; otherwise the database is not there, does not let us
    /// in, or is none.
    pub fn may_pass(failure: &Failure) -> bool {
        let passes = matches!(failure.code, Code::Unavailable | Code::Busy | Code::Timeout);
        let Some(cause) = failure.cause.as_deref() else { return passes };
        let stays = match cause.downcast_ref::<sqlx::Error>() {
            Some(sqlx::Error::Database(inner)) => {
                let error = cause.downcast_ref::<sqlx::Error>();
                let refused = |meaning: fn(&sqlx::Error) -> Meaning| {
                    error.is_some_and(|error| meaning(error) == Meaning::Refused)
                };
                if let Some(error) = inner.try_downcast_ref::<SqliteError>() {
                    sqlite::stays(error)
                } else if inner.try_downcast_ref::<PgDatabaseError>().is_some() {
                    refused(postgres::Postgres::meaning)
                } else {
                    inner.try_downcast_ref::<MySqlDatabaseError>().is_some()
                        && refused(mariadb::MariaDb::meaning)
                }
            }
            Some(sqlx::Error::Configuration(_)) => true,
            Some(_) => false,
            None => cause.is::<io::Error>(),
        };
        passes && !stays
    }

    /// Runs one statement.
    ///
    /// # Errors
    /// `Unavailable` when the database is away, `Busy` when every connection stays taken, `Timeout` when the statement
    /// takes too long.
    pub(crate) async fn read_one(&self, statement: Statement) -> Result<Answer, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => readers.read(async |reader| statement.run_sqlite(reader).await).await,
            Inner::Postgres(pool) => {
                let statement = Arc::new(statement);
                pool.read(move |one| {
                    let statement = Arc::clone(&statement);
                    Box::pin(async move { statement.run_postgres(one).await })
                })
                .await
            }
            Inner::MariaDb(pool) => {
                let statement = Arc::new(statement);
                pool.read(move |one| {
                    let statement = Arc::clone(&statement);
                    Box::pin(async move { statement.run_mariadb(one).await })
                })
                .await
            }
        }
    }

    /// Runs one statement for its first row.
    pub(crate) async fn read_first(&self, statement: Statement) -> Result<Answer, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => {
                if let Ok(answer) = statement.run_at_once(readers.direct()) {
                    return Ok(answer);
                }
                readers.direct().survey().await;
                readers.read(async |reader| statement.run_sqlite_first(reader).await).await
            }
            Inner::Postgres(_) | Inner::MariaDb(_) => self.read_one(statement).await,
        }
    }

    /// At most `length` bytes of a cell of a `SQLite` file from `offset`, and the size of the whole; `None` when it is not
    /// to be read so.
    pub(crate) async fn read_located(
        &self,
        located: Located,
        offset: u64,
        length: usize,
    ) -> Result<Option<(u64, Bytes)>, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => readers.piece(located, offset, length).await,
            Inner::Postgres(_) | Inner::MariaDb(_) => Ok(None),
        }
    }

    /// The SHA-256 of a cell of a `SQLite` file in hexadecimal; `None` when it is not to be read so.
    pub(crate) async fn digest_located(&self, located: Located) -> Result<Option<String>, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => Ok(readers.digest(located).await?.map(|(_, digest)| digest)),
            Inner::Postgres(_) | Inner::MariaDb(_) => Ok(None),
        }
    }

    /// Runs one statement for its first row, and takes the last cell as bytes.
    pub(crate) async fn read_piece(&self, statement: Statement) -> Result<(Answer, Bytes), Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => {
                readers.read(async |reader| statement.run_sqlite_piece(reader).await).await
            }
            Inner::Postgres(pool) => {
                let statement = Arc::new(statement);
                pool.read(move |one| {
                    let statement = Arc::clone(&statement);
                    Box::pin(async move { statement.run_postgres_piece(one).await })
                })
                .await
            }
            Inner::MariaDb(pool) => {
                let statement = Arc::new(statement);
                pool.read(move |one| {
                    let statement = Arc::clone(&statement);
                    Box::pin(async move { statement.run_mariadb_piece(one).await })
                })
                .await
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
