//! The tables `batch` and `spool`: initial passwords, sealed, until their letters are safe.

use super::{Connection, StoreError, connection::on};

/// A run of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) id: i64,
    /// What was asked for.
    pub(crate) request: String,
    /// Seconds since 1970-01-01 UTC.
    pub(crate) began_at: i64,
}

/// A letter that waits: the account and its sealed password.
pub(crate) type Waiting = (i64, Vec<u8>);

/// The runs that were cut off, oldest first.
pub(crate) async fn open_batches(connection: &mut Connection) -> Result<Vec<Batch>, StoreError> {
    const SELECT: &str = "SELECT id, request, began_at FROM batch WHERE ended_at IS NULL ORDER BY id";
    let rows: Vec<(i64, String, i64)> =
        on!(connection, link => sqlx::query_as(SELECT).fetch_all(link).await)?;
    Ok(rows.into_iter().map(|(id, request, began_at)| Batch { id, request, began_at }).collect())
}

/// Begins a run.
pub(crate) async fn begin_batch(
    connection: &mut Connection,
    request: &str,
    now: i64,
) -> Result<Batch, StoreError> {
    const INSERT: &str = "INSERT INTO batch (request, began_at) VALUES ($1, $2) RETURNING id";
    let (id,): (i64,) =
        on!(connection, link => sqlx::query_as(INSERT).bind(request).bind(now).fetch_one(link).await)?;
    Ok(Batch { id, request: request.to_owned(), began_at: now })
}

/// Ends a run; `false` while letters of it wait.
pub(crate) async fn end_batch(connection: &mut Connection, id: i64, now: i64) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE batch SET ended_at = $1, request = '' \
        WHERE id = $2 AND NOT EXISTS (SELECT 1 FROM spool WHERE batch = $2)";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(now).bind(id).execute(link).await.map(|done| done.rows_affected() == 1)
    })
}

/// Keeps a sealed password until its letter is safe; it takes the place of one that waits.
pub(crate) async fn put(
    connection: &mut Connection,
    account: i64,
    batch: Option<i64>,
    password: &[u8],
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO spool (account, batch, password) VALUES ($1, $2, $3) \
        ON CONFLICT (account) DO UPDATE SET batch = excluded.batch, password = excluded.password";
    on!(connection, link => {
        sqlx::query(INSERT).bind(account).bind(batch).bind(password).execute(link).await.map(drop)
    })
}

/// What waits in a run, in the order of the accounts: at most `limit` behind `after`.
pub(crate) async fn waiting(
    connection: &mut Connection,
    batch: i64,
    after: i64,
    limit: i64,
) -> Result<Vec<Waiting>, StoreError> {
    const SELECT: &str = "SELECT account, password FROM spool \
        WHERE batch = $1 AND account > $2 ORDER BY account LIMIT $3";
    on!(connection, link => {
        sqlx::query_as(SELECT).bind(batch).bind(after).bind(limit).fetch_all(link).await
    })
}

/// Takes away what waits for an account: nobody can do so twice.
pub(crate) async fn take(connection: &mut Connection, account: i64) -> Result<Option<Vec<u8>>, StoreError> {
    const DELETE: &str = "DELETE FROM spool WHERE account = $1 RETURNING password";
    let row: Option<(Vec<u8>,)> =
        on!(connection, link => sqlx::query_as(DELETE).bind(account).fetch_optional(link).await)?;
    Ok(row.map(|(password,)| password))
}

/// Whether the password of an account waits for its letter.
pub(crate) async fn waits(connection: &mut Connection, account: i64) -> Result<bool, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM spool WHERE account = $1";
    let (count,): (i64,) =
        on!(connection, link => sqlx::query_as(COUNT).bind(account).fetch_one(link).await)?;
    Ok(count > 0)
}

/// How many letters of a run wait.
pub(crate) async fn count(connection: &mut Connection, batch: i64) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM spool WHERE batch = $1";
    let (count,): (i64,) = on!(connection, link => sqlx::query_as(COUNT).bind(batch).fetch_one(link).await)?;
    Ok(count)
}

/// Wipes what is left of a run.
pub(crate) async fn wipe_batch(connection: &mut Connection, batch: i64) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM spool WHERE batch = $1";
    on!(connection, link => sqlx::query(DELETE).bind(batch).execute(link).await.map(drop))
}

/// Wipes the passwords that are over before anybody fetched their letters.
pub(crate) async fn wipe_over(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM spool WHERE account IN \
        (SELECT id FROM account WHERE initial_until < $1 OR password_from <> 'initial')";
    on!(connection, link => {
        sqlx::query(DELETE).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}

/// How many letters wait altogether.
pub(crate) async fn count_all(connection: &mut Connection) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM spool";
    let (count,): (i64,) = on!(connection, link => sqlx::query_as(COUNT).fetch_one(link).await)?;
    Ok(count)
}
