//! The business database: opened for reading only, asked through statements that `query` makes.

mod catalog;
mod sqlite;

use std::sync::Arc;

use vantail_shared::failure::Failure;

use crate::{
    map::Schema,
    query::{Answer, Statement},
};

/// The business database. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Business {
    inner: Arc<Inner>,
}

#[derive(Debug)]
enum Inner {
    Sqlite(sqlite::Readers),
}

/// The address of a business database cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// Another kind of database.
    #[error("{0:?} is no database that Vantail reads: write sqlite:PATH")]
    Unknown(String),
    /// No path.
    #[error("the address names no file: write sqlite:PATH")]
    NoPath,
}

impl Business {
    /// Names the database; nothing is opened before it is needed, and everything is opened anew after it was away.
    /// `url` is `sqlite:PATH`.
    ///
    /// # Errors
    /// The address is none.
    pub fn open(url: &str) -> Result<Self, AddressError> {
        let Some(path) = url.strip_prefix("sqlite:") else {
            // The scheme alone: the rest may hold a password.
            return Err(AddressError::Unknown(url.split(':').next().unwrap_or_default().to_owned()));
        };
        let path = path.strip_prefix("//").unwrap_or(path);
        if path.is_empty() {
            return Err(AddressError::NoPath);
        }
        Ok(Self { inner: Arc::new(Inner::Sqlite(sqlite::Readers::new(path.as_ref()))) })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` within 3 seconds when it is away.
    pub async fn ping(&self) -> Result<(), Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => readers.read(async |reader| catalog::ping(reader).await).await,
        }
    }

    /// The shape of the database as it is now.
    ///
    /// # Errors
    /// `Unavailable` when it is away.
    pub async fn schema(&self) -> Result<Schema, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => readers.read(async |reader| catalog::schema(reader).await).await,
        }
    }

    /// Whether a failure of [`Business::schema`] may pass by itself; otherwise the file is not there, or no database.
    pub fn may_pass(failure: &Failure) -> bool {
        sqlite::may_pass(failure)
    }

    /// Runs statements one after the other on one connection.
    ///
    /// # Errors
    /// `Unavailable` when the database is away, `Busy` when every connection stays taken, `Timeout` when the statements
    /// take too long.
    pub(crate) async fn read(&self, statements: &[Statement]) -> Result<Vec<Answer>, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => {
                readers
                    .read(async |reader| {
                        let mut answers = Vec::with_capacity(statements.len());
                        for statement in statements {
                            answers.push(statement.run(reader).await?);
                        }
                        Ok(answers)
                    })
                    .await
            }
        }
    }

    /// Runs one statement for its first row.
    pub(crate) async fn read_first(&self, statement: Statement) -> Result<Answer, Failure> {
        match &*self.inner {
            Inner::Sqlite(readers) => readers.read(async |reader| statement.run_first(reader).await).await,
        }
    }

    /// Runs one statement.
    pub(crate) async fn read_one(&self, statement: Statement) -> Result<Answer, Failure> {
        let answers = self.read(std::slice::from_ref(&statement)).await?;
        Ok(answers.into_iter().next().unwrap_or_default())
    }
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
