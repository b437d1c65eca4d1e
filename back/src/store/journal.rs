//! The table `journal`: what was done to accounts, by whom. Lines are added and read; the tables refuse the rest.

use super::{Connection, StoreError, connection::on};

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
