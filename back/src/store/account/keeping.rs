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
    /// The address that the source told last, whatever became of it.
    pub(crate) source_email: Option<String>,
    /// The kind and the key of the data map; nothing for a member of staff.
    pub(crate) person: Option<(String, String)>,
    /// Of a member of staff.
    pub(crate) name: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) source_key: String,
}

type Text = Option<String>;
type Row = (i64, String, String, Text, Text, Text, Text, Text, Text, Text);

fn read(row: Row) -> Result<Kept, StoreError> {
    let (id, state, login, email, source_email, kind, key, name, source, source_key) = row;
    let (state, person, source_key) = (State::read(&state)?, kind.zip(key), source_key.unwrap_or_default());
    Ok(Kept { id, state, login, email, source_email, person, name, source, source_key })
}

macro_rules! kept {
    ($rest:literal) => {
        concat!(
            "SELECT id, state, login, email, source_email, person_kind, person_key, name, source, source_key FROM account ",
            $rest
        )
    };
}

/// Everything that a source keeps, what it once kept and was erased too.
pub(crate) async fn of_source(connection: &mut Connection, source: &str) -> Result<Vec<Kept>, StoreError> {
    const SELECT: &str = kept!("WHERE source = $1 ORDER BY id");
    let rows: Vec<Row> = on!(connection, link => sqlx::query_as(SELECT).bind(source).fetch_all(link).await)?;
    rows.into_iter().map(read).collect()
}

/// The accounts of these persons of a kind that were not erased.
pub(crate) async fn of_persons(
    connection: &mut Connection,
    kind: &str,
    keys: &[String],
) -> Result<Vec<Kept>, StoreError> {
    let select = connection.choose(
        kept!(
            "WHERE person_kind = $1 AND person_key IN (SELECT value FROM json_each($2)) AND state <> 'erased'"
        ),
        kept!(
            "WHERE person_kind = $1 AND person_key IN (SELECT json_array_elements_text($2::json)) \
             AND state <> 'erased'"
        ),
    );
    let list = making::json(keys)?;
    let rows: Vec<Row> =
        on!(connection, link => sqlx::query_as(select).bind(kind).bind(list).fetch_all(link).await)?;
    rows.into_iter().map(read).collect()
}

/// The account of this row.
pub(crate) async fn of_row(connection: &mut Connection, id: i64) -> Result<Option<Kept>, StoreError> {
    const SELECT: &str = kept!("WHERE id = $1");
    let row: Option<Row> =
        on!(connection, link => sqlx::query_as(SELECT).bind(id).fetch_optional(link).await)?;
    row.map(read).transpose()
}

/// Whose a sign-in name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) id: i64,
    pub(crate) state: State,
}

/// Whose these sign-in names are.
pub(crate) async fn of_logins(
    connection: &mut Connection,
    logins: &[&str],
) -> Result<BTreeMap<String, Holder>, StoreError> {
    let select = connection.choose(
        "SELECT login, id, state FROM account WHERE login IN (SELECT value FROM json_each($1))",
        "SELECT login, id, state FROM account WHERE login IN (SELECT json_array_elements_text($1::json))",
    );
    let list = making::json(logins)?;
    let rows: Vec<(String, i64, String)> =
        on!(connection, link => sqlx::query_as(select).bind(list).fetch_all(link).await)?;
    let holder =
        |(login, id, state): (String, i64, String)| Ok((login, Holder { id, state: State::read(&state)? }));
    rows.into_iter().map(holder).collect()
}

/// What a source says of an account from now on.
#[derive(Debug)]
pub(crate) struct News<'a> {
    pub(crate) login: &'a str,
    /// The address that the source tells: noted, not yet in force. What it told before stays when it tells none.
    pub(crate) email: Option<&'a str>,
    pub(crate) name: Option<&'a str>,
    pub(crate) source: (&'a str, &'a str),
}

/// Brings an account in step; `false` when somebody else has the sign-in name by now: then nothing has changed.
pub(crate) async fn update(
    connection: &mut Connection,
    id: i64,
    news: &News<'_>,
) -> Result<bool, StoreError> {
    const UPDATE: &str = "UPDATE account SET login = $1, source_email = COALESCE($2, source_email), \
        name = COALESCE($3, name), source = $4, source_key = $5 WHERE id = $6 AND state <> 'erased'";
    connection.mark().await?;
    let updated = on!(&mut *connection, link => {
        sqlx::query(UPDATE)
            .bind(news.login)
            .bind(news.email)
            .bind(news.name)
            .bind(news.source.0)
            .bind(news.source.1)
            .bind(id)
            .execute(link)
            .await
            .map(|done| done.rows_affected() == 1)
    });
    match updated {
        Err(StoreError::Duplicate) => {
            connection.back_to_mark().await?;
            Ok(false)
        }
        updated => {
            let updated = updated?;
            connection.forget_mark().await?;
            Ok(updated)
        }
    }
}
