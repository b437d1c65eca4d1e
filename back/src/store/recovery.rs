//! The table `recovery`: keyed hashes of the recovery codes that an account has left.

use super::{Connection, StoreError, connection::on};

/// How many are left.
pub(crate) async fn count(connection: &mut Connection, account: i64) -> Result<i64, StoreError> {
    const COUNT: &str = "SELECT COUNT(*) FROM recovery WHERE account = $1";
    on!(connection, link => sqlx::query_scalar(COUNT).bind(account).fetch_one(link).await)
}

/// Puts new ones in the place of all before.
pub(crate) async fn replace(
    connection: &mut Connection,
    account: i64,
    hashes: &[[u8; 32]],
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO recovery (account, hash, created_at) VALUES ($1, $2, $3)";
    delete(connection, account).await?;
    for hash in hashes {
        on!(&mut *connection, link => {
            sqlx::query(INSERT).bind(account).bind(&hash[..]).bind(now).execute(link).await.map(drop)
        })?;
    }
    Ok(())
}

/// Uses one up. `false` when there is none with this hash.
pub(crate) async fn use_up(
    connection: &mut Connection,
    account: i64,
    hash: &[u8; 32],
) -> Result<bool, StoreError> {
    const DELETE: &str = "DELETE FROM recovery WHERE account = $1 AND hash = $2";
    on!(connection, link => {
        sqlx::query(DELETE)
            .bind(account)
            .bind(&hash[..])
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Takes those away that were made at this time or later.
pub(crate) async fn delete_since(
    connection: &mut Connection,
    account: i64,
    since: i64,
) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM recovery WHERE account = $1 AND created_at >= $2";
    on!(connection, link => sqlx::query(DELETE).bind(account).bind(since).execute(link).await.map(drop))
}

/// Takes all of them away.
pub(crate) async fn delete(connection: &mut Connection, account: i64) -> Result<(), StoreError> {
    delete_since(connection, account, i64::MIN).await
}
