//! The tables `batch` and `spool`: initial passwords, sealed, until their letters are safe.

use data_encoding::HEXLOWER;

use super::{Connection, StoreError, account::making::json, connection::on};

/// A run of letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Batch {
    pub(crate) id: i64,
    /// Its letters are all on the disk: what is left is to wipe their passwords.
    pub(crate) is_written: bool,
}

/// A letter that waits: the account and its sealed password.
pub(crate) type Waiting = (i64, Vec<u8>);

/// The run that was cut off after this was asked for.
pub(crate) async fn cut_off(connection: &mut Connection, request: &str) -> Result<Option<Batch>, StoreError> {
    const SELECT: &str = "SELECT id, written_at IS NOT NULL FROM batch \
        WHERE ended_at IS NULL AND request = $1 ORDER BY id LIMIT 1";
    let row: Option<(i64, bool)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(request).fetch_optional(link).await)?;
    Ok(row.map(|(id, is_written)| Batch { id, is_written }))
}

/// How many letters wait for runs that were cut off, this one aside.
pub(crate) async fn count_of_others(connection: &mut Connection, batch: i64) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM spool WHERE batch <> $1";
    let (count,): (i64,) = on!(connection, link => sqlx::query_as(COUNT).bind(batch).fetch_one(link).await)?;
    Ok(count)
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
    Ok(Batch { id, is_written: false })
}

/// Notes that the letters of a run are on the disk.
pub(crate) async fn written(connection: &mut Connection, id: i64, now: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE batch SET written_at = $1 WHERE id = $2";
    on!(connection, link => sqlx::query(UPDATE).bind(now).bind(id).execute(link).await.map(drop))
}

/// Ends a run; `false` while letters of it wait.
pub(crate) async fn end_batch(connection: &mut Connection, id: i64, now: i64) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE batch SET ended_at = $1, request = '' \
        WHERE id = $2 AND NOT EXISTS (SELECT 1 FROM spool WHERE batch = $2)";
    on!(connection, link => {
        sqlx::query(UPDATE).bind(now).bind(id).execute(link).await.map(|done| done.rows_affected() == 1)
    })
}

/// Ends the runs that were cut off and begun before this time, unless letters of theirs wait.
pub(crate) async fn end_forgotten(
    connection: &mut Connection,
    before: i64,
    now: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE batch SET ended_at = $1, request = '' WHERE ended_at IS NULL AND began_at < $2 \
        AND NOT EXISTS (SELECT 1 FROM spool WHERE spool.batch = batch.id)";
    on!(connection, link => sqlx::query(UPDATE).bind(now).bind(before).execute(link).await.map(drop))
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

/// The sealed password that waits for an account, as long as it is good.
pub(crate) async fn of_account(
    connection: &mut Connection,
    account: i64,
    now: i64,
) -> Result<Option<Vec<u8>>, StoreError> {
    const SELECT: &str = "SELECT s.password FROM spool s JOIN account a ON a.id = s.account \
        WHERE s.account = $1 AND a.password_from = 'initial' AND a.initial_until > $2";
    let row: Option<(Vec<u8>,)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(account).bind(now).fetch_optional(link).await)?;
    Ok(row.map(|(password,)| password))
}

/// Takes away what waits for an account: nobody can do so twice. `false` when it is gone, or another by now.
pub(crate) async fn take(
    connection: &mut Connection,
    account: i64,
    password: &[u8],
) -> Result<bool, StoreError> {
    const DELETE: &str = "DELETE FROM spool WHERE account = $1 AND password = $2";
    on!(connection, link => {
        let done = sqlx::query(DELETE).bind(account).bind(password).execute(link).await;
        done.map(|done| done.rows_affected() == 1)
    })
}

/// Wipes these passwords of a run, and no others that their accounts have got meanwhile; tells whose they were.
pub(crate) async fn wipe(
    connection: &mut Connection,
    batch: i64,
    waiting: &[(i64, &[u8])],
) -> Result<Vec<i64>, StoreError> {
    let delete = connection.choose(
        "DELETE FROM spool WHERE batch = $1 AND (account, lower(hex(password))) IN \
         (SELECT value ->> 0, value ->> 1 FROM json_each($2)) RETURNING account",
        "DELETE FROM spool WHERE batch = $1 AND (account, encode(password, 'hex')) IN \
         (SELECT CAST(value ->> 0 AS bigint), value ->> 1 FROM json_array_elements($2::json)) RETURNING account",
    );
    let list: Vec<(i64, String)> =
        waiting.iter().map(|(account, password)| (*account, HEXLOWER.encode(password))).collect();
    let list = json(&list)?;
    on!(connection, link => sqlx::query_scalar(delete).bind(batch).bind(list).fetch_all(link).await)
}

/// Wipes a part of the passwords that are over before anybody fetched their letters; tells how many.
pub(crate) async fn wipe_over(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM spool WHERE account IN (SELECT s.account FROM spool s JOIN account a ON a.id = s.account \
         WHERE a.initial_until <= $1 OR a.password_from <> 'initial' LIMIT 500)",
        "DELETE FROM spool WHERE account IN (SELECT s.account FROM spool s JOIN account a ON a.id = s.account \
         WHERE a.initial_until <= $1 OR a.password_from <> 'initial' LIMIT 500 FOR UPDATE OF s SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}

/// How many letters wait altogether.
pub(crate) async fn count_all(connection: &mut Connection) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM spool";
    let (count,): (i64,) = on!(connection, link => sqlx::query_as(COUNT).fetch_one(link).await)?;
    Ok(count)
}

/// How many letters of a run wait.
pub(crate) async fn count(connection: &mut Connection, batch: i64) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM spool WHERE batch = $1";
    let (count,): (i64,) = on!(connection, link => sqlx::query_as(COUNT).bind(batch).fetch_one(link).await)?;
    Ok(count)
}
