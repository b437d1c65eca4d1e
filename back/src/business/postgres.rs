//! Connections to a `PostgreSQL` server.

use std::time::Duration;

use futures_util::future::BoxFuture;
use secrecy::ExposeSecret as _;
use sqlx::{
    ConnectOptions as _, PgConnection,
    postgres::{PgConnectOptions, PgDatabaseError},
};

use super::{
    access::{Access, AddressError},
    pool::{Meaning, Pool, Server, meaning_on_the_way},
};

const SCHEME: &str = "postgres";
/// Prepared statements kept per connection.
const STATEMENTS: usize = 256;

/// What is set once per connection, in one round trip: reading alone, a bound for every statement, and texts that do
/// not depend on the settings of the role, the database or the server.
const SETTINGS: &str = "SELECT set_config('default_transaction_read_only', 'on', false), \
     set_config('statement_timeout', $1, false), set_config('TimeZone', $2, false), \
     set_config('lock_timeout', '900ms', false), set_config('idle_in_transaction_session_timeout', '5s', false), \
     set_config('search_path', 'pg_catalog, public, pg_temp', false), set_config('DateStyle', 'ISO, YMD', false), \
     set_config('IntervalStyle', 'postgres', false), set_config('extra_float_digits', '1', false), \
     set_config('bytea_output', 'hex', false), set_config('standard_conforming_strings', 'on', false), \
     set_config('client_encoding', 'UTF8', false), set_config('jit', 'off', false)";

/// A database of a server.
pub(super) struct Postgres {
    options: PgConnectOptions,
    statement_timeout: String,
    time_zone: String,
}

pub(super) fn pool(access: &Access) -> Result<Pool<Postgres>, AddressError> {
    let malformed = |_| AddressError::Malformed(SCHEME);
    let options: PgConnectOptions = access.url.expose_secret().parse().map_err(malformed)?;
    if options.get_database().is_none() {
        return Err(AddressError::NoDatabase(SCHEME));
    }
    let options = match &access.password {
        Some(password) => options.password(password.expose_secret()),
        None => options,
    };
    let options = options
        .application_name("vantail-back")
        .statement_cache_capacity(STATEMENTS)
        .options([("default_transaction_read_only", "on")])
        .disable_statement_logging();
    let statement = Duration::from_secs(access.statement_seconds.into());
    let server = Postgres {
        options,
        statement_timeout: statement.as_millis().to_string(),
        time_zone: access.time_zone.clone(),
    };
    Ok(Pool::new(server, statement))
}

impl Server for Postgres {
    type Connection = PgConnection;

    fn connect(&self) -> BoxFuture<'_, Result<PgConnection, sqlx::Error>> {
        Box::pin(async {
            let mut connection = self.options.connect().await?;
            let settings = sqlx::query(SETTINGS).bind(&self.statement_timeout).bind(&self.time_zone);
            settings.fetch_one(&mut connection).await?;
            Ok(connection)
        })
    }

    /// By SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html).
    fn meaning(error: &sqlx::Error) -> Meaning {
        let sqlx::Error::Database(inner) = error else { return meaning_on_the_way(error) };
        let Some(inner) = inner.try_downcast_ref::<PgDatabaseError>() else { return Meaning::Broken };
        match inner.code() {
            "57014" => Meaning::TooLong,
            "3D000" | "28000" | "28P01" | "22023" => Meaning::Refused,
            // undefined table, column, function, schema, object; no right; type mismatch; two rows where the map promises
            // one; no number or day where there was one
            "42P01" | "42703" | "42883" | "3F000" | "42704" | "42501" | "42804" | "42846" | "21000"
            | "22P02" | "22007" | "22008" => Meaning::Changed,
            // cached plan must not change result type; unknown prepared statement
            "0A000" | "26000" => Meaning::Stale,
            "55P03" | "40001" | "40P01" => Meaning::Away,
            code if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
                Meaning::Away
            }
            _ => Meaning::Broken,
        }
    }
}
