//! The table `journal`: what was done to accounts, by whom. Lines are added and read; the tables refuse the rest.

use super::{Connection, StoreError, account::making::json, connection::on};

/// A line to add.
#[derive(Debug)]
pub(crate) struct NewRow<'a> {
    pub(crate) at: i64,
    pub(crate) kind: &'a str,
    /// The account that it was done to.
    pub(crate) subject: i64,
    /// `person`, `staff`, `command` or `system`.
    pub(crate) actor_kind: &'a str,
    /// The account of a member of staff.
    pub(crate) actor: Option<i64>,
    pub(crate) front: Option<&'a str>,
}

/// Adds a line.
pub(crate) async fn insert(connection: &mut Connection, row: &NewRow<'_>) -> Result<(), StoreError> {
    const INSERT: &str = "INSERT INTO journal (at, kind, subject, actor_kind, actor, front) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    on!(connection, link => {
        sqlx::query(INSERT)
            .bind(row.at)
            .bind(row.kind)
            .bind(row.subject)
            .bind(row.actor_kind)
            .bind(row.actor)
            .bind(row.front)
            .execute(link)
            .await
            .map(drop)
    })
}

/// Adds lines of these kinds about each of these accounts, in that order, for what a command has done.
pub(crate) async fn insert_all(
    connection: &mut Connection,
    at: i64,
    kinds: &[&str],
    subjects: &[i64],
) -> Result<(), StoreError> {
    let insert = connection.choose(
        "INSERT INTO journal (at, kind, subject, actor_kind) SELECT $1, k.value, s.value, 'command' \
         FROM json_each($2) s, json_each($3) k ORDER BY s.key, k.key",
        "INSERT INTO journal (at, kind, subject, actor_kind) SELECT $1, k.value, CAST(s.value AS bigint), 'command' \
         FROM json_array_elements_text($2::json) WITH ORDINALITY s (value, place), \
         json_array_elements_text($3::json) WITH ORDINALITY k (value, place) ORDER BY s.place, k.place",
    );
    let (subjects, kinds) = (json(subjects)?, json(kinds)?);
    on!(connection, link => {
        sqlx::query(insert).bind(at).bind(subjects).bind(kinds).execute(link).await.map(drop)
    })
}

/// A line of an account's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) at: i64,
    pub(crate) kind: String,
    pub(crate) actor_kind: String,
    /// The name of the member of staff.
    pub(crate) name: Option<String>,
}

/// The last lines about an account, the newest first.
pub(crate) async fn of(
    connection: &mut Connection,
    subject: i64,
    limit: i64,
) -> Result<Vec<Line>, StoreError> {
    const SELECT: &str = "SELECT j.at, j.kind, j.actor_kind, a.name FROM journal j \
        LEFT JOIN account a ON a.id = j.actor WHERE j.subject = $1 ORDER BY j.id DESC LIMIT $2";
    let rows: Vec<(i64, String, String, Option<String>)> =
        on!(connection, link => sqlx::query_as(SELECT).bind(subject).bind(limit).fetch_all(link).await)?;
    let line = |(at, kind, actor_kind, name)| Line { at, kind, actor_kind, name };
    Ok(rows.into_iter().map(line).collect())
}

/// The fronts that the lines about an account came through.
#[cfg(test)]
pub(crate) async fn fronts(connection: &mut Connection, subject: i64) -> Result<Vec<String>, StoreError> {
    const SELECT: &str = "SELECT COALESCE(front, '') FROM journal WHERE subject = $1 ORDER BY id";
    on!(connection, link => sqlx::query_scalar(SELECT).bind(subject).fetch_all(link).await)
}
