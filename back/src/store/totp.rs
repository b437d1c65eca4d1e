//! The tables `totp` and `totp_pending`: the key of an account's app that makes codes, and keys that wait for their first code.

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
    const SELECT: &str = "SELECT key, step, created_at FROM totp WHERE account = $1 AND state = 'active'";
    let row: Option<(Vec<u8>, i64, i64)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(account).fetch_optional(link).await)?;
    Ok(row.map(|(key, step, created_at)| Row { key, step, created_at }))
}

/// The key of this account that waits for its first code in this entry or session.
pub(crate) async fn pending(
    connection: &mut Connection,
    holder: &[u8; 32],
    account: i64,
) -> Result<Option<Row>, StoreError> {
    const SELECT: &str = "SELECT key, created_at FROM totp_pending WHERE holder = $1 AND account = $2";
    let row: Option<(Vec<u8>, i64)> = on!(connection, link => {
        sqlx::query_as(SELECT).bind(&holder[..]).bind(account).fetch_optional(link).await
    })?;
    Ok(row.map(|(key, created_at)| Row { key, step: 0, created_at }))
}

/// Lets a key wait for its first code, in the place of an earlier one of the same entry or session.
pub(crate) async fn propose(
    connection: &mut Connection,
    holder: &[u8; 32],
    account: i64,
    key: &[u8],
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO totp_pending (holder, account, key, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (holder) DO UPDATE SET account = $2, key = $3, created_at = $4";
    on!(connection, link => {
        sqlx::query(INSERT).bind(&holder[..]).bind(account).bind(key).bind(now).execute(link).await.map(drop)
    })
}

/// Takes a key into use, in the place of the one before; none waits any more.
pub(crate) async fn activate(
    connection: &mut Connection,
    account: i64,
    key: &[u8],
    step: i64,
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO totp (account, state, key, step, created_at) \
        VALUES ($1, 'active', $2, $3, $4) \
        ON CONFLICT (account, state) DO UPDATE SET key = $2, step = $3, created_at = $4";
    give_up(connection, account).await?;
    on!(connection, link => {
        sqlx::query(INSERT).bind(account).bind(key).bind(step).bind(now).execute(link).await.map(drop)
    })
}

/// No key of the account waits any more.
async fn give_up(connection: &mut Connection, account: i64) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM totp_pending WHERE account = $1";
    on!(connection, link => sqlx::query(DELETE).bind(account).execute(link).await.map(drop))
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

/// Takes the app away that was set up at this time or later, and those that wait; tells whether there was one in use.
pub(crate) async fn delete_since(
    connection: &mut Connection,
    account: i64,
    since: i64,
) -> Result<bool, StoreError> {
    const DELETE: &str = "DELETE FROM totp WHERE account = $1 AND created_at >= $2";
    give_up(connection, account).await?;
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).bind(since).execute(link).await.map(|done| done.rows_affected() > 0)
    })
}

/// Takes the app away, and those that wait; tells whether there was one in use.
pub(crate) async fn delete(connection: &mut Connection, account: i64) -> Result<bool, StoreError> {
    delete_since(connection, account, i64::MIN).await
}

/// Deletes a batch of keys that have waited since this time or longer; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, before: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM totp_pending WHERE holder IN \
         (SELECT holder FROM totp_pending WHERE created_at <= $1 LIMIT 1000)",
        "DELETE FROM totp_pending WHERE holder IN \
         (SELECT holder FROM totp_pending WHERE created_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(before).execute(link).await.map(|done| done.rows_affected())
    })
}
