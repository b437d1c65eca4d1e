//! Opening a store on PostgreSQL: several backs may share it.

use std::time::Duration;

use sqlx::{
    Connection as _, PgConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use super::{OpenError, Pools, migrate};

/// Waiting for a connection, with the check that an old one still lives; a page must not wait longer.
pub(super) const ACQUIRE: Duration = Duration::from_secs(2);
/// A connection that has rested for longer is asked whether it still lives before it is used.
const FRESH: Duration = Duration::from_secs(1);
const MOST_CONNECTIONS: u32 = 8;
const IDLE: Duration = Duration::from_mins(5);
const LIFETIME: Duration = Duration::from_mins(30);
/// Prepared statements kept per connection.
const STATEMENTS: usize = 64;

pub(super) async fn open(url: &str) -> Result<Pools, OpenError> {
    let options: PgConnectOptions = url.parse().map_err(|_| OpenError::Url)?;
    let options = options.application_name("vantail-back").statement_cache_capacity(STATEMENTS);
    migrate(&options).await?;

    // The server ends what we no longer wait for, and notices when we are gone.
    let options = options.options([
        ("statement_timeout", "60s"),
        ("lock_timeout", "2s"),
        ("idle_in_transaction_session_timeout", "10s"),
        ("tcp_keepalives_idle", "30"),
        ("tcp_keepalives_interval", "10"),
        ("tcp_keepalives_count", "3"),
        ("synchronous_commit", "on"),
    ]);
    let pool = PgPoolOptions::new()
        .max_connections(MOST_CONNECTIONS)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(IDLE)
        .max_lifetime(LIFETIME)
        // Not before every use: that would be a second round trip for every page.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > FRESH {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    Ok(Pools::Postgres(pool))
}

/// On a connection of its own, without the limits of the daily work; sqlx takes an advisory lock for it.
async fn migrate(options: &PgConnectOptions) -> Result<(), OpenError> {
    let connecting = PgConnection::connect_with(options);
    let mut connection = tokio::time::timeout(ACQUIRE, connecting)
        .await
        .map_err(|_| OpenError::Database(sqlx::Error::PoolTimedOut))?
        .map_err(OpenError::Database)?;
    migrate::postgres().run(&mut connection).await.map_err(OpenError::Migration)?;
    // Everything is done: that the farewell fails changes nothing.
    let _ = connection.close().await;
    Ok(())
}
