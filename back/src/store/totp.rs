//! The table `totp`: the key of an account's app that makes codes, in use or waiting for its first code.

use super::{Connection, StoreError, connection::on};

/// A key as it is stored.
#[derive(Debug)]
pub(crate) struct Row {
    /// Sealed.
    pub(crate) key: Vec<u8>,
    /// The last step whose code was used.
    pub(crate) step: i64,
    /// In seconds since 1970-01-01 UTC.
    pub(crate) created_at: i64,
}

/// The key in use.
pub(crate) async fn active(connection: &mut Connection, account: i64) -> Result<Option<Row>, StoreError> {
    find(connection, account, "active").await
}

/// The key that waits for its first code.
pub(crate) async fn pending(connection: &mut Connection, account: i64) -> Result<Option<Row>, StoreError> {
    find(connection, account, "pending").await
}

async fn find(connection: &mut Connection, account: i64, state: &str) -> Result<Option<Row>, StoreError> {
    const SELECT: &str = "SELECT key, step, created_at FROM totp WHERE account = $1 AND state = $2";
    let row: Option<(Vec<u8>, i64, i64)> = on!(connection, link => {
        sqlx::query_as(SELECT).bind(account).bind(state).fetch_optional(link).await
    })?;
    Ok(row.map(|(key, step, created_at)| Row { key, step, created_at }))
}

/// Lets a key wait for its first code, in the place of an earlier one.
pub(crate) async fn propose(
    connection: &mut Connection,
    account: i64,
    key: &[u8],
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO totp (account, state, key, step, created_at) \
        VALUES ($1, 'pending', $2, 0, $3) \
        ON CONFLICT (account, state) DO UPDATE SET key = $2, step = 0, created_at = $3";
    on!(connection, link => {
        sqlx::query(INSERT).bind(account).bind(key).bind(now).execute(link).await.map(drop)
    })
}

/// Takes the waiting key into use, in the place of the one before. `false` when none waits.
pub(crate) async fn confirm(
    connection: &mut Connection,
    account: i64,
    step: i64,
    now: i64,
) -> Result<bool, StoreError> {
    const DELETE: &str = "DELETE FROM totp WHERE account = $1 AND state = 'active' \
        AND EXISTS (SELECT 1 FROM totp WHERE account = $1 AND state = 'pending')";
    const UPDATE: &str = "UPDATE totp SET state = 'active', step = $2, created_at = $3 \
        WHERE account = $1 AND state = 'pending'";
    on!(&mut *connection, link => sqlx::query(DELETE).bind(account).execute(link).await.map(drop))?;
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(account)
            .bind(step)
            .bind(now)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Uses up a step and all before it. `false` when it is used up already.
pub(crate) async fn use_step(
    connection: &mut Connection,
    account: i64,
    step: i64,
) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE totp SET step = $2 WHERE account = $1 AND state = 'active' AND step < $2";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(account).bind(step).execute(link).await.map(|done| done.rows_affected() == 1)
    })
}

/// Takes the app away, and one that waits; tells how many there were.
pub(crate) async fn delete(connection: &mut Connection, account: i64) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM totp WHERE account = $1";
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).execute(link).await.map(|done| done.rows_affected())
    })
}
