//! Connections to a database server: few, lent one at a time, opened anew when the server was away.
//!
//! The work of a caller runs to its end even when the caller went away: the server stops it in time, the connection
//! stays whole, and nobody can make the server do more at once than there are connections.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{timeout, timeout_at},
};
use tracing::warn;
use vantail_shared::failure::{Code, Failure};

/// Connections at the most.
const CONNECTIONS: usize = 8;
/// How long a caller waits for a connection.
const WAIT: Duration = Duration::from_millis(900);
/// What opening a connection and the way there and back may take beside the statement itself.
const BESIDE: Duration = Duration::from_millis(900);
/// A connection that has rested for longer is closed.
const REST: Duration = Duration::from_mins(5);
/// A connection that is older is closed: it holds what the server remembers for it, and perhaps an old address.
const AGE: Duration = Duration::from_mins(30);

/// A kind of database server.
pub(super) trait Server: Send + Sync + 'static {
    /// A connection to it.
    type Connection: Send + 'static;

    /// Opens a connection that can only read.
    fn connect(&self) -> BoxFuture<'_, Result<Self::Connection, sqlx::Error>>;

    /// What an error of the server means.
    fn meaning(error: &sqlx::Error) -> Meaning;
}

/// What an error means for those who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The server cannot be reached now.
    Away,
    /// The server does not let us in, or does not know the database.
    Refused,
    /// The statement ran for too long.
    TooLong,
    /// Tables, columns or rights are not what they were.
    Changed,
    /// The connection remembers what is no more; a fresh one does not.
    Stale,
    /// Anything else.
    Broken,
}

/// The connections to one server. Cloning it is cheap.
pub(super) struct Pool<S: Server>(Arc<Inner<S>>);

struct Inner<S: Server> {
    server: S,
    total: Duration,
    permits: Arc<Semaphore>,
    idle: Mutex<Vec<Idle<S::Connection>>>,
}

struct Idle<C> {
    connection: C,
    born: Instant,
    since: Instant,
}

impl<S: Server> fmt::Debug for Pool<S> {
    /// The server holds a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

impl<S: Server> Pool<S> {
    /// Connections to a server whose statements end after `statement` by themselves; none is opened yet.
    pub(super) fn new(server: S, statement: Duration) -> Self {
        let permits = Arc::new(Semaphore::new(CONNECTIONS));
        Self(Arc::new(Inner { server, total: statement + BESIDE, permits, idle: Mutex::default() }))
    }

    /// Lends a connection to a job. It may be done twice: the second time on a fresh connection.
    ///
    /// # Errors
    /// `Busy` when all connections stay taken, `Unavailable` when the server is away or what is asked for is no more,
    /// `Timeout` when the job takes too long.
    pub(super) async fn read<T, J>(&self, job: J) -> Result<T, Failure>
    where
        T: Send + 'static,
        J: for<'c> Fn(&'c mut S::Connection) -> BoxFuture<'c, Result<T, sqlx::Error>> + Send + Sync + 'static,
    {
        let end = tokio::time::Instant::now() + self.0.total;
        let Ok(Ok(permit)) = timeout(WAIT, Arc::clone(&self.0.permits).acquire_owned()).await else {
            let cause = "every connection to the business database is taken";
            return Err(Failure::because(Code::Busy, cause).retry_after(1));
        };
        let inner = Arc::clone(&self.0);
        let work = async move {
            if let Ok(result) = timeout_at(end, inner.run(job, permit)).await {
                return result.map_err(failure::<S>);
            }
            inner.forget();
            Err(away("the business database does not answer"))
        };
        tokio::spawn(work).await.map_err(Failure::internal)?
    }
}

impl<S: Server> Inner<S> {
    async fn run<T, J>(&self, job: J, _permit: OwnedSemaphorePermit) -> Result<T, sqlx::Error>
    where
        J: for<'c> Fn(&'c mut S::Connection) -> BoxFuture<'c, Result<T, sqlx::Error>> + Send + Sync,
    {
        if let Some(mut idle) = self.idle() {
            match job(&mut idle.connection).await {
                Ok(value) => {
                    self.keep(idle);
                    return Ok(value);
                }
                // The others are of the same age: everything is only read, so it may be asked for twice.
                Err(error) if matches!(S::meaning(&error), Meaning::Away | Meaning::Stale) => self.forget(),
                // The connection goes with its failure.
                Err(error) => return Err(error),
            }
        }
        let connection = self.server.connect().await?;
        let born = Instant::now();
        let mut fresh = Idle { connection, born, since: born };
        let value = job(&mut fresh.connection).await?;
        self.keep(fresh);
        Ok(value)
    }

    fn idle(&self) -> Option<Idle<S::Connection>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|one| one.since.elapsed() < REST && one.born.elapsed() < AGE);
        idle.pop()
    }

    fn keep(&self, one: Idle<S::Connection>) {
        let one = Idle { since: Instant::now(), ..one };
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(one);
    }

    fn forget(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn away(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::because(Code::Unavailable, cause).retry_after(2)
}

fn failure<S: Server>(error: sqlx::Error) -> Failure {
    match S::meaning(&error) {
        Meaning::Away | Meaning::Refused => away(error),
        Meaning::TooLong => Failure::because(Code::Timeout, error),
        Meaning::Changed => {
            warn_of_change();
            away(error)
        }
        Meaning::Stale | Meaning::Broken => Failure::internal(error),
    }
}

/// Tells the operator what the person, to whom the page is only not available, cannot mend.
pub(super) fn warn_of_change() {
    warn!("the business database is not as the data map says any more: check the map against it");
}

/// What an error that came from no server means.
pub(super) fn meaning_on_the_way(error: &sqlx::Error) -> Meaning {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => {
            Meaning::Away
        }
        sqlx::Error::Configuration(_) => Meaning::Refused,
        _ => Meaning::Broken,
    }
}
