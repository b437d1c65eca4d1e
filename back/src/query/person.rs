//! The person's own row: it stands in every statement, so that one whose row is gone sees nothing more.

use std::str::FromStr;

use time::Date;
use vantail_shared::failure::Failure;

use super::{
    access::{self, Whom},
    alias::Alias,
    answer::{Answer, Row},
    build::{Select, Sql},
    join::Joined,
    statement::{Prepared, Statement},
    types::Type,
};
use crate::map::{CheckedMap, ColumnName, Kind};

/// What is read of the person beside everything else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PersonRow {
    /// The name as the map writes it; may be empty.
    pub(crate) name: String,
    /// The e-mail address; may be empty.
    pub(crate) email: String,
    /// The ids of the roles that the person holds today, of those that decide what is seen.
    pub(crate) roles: Vec<String>,
}

/// The condition that `t0` of these rows is of the kind, whoever it is.
fn of_kind(whom: &Whom<'_>, rows: &Joined<'_>) -> Vec<Sql> {
    let kind = whom.kind;
    let only = kind.only.iter().map(|(column, value)| {
        access::equals(whom.map, &kind.table, Alias::OWN, column, Some(value.clone()))
    });
    only.chain(kind.condition.iter().map(|condition| rows.holds(condition))).collect()
}

/// The condition that `t0` of these rows is this person, and not one whom the organisation's software holds for erased.
pub(super) fn is_there(whom: &Whom<'_>, rows: &Joined<'_>) -> Sql {
    let erased = whom.kind.erased.iter().map(|erased| {
        // An unknown mark is none.
        Sql::new("CASE WHEN ").then(rows.holds(erased)).with(" THEN 1 ELSE 0 END = 0")
    });
    let conditions = std::iter::once(whom.has_key(Alias::OWN)).chain(of_kind(whom, rows)).chain(erased);
    Sql::join(conditions, " AND ")
}

/// `FROM` the kind's table `WHERE` its row is this person.
fn found(whom: &Whom<'_>, rows: &Joined<'_>) -> Sql {
    Sql::new("FROM ").then(rows.from()).with(" WHERE ").then(is_there(whom, rows)).with(" LIMIT 1")
}

/// The person's row with the tables beside it.
pub(super) fn joined<'a>(whom: &Whom<'a>) -> Joined<'a> {
    Joined::new(whom, &whom.kind.table, &whom.kind.joins)
}

/// The sub-select `p`: one row, or none when the person is gone.
pub(super) fn part(whom: Whom<'_>) -> Sql {
    let (kind, rows) = (whom.kind, joined(&whom));
    let shown = |column: &ColumnName| {
        let (value, of) = rows.column(column);
        whom.dialect().shown_text(value, of)
    };
    let names = kind.name.columns().enumerate().map(|(index, column)| shown(column).label(" AS n", index));
    let email = kind.email.as_ref().map(|column| shown(column).with(" AS e"));
    let roles = whom.deciding_roles().into_iter().enumerate().map(|(index, role)| {
        let held = Sql::new("CASE WHEN ").then(whom.holds(role));
        held.with(" THEN '1' ELSE '0' END").label(" AS g", index)
    });
    // A name may be all fixed text.
    let columns = names.chain(email).chain(roles).chain([Sql::new("'1' AS here")]);
    Sql::new("(SELECT ").then(Sql::join(columns, ", ")).with(" ").then(found(&whom, &rows)).with(") AS p")
}

/// The columns of `p` for the outer select.
pub(super) fn cells(whom: Whom<'_>) -> Vec<Sql> {
    let names = (0..whom.kind.name.columns().count()).map(|index| Sql::new("p").label(".n", index));
    let email = whom.kind.email.as_ref().map(|_| Sql::new("p.e"));
    let roles = (0..whom.deciding_roles().len()).map(|index| Sql::new("p").label(".g", index));
    names.chain(email).chain(roles).chain([Sql::new("p.here")]).collect()
}

/// Takes the columns of `p` from the front of a row.
pub(super) fn take(whom: Whom<'_>, row: &mut Row<'_>) -> PersonRow {
    let kind = whom.kind;
    let names = row.texts(kind.name.columns().count());
    let email = kind.email.as_ref().and_then(|_| row.text()).unwrap_or_default();
    let mut roles = whom.deciding_roles();
    roles.retain(|_| row.text() == Some("1"));
    let _here = row.next();
    PersonRow {
        name: kind.name.write(&names),
        email: email.trim().to_owned(),
        roles: roles.into_iter().map(|role| role.id.value.clone()).collect(),
    }
}

/// Asks for the person alone.
pub(super) fn person(whom: Whom<'_>) -> Prepared {
    Prepared::one(whom.map.schema(), Select::plain(cells(whom), Sql::new("FROM ").then(part(whom))))
}

impl PersonRow {
    /// In place of a person where none is asked for.
    pub(super) fn nobody() -> Self {
        Self { name: String::new(), email: String::new(), roles: Vec::new() }
    }

    /// Reads the answer to [`person`]; `None` when the person is gone.
    pub(crate) fn read(whom: Whom<'_>, answer: &Answer) -> Option<Self> {
        answer.first().map(|mut row| take(whom, &mut row))
    }
}

/// Counts the persons of a kind, those that count as erased too.
pub(crate) fn count(map: &CheckedMap, kind: &Kind, today: Date) -> Statement {
    let whom = Whom::each(map, kind, today);
    let rows = joined(&whom);
    let conditions = of_kind(&whom, &rows);
    let from = Sql::new("FROM ").then(rows.from());
    let from =
        if conditions.is_empty() { from } else { from.with(" WHERE ").then(Sql::join(conditions, " AND ")) };
    let dialect = whom.dialect();
    Statement::one(
        map.schema(),
        Select::plain(vec![dialect.text(Sql::new("COUNT(*)"), Type::Integer(64))], from),
    )
}

/// Reads the answer to [`count`].
pub(crate) fn read_count(answer: &Answer) -> Result<u64, Failure> {
    number(answer.first().and_then(|mut row| row.text()))
}

/// Asks whether there is such a person: one row or none.
pub(crate) fn exists(whom: Whom<'_>) -> Statement {
    Statement::of_whom(whom, Select::plain(vec![Sql::new("'1'")], found(&whom, &joined(&whom))))
}

/// A number that a statement of ours gave.
pub(super) fn number<T: FromStr + Default>(cell: Option<&str>) -> Result<T, Failure> {
    let Some(text) = cell else { return Ok(T::default()) };
    text.parse().map_err(|_| Failure::internal("the business database gave a sum that is no whole number"))
}
