//! The table `throttle`: the failures that still count against a sign-in name or a network.

use super::{Connection, StoreError, connection::on};

/// The failures noted under `key`, oldest first. The row is locked until the end of the transaction, so that of two
/// attempts at once both are counted.
pub(crate) async fn lock(connection: &mut Connection, key: &[u8]) -> Result<Vec<i64>, StoreError> {
    // The update changes nothing: it locks the row, new or old, in both dialects and in one statement.
    const LOCK: &str = "INSERT INTO throttle (key, failures, ends_at) VALUES ($1, $2, 0) \
        ON CONFLICT (key) DO UPDATE SET ends_at = throttle.ends_at RETURNING failures";
    let none: &[u8] = &[];
    let (failures,): (Vec<u8>,) =
        on!(connection, link => sqlx::query_as(LOCK).bind(key).bind(none).fetch_one(link).await)?;
    times(&failures)
}

/// The failures noted under `key`, oldest first, as they are just now.
pub(crate) async fn read(connection: &mut Connection, key: &[u8]) -> Result<Vec<i64>, StoreError> {
    const SELECT: &str = "SELECT failures FROM throttle WHERE key = $1";
    let row: Option<(Vec<u8>,)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(key).fetch_optional(link).await)?;
    row.map_or(Ok(Vec::new()), |(failures,)| times(&failures))
}

fn times(failures: &[u8]) -> Result<Vec<i64>, StoreError> {
    let (times, rest) = failures.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(StoreError::Row("the failures of a throttle"));
    }
    Ok(times.iter().map(|time| i64::from_be_bytes(*time)).collect())
}

/// Writes the failures under `key`; after `ends_at` none of them counts.
pub(crate) async fn write(
    connection: &mut Connection,
    key: &[u8],
    failures: &[i64],
    ends_at: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE throttle SET failures = $2, ends_at = $3 WHERE key = $1";
    let failures: Vec<u8> = failures.iter().flat_map(|time| time.to_be_bytes()).collect();
    on!(connection, link => {
        sqlx::query(UPDATE).bind(key).bind(&failures[..]).bind(ends_at).execute(link).await.map(drop)
    })
}

/// Forgets everything noted under `key`.
pub(crate) async fn delete(connection: &mut Connection, key: &[u8]) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM throttle WHERE key = $1";
    on!(connection, link => sqlx::query(DELETE).bind(key).execute(link).await.map(drop))
}

/// Deletes a batch of rows whose failures no longer count; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM throttle WHERE key IN (SELECT key FROM throttle WHERE ends_at <= $1 LIMIT 1000)",
        // Rows that a sign-in holds are left for the next time: waiting for them could end in a deadlock.
        "DELETE FROM throttle WHERE key IN \
         (SELECT key FROM throttle WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}
