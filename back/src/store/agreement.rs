//! The table `agreement`: what accounts were shown of terms, and what they answered.

use super::{Connection, StoreError, connection::on};

/// What an account has to do with one version of terms.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) terms: String,
    pub(crate) version: String,
    pub(crate) seen_at: Option<i64>,
    pub(crate) accepted_at: Option<i64>,
    pub(crate) refused_at: Option<i64>,
    pub(crate) reminded_at: Option<i64>,
}

/// One version of terms for an account, to write about.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Which<'a> {
    pub(crate) account: i64,
    pub(crate) terms: &'a str,
    pub(crate) version: &'a str,
}

/// All that an account was shown or has answered.
pub(crate) async fn of(connection: &mut Connection, account: i64) -> Result<Vec<Row>, StoreError> {
    const SELECT: &str = "SELECT terms, version, seen_at, accepted_at, refused_at, reminded_at \
        FROM agreement WHERE account = $1";
    type Columns = (String, String, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Columns> =
        on!(connection, link => sqlx::query_as(SELECT).bind(account).fetch_all(link).await)?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(terms, version, seen_at, accepted_at, refused_at, reminded_at)| Row {
            terms,
            version,
            seen_at,
            accepted_at,
            refused_at,
            reminded_at,
        })
        .collect())
}

/// Notes that a text was shown. The first time counts.
pub(crate) async fn seen(
    connection: &mut Connection,
    which: Which<'_>,
    digest: &[u8; 32],
    now: i64,
) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO agreement (account, terms, version, seen_at, digest) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (account, terms, version) \
        DO UPDATE SET seen_at = COALESCE(agreement.seen_at, $4), digest = COALESCE(agreement.digest, $5)";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(which.account)
            .bind(which.terms)
            .bind(which.version)
            .bind(now)
            .bind(&digest[..])
            .execute(link)
            .await
            .map(drop)
    })
}

/// Notes an answer. What was accepted stays accepted: tells whether the answer changed anything.
pub(crate) async fn answer(
    connection: &mut Connection,
    which: Which<'_>,
    accept: bool,
    digest: &[u8; 32],
    now: i64,
) -> Result<bool, StoreError> {
    const UPSERT: &str = "INSERT INTO agreement (account, terms, version, seen_at, accepted_at, refused_at, digest) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (account, terms, version) DO UPDATE SET \
        seen_at = COALESCE(agreement.seen_at, $4), accepted_at = $5, refused_at = $6, digest = $7 \
        WHERE agreement.accepted_at IS NULL AND (agreement.refused_at IS NULL OR $6 IS NULL)";
    let (accepted, refused) = if accept { (Some(now), None) } else { (None, Some(now)) };
    on!(connection, link => {
        sqlx::query(UPSERT)
            .bind(which.account)
            .bind(which.terms)
            .bind(which.version)
            .bind(now)
            .bind(accepted)
            .bind(refused)
            .bind(&digest[..])
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}

/// Notes that a mail asks for an answer, unless one did after `before`; tells whether it is due.
pub(crate) async fn remind(
    connection: &mut Connection,
    which: Which<'_>,
    now: i64,
    before: i64,
) -> Result<bool, StoreError> {
    const UPSERT: &str = "INSERT INTO agreement (account, terms, version, reminded_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (account, terms, version) DO UPDATE SET reminded_at = $4 \
        WHERE agreement.reminded_at IS NULL OR agreement.reminded_at <= $5";
    on!(connection, link => {
        sqlx::query(UPSERT)
            .bind(which.account)
            .bind(which.terms)
            .bind(which.version)
            .bind(now)
            .bind(before)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    })
}
