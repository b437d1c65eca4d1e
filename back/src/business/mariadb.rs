//! Connections to a `MariaDB` or `MySQL` server.

use std::time::Duration;

use futures_util::future::BoxFuture;
use secrecy::ExposeSecret as _;
use sqlx::{
    ConnectOptions as _, MySqlConnection, Row as _,
    mysql::{MySqlConnectOptions, MySqlDatabaseError},
};

use super::{
    access::{Access, AddressError},
    pool::{Meaning, Pool, Server, meaning_on_the_way},
};

const SCHEME: &str = "mysql";
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;

/// A database of a server.
pub(super) struct MariaDb {
    options: MySqlConnectOptions,
    statement: Duration,
    time_zone: String,
}

pub(super) fn pool(access: &Access) -> Result<Pool<MariaDb>, AddressError> {
    let malformed = |_| AddressError::Malformed(SCHEME);
    let url = access.url.expose_secret();
    let url = url.strip_prefix("mariadb:").map_or_else(|| url.to_owned(), |rest| format!("mysql:{rest}"));
    let options: MySqlConnectOptions = url.parse().map_err(malformed)?;
    if options.get_database().is_none() {
        return Err(AddressError::NoDatabase(SCHEME));
    }
    let options = match &access.password {
        Some(password) => options.password(password.expose_secret()),
        None => options,
    };
    let options = options
        .charset("utf8mb4")
        .collation("utf8mb4_unicode_ci")
        .timezone(None)
        .pipes_as_concat(false)
        .no_engine_substitution(false)
        .statement_cache_capacity(STATEMENTS)
        .disable_statement_logging();
    let time_zone = match access.time_zone.as_str() {
        // Known to every server, also to one whose tables of time zones are empty.
        "UTC" => "+00:00".to_owned(),
        other => other.to_owned(),
    };
    let statement = Duration::from_secs(access.statement_seconds.into());
    Ok(Pool::new(MariaDb { options, statement, time_zone }, statement))
}

impl Server for MariaDb {
    type Connection = MySqlConnection;

    /// Reading alone, a bound for every statement, a mode in which neither dates nor backslashes surprise, and numbers of rows
    /// that are not a day old.
    fn connect(&self) -> BoxFuture<'_, Result<MySqlConnection, sqlx::Error>> {
        Box::pin(async {
            let mut connection = self.options.connect().await?;
            let row = sqlx::query("SELECT CAST(VERSION() AS CHAR)").fetch_one(&mut connection).await?;
            let version: String = row.try_get(0)?;
            let settings = if version.contains("MariaDB") {
                sqlx::query(
                    "SET SESSION max_statement_time = ?, time_zone = ?, sql_mode = 'NO_BACKSLASH_ESCAPES', \
                     tx_read_only = 1, lock_wait_timeout = 1, innodb_lock_wait_timeout = 1",
                )
                .bind(self.statement.as_secs())
            } else {
                sqlx::query(
                    "SET SESSION max_execution_time = ?, time_zone = ?, sql_mode = 'NO_BACKSLASH_ESCAPES', \
                     transaction_read_only = 1, lock_wait_timeout = 1, innodb_lock_wait_timeout = 1, \
                     information_schema_stats_expiry = 0",
                )
                .bind(u64::try_from(self.statement.as_millis()).unwrap_or(u64::MAX))
            };
            settings.bind(&self.time_zone).execute(&mut connection).await?;
            Ok(connection)
        })
    }

    /// By number (mariadb.com/kb/en/mariadb-error-codes, dev.mysql.com/doc/mysql-errors/9.7/en).
    fn meaning(error: &sqlx::Error) -> Meaning {
        let sqlx::Error::Database(inner) = error else { return meaning_on_the_way(error) };
        let Some(inner) = inner.try_downcast_ref::<MySqlDatabaseError>() else { return Meaning::Broken };
        match inner.number() {
            // the time of a statement is over, in MariaDB and in MySQL; interrupted
            1969 | 3024 | 1317 => Meaning::TooLong,
            // no right to the server or the database, no such database, no such time zone, host not allowed
            1045 | 1044 | 1049 | 1130 | 1298 | 1698
            // in MySQL: the password is too old, the account is locked, TLS alone is let in
            | 1820 | 1862 | 3118 | 3159 => Meaning::Refused,
            // no such table, column, function; no right; a view that is broken
            1146 | 1054 | 1142 | 1143 | 1305 | 1356 | 1370 => Meaning::Changed,
            // prepare it again; unknown prepared statement; the table changed its shape
            1615 | 1243 | 1412 => Meaning::Stale,
            // too many connections, shutdown, killed, locked for too long, deadlock
            1040 | 1203 | 1226 | 1053 | 1927 | 1205 | 1213 | 1153
            // in MySQL: killed, offline, ended after it was idle for too long
            | 3169 | 3032 | 4031 => Meaning::Away,
            _ => Meaning::Broken,
        }
    }
}
