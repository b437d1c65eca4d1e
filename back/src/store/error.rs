//! What can go wrong with the store, and what the other side may know of it.

use sqlx::migrate::MigrateError;
use vantail_shared::failure::{Code, Failure};

/// The store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is of no known form. It is not repeated: it may hold a password.
    #[error("the store's URL must be `sqlite:/path/of/file` or `postgres://user@host/database`")]
    Url,
    /// The folder or file of an embedded store refuses.
    #[error("the store's file cannot be used")]
    File(#[source] std::io::Error),
    /// The database refuses or is away.
    #[error("the store's database does not answer")]
    Database(#[source] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the store's tables cannot be brought up to date")]
    Migration(#[source] sqlx::migrate::MigrateError),
}

impl OpenError {
    /// Whether it may open later by itself: the database is stopped, starting, full or in other hands. Otherwise
    /// somebody has to change the configuration.
    pub fn is_away(&self) -> bool {
        let error = match self {
            Self::Database(error) | Self::Migration(MigrateError::Execute(error)) => error,
            Self::Url | Self::File(_) | Self::Migration(_) => return false,
        };
        match error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
            sqlx::Error::Database(inner) => {
                let code = inner.code();
                let code = code.as_deref().unwrap_or_default();
                // A role or a password that is refused, a file that cannot be opened or written: those stay so.
                let low = code.parse::<u32>().map_or(0, |code| code & 0xff);
                let stays = if code.len() == 5 { code.starts_with("28") } else { matches!(low, 8 | 14) };
                passes(Some(code)) && !stays
            }
            _ => false,
        }
    }
}

/// One piece of work on the store failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StoreError {
    /// The database is away, overloaded or stopping: it may come back.
    #[error("the store is away")]
    Away(#[source] sqlx::Error),
    /// No answer in time.
    #[error("the store did not answer in time")]
    Slow,
    /// A value that must be unique is there already.
    #[error("the store holds such a row already")]
    Duplicate,
    /// A statement or a row is not as it should be: a mistake of ours.
    #[error("the store refuses a statement")]
    Broken(#[source] sqlx::Error),
    /// A row holds what no version of ours writes.
    #[error("the store holds a row that cannot be read: {0}")]
    Row(&'static str),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Self::Away(error),
            sqlx::Error::Database(inner) if inner.is_unique_violation() => Self::Duplicate,
            sqlx::Error::Database(inner) if passes(inner.code().as_deref()) => Self::Away(error),
            _ => Self::Broken(error),
        }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::Away(_) | StoreError::Slow => Code::Unavailable,
            StoreError::Duplicate | StoreError::Broken(_) | StoreError::Row(_) => Code::Internal,
        };
        Self::because(code, error)
    }
}

/// Whether a database's error code tells of a state that passes without a change to the program.
fn passes(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    // PostgreSQL, appendix A: connection, authorization, rollback, resources, prerequisite state (a lock that was not
    // to be had), operator, system; a standby that is read-only; our own idleness in a transaction.
    let classes = ["08", "28", "40", "53", "55", "57", "58", "25006", "25P03"];
    let postgres = code.len() == 5 && classes.iter().any(|class| code.starts_with(class));
    // SQLite: the low byte of the extended code: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN.
    let sqlite = code.len() < 5
        && code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 13 | 14));
    postgres || sqlite
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_from_what_is_broken() {
        for code in ["08006", "40P01", "57P01", "57014", "55P03", "25006", "5", "517", "10", "14"] {
            assert!(passes(Some(code)), "{code}");
        }
        for code in ["42P01", "25P02", "23503", "22021", "1", "11", "26", "nonsense"] {
            assert!(!passes(Some(code)), "{code}");
        }
        assert!(!passes(None));
    }
}
