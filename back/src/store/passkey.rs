//! The table `passkey`: public keys of authenticators (`WebAuthn`).

use super::{Connection, StoreError, connection::on};

/// A passkey as it is stored. Times are in seconds since 1970-01-01 UTC.
#[derive(Debug)]
pub(crate) struct Row {
    /// The credential's id.
    pub(crate) id: Vec<u8>,
    pub(crate) name: String,
    pub(crate) created_at: i64,
    pub(crate) used_at: Option<i64>,
}

type Columns = (Vec<u8>, String, i64, Option<i64>);

fn row((id, name, created_at, used_at): Columns) -> Row {
    Row { id, name, created_at, used_at }
}

/// How many an account has.
pub(crate) async fn count(connection: &mut Connection, account: i64) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM passkey WHERE account = $1";
    on!(connection, link => sqlx::query_scalar(COUNT).bind(account).fetch_one(link).await)
}

/// Those of an account, oldest first.
pub(crate) async fn of_account(connection: &mut Connection, account: i64) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str = "SELECT id, name, created_at, used_at FROM passkey \
        WHERE account = $1 ORDER BY created_at, id";
    let rows: Vec<Columns> =
        on!(connection, link => sqlx::query_as(SELECT).bind(account).fetch_all(link).await)?;
    Ok(rows.into_iter().map(row).collect())
}
