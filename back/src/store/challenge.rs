//! The table `challenge`: questions that an authenticator has not answered yet.

use super::{Connection, StoreError, connection::on};

/// Asks, in the place of an earlier question of the same entry or session.
pub(crate) async fn ask(
    connection: &mut Connection,
    holder: &[u8; 32],
    purpose: &str,
    value: &[u8; 32],
    ends_at: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO challenge (holder, purpose, value, ends_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (holder) DO UPDATE SET purpose = $2, value = $3, ends_at = $4";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(&holder[..])
            .bind(purpose)
            .bind(&value[..])
            .bind(ends_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Takes a question that is not over out of the table: it can be answered once.
pub(crate) async fn take(
    connection: &mut Connection,
    holder: &[u8; 32],
    purpose: &str,
    now: i64,
) -> Result<Option<[u8; 32]>, StoreError> {
    const DELETE: &str = "DELETE FROM challenge WHERE holder = $1 RETURNING purpose, value, ends_at";
    let row: Option<(String, Vec<u8>, i64)> =
        on!(connection, link => sqlx::query_as(DELETE).bind(&holder[..]).fetch_optional(link).await)?;
    match row {
        Some((asked, value, ends_at)) if asked == purpose && now < ends_at => {
            value.try_into().map(Some).map_err(|_| StoreError::Row("a challenge's length"))
        }
        _ => Ok(None),
    }
}

/// Deletes a batch of questions that are over; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM challenge WHERE holder IN (SELECT holder FROM challenge WHERE ends_at <= $1 LIMIT 1000)",
        "DELETE FROM challenge WHERE holder IN \
         (SELECT holder FROM challenge WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}
