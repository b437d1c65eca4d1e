//! The table `federated`: accounts bound to persons at providers, and how an account is found for one who is not yet.

use super::{Connection, StoreError, account::making::json, connection::on};

/// The account of a person at a provider.
pub(crate) async fn account(
    connection: &mut Connection,
    issuer: &str,
    subject: &str,
) -> Result<Option<i64>, StoreError> {
    const SELECT: &str = "SELECT account FROM federated WHERE issuer = $1 AND subject = $2";
    on!(connection, link => {
        sqlx::query_scalar(SELECT).bind(issuer).bind(subject).fetch_optional(link).await
    })
}

/// Who of these persons at a provider is bound to which account, and to whom these accounts are bound there.
pub(crate) async fn bound(
    connection: &mut Connection,
    issuer: &str,
    subjects: &[&str],
    accounts: &[i64],
) -> Result<Vec<(String, i64)>, StoreError> {
    let select = connection.choose(
        "SELECT subject, account FROM federated WHERE issuer = $1 AND subject IN (SELECT value FROM json_each($2)) \
         UNION SELECT subject, account FROM federated WHERE issuer = $1 \
         AND account IN (SELECT value FROM json_each($3))",
        "SELECT subject, account FROM federated WHERE issuer = $1 \
         AND subject IN (SELECT json_array_elements_text($2::json)) \
         UNION SELECT subject, account FROM federated WHERE issuer = $1 \
         AND account IN (SELECT json_array_elements_text($3::json)::bigint)",
    );
    let (subjects, accounts) = (json(subjects)?, json(accounts)?);
    on!(connection, link => {
        sqlx::query_as(select).bind(issuer).bind(subjects).bind(accounts).fetch_all(link).await
    })
}

/// Binds them; `false` when either is bound already.
pub(crate) async fn bind(
    connection: &mut Connection,
    issuer: &str,
    subject: &str,
    account: i64,
    now: i64,
) -> Result<bool, StoreError> {
    const INSERT: &str = "INSERT INTO federated (issuer, subject, account, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(issuer)
            .bind(subject)
            .bind(account)
            .bind(now)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Unbinds an account; tells how many persons that were.
pub(crate) async fn unbind(
    connection: &mut Connection,
    issuer: &str,
    account: i64,
) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM federated WHERE issuer = $1 AND account = $2";
    on!(connection, link => {
        sqlx::query(DELETE).bind(issuer).bind(account).execute(link).await.map(|done| done.rows_affected())
    })
}

/// Unbinds an account from those that it was bound to at this time or later; tells how many persons that were.
pub(crate) async fn unbind_since(
    connection: &mut Connection,
    account: i64,
    since: i64,
) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM federated WHERE account = $1 AND created_at >= $2";
    on!(connection, link => {
        sqlx::query(DELETE).bind(account).bind(since).execute(link).await.map(|done| done.rows_affected())
    })
}

/// Unbinds an account that has a password from all; tells how many persons that were. One without stays as it is: it is
/// its only way in.
pub(crate) async fn unbind_all(connection: &mut Connection, account: i64) -> Result<u64, StoreError> {
    const DELETE: &str = "DELETE FROM federated WHERE account = $1 AND account NOT IN \
        (SELECT id FROM account WHERE password_from = 'scrambled')";
    on!(connection, link => sqlx::query(DELETE).bind(account).execute(link).await.map(|done| done.rows_affected()))
}

/// The issuers that an account is bound at.
pub(crate) async fn issuers(connection: &mut Connection, account: i64) -> Result<Vec<String>, StoreError> {
    const SELECT: &str = "SELECT issuer FROM federated WHERE account = $1 ORDER BY issuer";
    on!(connection, link => sqlx::query_scalar(SELECT).bind(account).fetch_all(link).await)
}

/// The issuers that an account is bound at, and since when.
pub(crate) async fn links(
    connection: &mut Connection,
    account: i64,
) -> Result<Vec<(String, i64)>, StoreError> {
    const SELECT: &str = "SELECT issuer, created_at FROM federated WHERE account = $1";
    on!(connection, link => sqlx::query_as(SELECT).bind(account).fetch_all(link).await)
}

/// The account that a source keeps in step under this key.
pub(crate) async fn by_source(
    connection: &mut Connection,
    source: &str,
    key: &str,
) -> Result<Option<i64>, StoreError> {
    const SELECT: &str = "SELECT id FROM account WHERE source = $1 AND source_key = $2 AND state <> 'erased'";
    on!(connection, link => sqlx::query_scalar(SELECT).bind(source).bind(key).fetch_optional(link).await)
}

/// The account of a person of the business database.
pub(crate) async fn by_person(
    connection: &mut Connection,
    kind: &str,
    key: &str,
) -> Result<Option<i64>, StoreError> {
    const SELECT: &str =
        "SELECT id FROM account WHERE person_kind = $1 AND person_key = $2 AND state <> 'erased'";
    on!(connection, link => sqlx::query_scalar(SELECT).bind(kind).bind(key).fetch_optional(link).await)
}
