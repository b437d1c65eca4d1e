//! Accounts that a source keeps in step.

use std::collections::BTreeMap;

use super::{State, making};
use crate::store::{Connection, StoreError, connection::on};

/// An account as a source sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) state: State,
    pub(crate) login: String,
    pub(crate) email: Option<String>,
    /// Of a member of staff.
    pub(crate) name: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) source_key: String,
}

type Row = (i64, String, String, Option<String>, Option<String>, Option<String>, Option<String>);

fn read((id, state, login, email, name, source, key): Row) -> Result<Kept, StoreError> {
    let source_key = key.unwrap_or_default();
    Ok(Kept { id, state: State::read(&state)?, login, email, name, source, source_key })
}

/// Everything that a source keeps, what it once kept and was erased too.
pub(crate) async fn of_source(connection: &mut Connection, source: &str) -> Result<Vec<Kept>, StoreError> {
    const SELECT: &str = "SELECT id, state, login, email, name, source, source_key FROM account \
        WHERE source = $1 ORDER BY id";
    let rows: Vec<Row> = on!(connection, link => sqlx::query_as(SELECT).bind(source).fetch_all(link).await)?;
    rows.into_iter().map(read).collect()
}

/// The account of a person that was not erased.
pub(crate) async fn of_person(
    connection: &mut Connection,
    kind: &str,
    key: &str,
) -> Result<Option<Kept>, StoreError> {
    const SELECT: &str = "SELECT id, state, login, email, name, source, source_key FROM account \
        WHERE person_kind = $1 AND person_key = $2 AND state <> 'erased'";
    let row: Option<Row> =
        on!(connection, link => sqlx::query_as(SELECT).bind(kind).bind(key).fetch_optional(link).await)?;
    row.map(read).transpose()
}

/// Whose these sign-in names are.
pub(crate) async fn of_logins(
    connection: &mut Connection,
    logins: &[&str],
) -> Result<BTreeMap<String, i64>, StoreError> {
    let select = connection.choose(
        "SELECT login, id FROM account WHERE login IN (SELECT value FROM json_each($1))",
        "SELECT login, id FROM account WHERE login IN (SELECT json_array_elements_text($1::json))",
    );
    let list = making::json(logins)?;
    let rows: Vec<(String, i64)> =
        on!(connection, link => sqlx::query_as(select).bind(list).fetch_all(link).await)?;
    Ok(rows.into_iter().collect())
}

/// What a source says of an account from now on.
#[derive(Debug)]
pub(crate) struct News<'a> {
    pub(crate) login: &'a str,
    /// As it was when there is none.
    pub(crate) email: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
    pub(crate) source: (&'a str, &'a str),
}

/// Brings an account in step; `Duplicate` when somebody has the sign-in name by now.
pub(crate) async fn update(connection: &mut Connection, id: i64, news: &News<'_>) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET login = $1, email = COALESCE($2, email), name = COALESCE($3, name), \
        source = $4, source_key = $5 WHERE id = $6 AND state <> 'erased'";
    on!(connection, link => {
        sqlx::query(UPDATE)
            .bind(news.login)
            .bind(news.email)
            .bind(news.name)
            .bind(news.source.0)
            .bind(news.source.1)
            .bind(id)
            .execute(link)
            .await
            .map(drop)
    })
}
