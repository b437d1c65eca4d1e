//! The table `federation`: browsers on their way to a provider and back.

use super::{Connection, StoreError, connection::on};

/// A way that begins.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    pub(crate) state: &'a [u8; 32],
    pub(crate) holder: &'a [u8; 32],
    pub(crate) provider: &'a str,
    /// `public` or `staff`.
    pub(crate) front_kind: &'a str,
    pub(crate) account: Option<i64>,
    /// Sealed.
    pub(crate) secrets: &'a [u8],
    pub(crate) ends_at: i64,
}

/// A way that was gone.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) state: Vec<u8>,
    pub(crate) provider: String,
    pub(crate) front_kind: String,
    pub(crate) account: Option<i64>,
    /// Sealed.
    pub(crate) secrets: Vec<u8>,
    /// Sealed; nothing while the provider has posted nothing.
    pub(crate) answer: Option<Vec<u8>>,
    /// SHA-256 of what the browser got that brought the answer.
    pub(crate) ticket: Option<Vec<u8>>,
    pub(crate) ends_at: i64,
}

/// Begins a way, in the place of an earlier one of the same browser.
pub(crate) async fn insert(connection: &mut Connection, row: &NewRow<'_>) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO federation (state, holder, provider, front_kind, account, secrets, ends_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (holder) DO UPDATE SET \
        state = $1, provider = $3, front_kind = $4, account = $5, secrets = $6, answer = NULL, ticket = NULL, ends_at = $7";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(&row.state[..])
            .bind(&row.holder[..])
            .bind(row.provider)
            .bind(row.front_kind)
            .bind(row.account)
            .bind(row.secrets)
            .bind(row.ends_at)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Keeps what the provider posted, once. Nothing tells whether there was such a way.
pub(crate) async fn answer(
    connection: &mut Connection,
    state: &[u8; 32],
    answer: &[u8],
    ticket: &[u8; 32],
    now: i64,
) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE federation SET answer = $2, ticket = $3 \
        WHERE state = $1 AND answer IS NULL AND ends_at > $4";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(&state[..])
            .bind(answer)
            .bind(&ticket[..])
            .bind(now)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Takes the way of a browser out of the table: it ends once.
pub(crate) async fn take(connection: &mut Connection, holder: &[u8; 32]) -> Result<Option<Row>, StoreError> {
    const DELETE: &str = "DELETE FROM federation WHERE holder = $1 \
        RETURNING state, provider, front_kind, account, secrets, answer, ticket, ends_at";
    type Bytes = Option<Vec<u8>>;
    type Columns = (Vec<u8>, String, String, Option<i64>, Vec<u8>, Bytes, Bytes, i64);
    let row: Option<Columns> =
        on!(connection, link => sqlx::query_as(DELETE).bind(&holder[..]).fetch_optional(link).await)?;
    Ok(row.map(|(state, provider, front_kind, account, secrets, answer, ticket, ends_at)| Row {
        state,
        provider,
        front_kind,
        account,
        secrets,
        answer,
        ticket,
        ends_at,
    }))
}

/// Deletes a batch of ways that are over; tells how many there were.
pub(crate) async fn purge(connection: &mut Connection, now: i64) -> Result<u64, StoreError> {
    let delete = connection.choose(
        "DELETE FROM federation WHERE state IN (SELECT state FROM federation WHERE ends_at <= $1 LIMIT 1000)",
        "DELETE FROM federation WHERE state IN \
         (SELECT state FROM federation WHERE ends_at <= $1 LIMIT 1000 FOR UPDATE SKIP LOCKED)",
    );
    on!(connection, link => {
        sqlx::query(delete).bind(now).execute(link).await.map(|done| done.rows_affected())
    })
}
