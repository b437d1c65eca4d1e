//! The person's own row: it stands in every statement, so that one whose row is gone sees nothing more.

use std::str::FromStr;

use vantail_shared::failure::Failure;

use super::{
    access::{self, Whom},
    build::Sql,
    dialect,
    statement::{Answer, Statement},
};
use crate::map::{CheckedMap, Kind};

/// What is read of the person beside everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// The name as the map writes it; may be empty.
    pub(crate) name: String,
    /// The e-mail address; may be empty.
    pub(crate) email: String,
}

/// The sub-select `p`: one row, or none when the person is gone.
pub(super) fn part(whom: Whom<'_>) -> Sql {
    let names = whom.kind.name.columns().enumerate().map(|(index, column)| {
        Sql::new("").then(dialect::shown_text(Sql::column("t0", column))).label(" AS n", index)
    });
    let email = whom.kind.email.as_ref().map(|column| Sql::column("t0", column).with(" AS e"));
    Sql::new("(SELECT ")
        .then(Sql::join(names.chain(email), ", "))
        .with(" FROM ")
        .table(&whom.kind.table)
        .with(" AS t0 WHERE ")
        .then(whom.is("t0"))
        .with(" LIMIT 1) AS p")
}

/// The columns of `p` for the outer select.
pub(super) fn cells(kind: &Kind) -> Sql {
    let names = (0..kind.name.columns().count()).map(|index| Sql::new("p").label(".n", index));
    let email = kind.email.as_ref().map(|_| dialect::shown_text(Sql::new("p.e")));
    Sql::join(names.chain(email), ", ")
}

/// Takes the columns of `p` from the front of a row.
pub(super) fn take(kind: &Kind, cells: &mut impl Iterator<Item = Option<String>>) -> PersonRow {
    let names: Vec<_> = cells.take(kind.name.columns().count()).collect();
    let email = kind.email.as_ref().and_then(|_| cells.next()).flatten().unwrap_or_default();
    PersonRow { name: kind.name.write(&names), email: email.trim().to_owned() }
}

/// Asks for the person alone.
pub(crate) fn person(map: &CheckedMap, kind: &Kind, key: &[String]) -> Statement {
    let whom = Whom { map, kind, key };
    Sql::new("SELECT ").then(cells(kind)).with(" FROM ").then(part(whom)).into()
}

impl PersonRow {
    /// Reads the answer to [`person`]; `None` when the person is gone.
    pub(crate) fn read(kind: &Kind, answer: Answer) -> Option<Self> {
        answer.into_iter().next().map(|row| take(kind, &mut row.into_iter()))
    }
}

/// Counts the persons of a kind.
pub(crate) fn count(map: &CheckedMap, kind: &Kind) -> Statement {
    let only: Vec<Sql> = kind
        .only
        .iter()
        .map(|(column, value)| access::equals(map, &kind.table, "t0", column, Some(value.clone())))
        .collect();
    let sql = Sql::new("SELECT CAST(COUNT(*) AS TEXT) FROM ").table(&kind.table).with(" AS t0");
    if only.is_empty() { sql.into() } else { sql.with(" WHERE ").then(Sql::join(only, " AND ")).into() }
}

/// Reads the answer to [`count`].
pub(crate) fn read_count(answer: Answer) -> Result<u64, Failure> {
    number(answer.into_iter().flatten().next().flatten())
}

/// Asks whether there is such a person: one row or none.
pub(crate) fn exists(map: &CheckedMap, kind: &Kind, key: &[String]) -> Statement {
    let whom = Whom { map, kind, key };
    Sql::new("SELECT '1' FROM ")
        .table(&kind.table)
        .with(" AS t0 WHERE ")
        .then(whom.is("t0"))
        .with(" LIMIT 1")
        .into()
}

/// A number that a statement of ours gave.
pub(super) fn number<T: FromStr + Default>(cell: Option<String>) -> Result<T, Failure> {
    let Some(text) = cell else { return Ok(T::default()) };
    text.parse().map_err(|_| Failure::internal("the business database gave a sum that is no whole number"))
}
