//! The table `known_browser`: browsers in which somebody has signed in, each as a keyed hash.

use super::{Connection, StoreError, connection::on};

/// Most browsers that are known of one account: the last seen.
const KEPT: i64 = 10;

/// When this browser was last seen; nothing for a stranger.
pub(crate) async fn seen(connection: &mut Connection, mark: &[u8]) -> Result<Option<i64>, StoreError> {
    const SELECT: &str = "SELECT seen_at FROM known_browser WHERE mark = $1";
    let row: Option<(i64,)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(mark).fetch_optional(link).await)?;
    Ok(row.map(|(seen_at,)| seen_at))
}

/// Makes the browser a known one of the account, last seen now, in the place of the one that was not seen for longest.
pub(crate) async fn note(
    connection: &mut Connection,
    mark: &[u8],
    account: i64,
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO known_browser (mark, account, seen_at) VALUES ($1, $2, $3) \
        ON CONFLICT (mark) DO UPDATE SET account = excluded.account, seen_at = excluded.seen_at";
    const DELETE: &str = "DELETE FROM known_browser WHERE account = $1 AND mark NOT IN \
        (SELECT mark FROM known_browser WHERE account = $1 ORDER BY seen_at DESC, mark LIMIT $2)";
    on!(&mut *connection, link => {
        sqlx::query(INSERT).bind(mark).bind(account).bind(now).execute(link).await.map(drop)
    })?;
    on!(connection, link => sqlx::query(DELETE).bind(account).bind(KEPT).execute(link).await.map(drop))
}

/// Makes every browser of the account a stranger again.
pub(crate) async fn forget(connection: &mut Connection, account: i64) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM known_browser WHERE account = $1";
    on!(connection, link => sqlx::query(DELETE).bind(account).execute(link).await.map(drop))
}

/// Deletes a batch of those last seen at this time or before; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, before: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM known_browser WHERE mark IN \
         (SELECT mark FROM known_browser WHERE seen_at <= $1 LIMIT 1000)",
        "DELETE FROM known_browser WHERE mark IN \
         (SELECT mark FROM known_browser WHERE seen_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(before).execute(link).await.map(|done| done.rows_affected())
    })
}
