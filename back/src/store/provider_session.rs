//! The table `provider_session`: what a provider's sign-out asks for, by session.

use super::{Connection, StoreError, connection::on};

/// Keeps the sealed ID token that a session began with.
pub(crate) async fn insert(
    connection: &mut Connection,
    session: &[u8; 32],
    provider: &str,
    id_token: &[u8],
    ends_at: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO provider_session (session, provider, id_token, ends_at) \
        VALUES ($1, $2, $3, $4) ON CONFLICT (session) DO UPDATE SET provider = $2, id_token = $3, ends_at = $4";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(&session[..])
            .bind(provider)
            .bind(id_token)
            .bind(ends_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Takes it out of the table: provider, sealed ID token, and when it ends.
pub(crate) async fn take(
    connection: &mut Connection,
    session: &[u8; 32],
) -> Result<Option<(String, Vec<u8>, i64)>, StoreError> {
    const DELETE: &str =
        "DELETE FROM provider_session WHERE session = $1 RETURNING provider, id_token, ends_at";
    on!(connection, link => sqlx::query_as(DELETE).bind(&session[..]).fetch_optional(link).await)
}

/// Deletes a batch of those whose sessions are over; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM provider_session WHERE session IN \
         (SELECT session FROM provider_session WHERE ends_at <= $1 LIMIT 1000)",
        "DELETE FROM provider_session WHERE session IN \
         (SELECT session FROM provider_session WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}
