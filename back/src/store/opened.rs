//! The table `opened`: which documents an account has opened lately, each as a keyed hash.

use super::{Connection, StoreError, connection::on};

/// Most documents that are remembered of one account: the newest.
const KEPT: i64 = 1000;

/// Notes that a document was opened; once is enough.
pub(crate) async fn note(
    connection: &mut Connection,
    account: i64,
    document: &[u8],
    now: i64,
) -> Result<(), StoreError> {
    // The account may be gone by now.
    const INSERT: &str = "INSERT INTO opened (account, document, opened_at) \
        SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM account WHERE id = $1) \
        ON CONFLICT (account, document) DO NOTHING";
    on!(connection, link => {
        sqlx::query(INSERT).bind(account).bind(document).bind(now).execute(link).await.map(drop)
    })
}

/// The documents that an account has opened, newest first.
pub(crate) async fn of(connection: &mut Connection, account: i64) -> Result<Vec<Vec<u8>>, StoreError> {
    const SELECT: &str =
        "SELECT document FROM opened WHERE account = $1 ORDER BY opened_at DESC, document LIMIT $2";
    on!(connection, link => sqlx::query_scalar(SELECT).bind(account).bind(KEPT).fetch_all(link).await)
}

/// Forgets a batch of what was opened at this time or before; tells how much it was.
pub(crate) async fn purge(connection: &mut Connection, before: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM opened WHERE (account, document) IN \
         (SELECT account, document FROM opened WHERE opened_at <= $1 LIMIT 1000)",
        "DELETE FROM opened WHERE (account, document) IN \
         (SELECT account, document FROM opened WHERE opened_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(before).execute(link).await.map(|done| done.rows_affected())
    })
}
