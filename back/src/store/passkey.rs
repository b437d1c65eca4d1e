//! The table `passkey`: public keys of authenticators (`WebAuthn`).

use super::{Connection, StoreError, connection::on};

/// A passkey as it is stored. Times are in seconds since 1970-01-01 UTC.
#[derive(Debug)]
pub(crate) struct Row {
    /// The credential's id.
    pub(crate) id: Vec<u8>,
    pub(crate) account: i64,
    pub(crate) name: String,
    /// A `COSE_Key`.
    pub(crate) key: Vec<u8>,
    pub(crate) counter: i64,
    pub(crate) created_at: i64,
    pub(crate) used_at: Option<i64>,
}

type Columns = (Vec<u8>, i64, String, Vec<u8>, i64, i64, Option<i64>);

fn row((id, account, name, key, counter, created_at, used_at): Columns) -> Row {
    Row { id, account, name, key, counter, created_at, used_at }
}

/// How many an account has.
pub(crate) async fn count(connection: &mut Connection, account: i64) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM passkey WHERE account = $1";
    on!(connection, link => sqlx::query_scalar(COUNT).bind(account).fetch_one(link).await)
}

/// Those of an account, oldest first.
pub(crate) async fn of_account(connection: &mut Connection, account: i64) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str = "SELECT id, account, name, key, counter, created_at, used_at FROM passkey \
        WHERE account = $1 ORDER BY created_at, id";
    let rows: Vec<Columns> =
        on!(connection, link => sqlx::query_as(SELECT).bind(account).fetch_all(link).await)?;
    Ok(rows.into_iter().map(row).collect())
}

/// The one with this id.
pub(crate) async fn find(connection: &mut Connection, id: &[u8]) -> Result<Option<Row>, StoreError> {
    const SELECT: &str =
        "SELECT id, account, name, key, counter, created_at, used_at FROM passkey WHERE id = $1";
    let found: Option<Columns> =
        on!(connection, link => sqlx::query_as(SELECT).bind(id).fetch_optional(link).await)?;
    Ok(found.map(row))
}

/// Inserts one that was never used; `Duplicate` when somebody has it already.
pub(crate) async fn insert(connection: &mut Connection, new: &Row) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO passkey (id, account, name, key, counter, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(&new.id[..])
            .bind(new.account)
            .bind(new.name.as_str())
            .bind(&new.key[..])
            .bind(new.counter)
            .bind(new.created_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Notes a use. `false` when its count does not grow: two authenticators have one key then, or the answer is an old one.
pub(crate) async fn used(
    connection: &mut Connection,
    id: &[u8],
    counter: i64,
    now: i64,
) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE passkey SET counter = $2, used_at = $3 \
        WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(id)
            .bind(counter)
            .bind(now)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Takes one of an account away; tells how many that were.
pub(crate) async fn delete(connection: &mut Connection, account: i64, id: &[u8]) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM passkey WHERE account = $1 AND id = $2";
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).bind(id).execute(link).await.map(|done| done.rows_affected())
    })
}

/// Takes those of an account away that were made at this time or later; tells how many that were.
pub(crate) async fn delete_since(
    connection: &mut Connection,
    account: i64,
    since: i64,
) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM passkey WHERE account = $1 AND created_at >= $2";
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).bind(since).execute(link).await.map(|done| done.rows_affected())
    })
}
