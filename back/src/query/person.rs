//! The person's own row: it stands in every statement, so that one whose row is gone sees nothing more.

use std::str::FromStr;

use vantail_shared::failure::Failure;

use super::{
    access::{self, Whom},
    build::{Select, Sql},
    statement::{Answer, Statement},
    types::Type,
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
    let (map, kind) = (whom.map, whom.kind);
    let shown = |column: &str| {
        let of = access::type_of(map, &kind.table, column);
        whom.dialect().shown_text(Sql::column("t0", column), of)
    };
    let names =
        kind.name.columns().enumerate().map(|(index, column)| shown(&column.column).label(" AS n", index));
    let email = kind.email.as_ref().map(|column| shown(&column.column).with(" AS e"));
    // A name may be all fixed text.
    let columns = names.chain(email).chain([Sql::new("'1' AS here")]);
    Sql::new("(SELECT ")
        .then(Sql::join(columns, ", "))
        .with(" FROM ")
        .table(&kind.table)
        .with(" AS t0 WHERE ")
        .then(whom.is("t0"))
        .with(" LIMIT 1) AS p")
}

/// The columns of `p` for the outer select.
pub(super) fn cells(kind: &Kind) -> Vec<Sql> {
    let names = (0..kind.name.columns().count()).map(|index| Sql::new("p").label(".n", index));
    let email = kind.email.as_ref().map(|_| Sql::new("p.e"));
    names.chain(email).chain([Sql::new("p.here")]).collect()
}

/// Takes the columns of `p` from the front of a row.
pub(super) fn take(kind: &Kind, cells: &mut impl Iterator<Item = Option<String>>) -> PersonRow {
    let names: Vec<_> = cells.by_ref().take(kind.name.columns().count()).collect();
    let email = kind.email.as_ref().and_then(|_| cells.next()).flatten().unwrap_or_default();
    let _here = cells.next();
    PersonRow { name: kind.name.write(&names), email: email.trim().to_owned() }
}

/// Asks for the person alone.
pub(crate) fn person(map: &CheckedMap, kind: &Kind, key: &[String]) -> Statement {
    let whom = Whom { map, kind, key };
    Statement::one(whom.dialect(), Select::plain(cells(kind), Sql::new("FROM ").then(part(whom))))
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
    let dialect = map.schema().dialect;
    let from = Sql::new("FROM ").table(&kind.table).with(" AS t0");
    let from = if only.is_empty() { from } else { from.with(" WHERE ").then(Sql::join(only, " AND ")) };
    Statement::one(dialect, Select::plain(vec![dialect.text(Sql::new("COUNT(*)"), Type::Integer(64))], from))
}

/// Reads the answer to [`count`].
pub(crate) fn read_count(answer: Answer) -> Result<u64, Failure> {
    number(answer.into_iter().flatten().next().flatten())
}

/// Asks whether there is such a person: one row or none.
pub(crate) fn exists(map: &CheckedMap, kind: &Kind, key: &[String]) -> Statement {
    let whom = Whom { map, kind, key };
    let from =
        Sql::new("FROM ").table(&kind.table).with(" AS t0 WHERE ").then(whom.is("t0")).with(" LIMIT 1");
    Statement::one(whom.dialect(), Select::plain(vec![Sql::new("'1'")], from))
}

/// A number that a statement of ours gave.
pub(super) fn number<T: FromStr + Default>(cell: Option<String>) -> Result<T, Failure> {
    let Some(text) = cell else { return Ok(T::default()) };
    text.parse().map_err(|_| Failure::internal("the business database gave a sum that is no whole number"))
}
