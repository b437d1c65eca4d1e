//! Going on from a row: orders, and the condition that a row comes after another (keyset paging).

use super::{build::Sql, sorted, types::Type};
use crate::map::Dialect;

/// One column of an order, known by its label `o<n>`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term {
    pub(super) descending: bool,
    pub(super) nullable: bool,
    /// What its values are compared as.
    pub(super) of: Type,
}

/// A place between rows: the values of the order's columns in the row that it follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Whether the rows before the place are meant, not those after it.
    pub(crate) backward: bool,
    /// The values, as exact texts.
    pub(crate) values: Vec<Option<String>>,
}

/// `ORDER BY` terms over `alias`; the other way round when `backward`. An absent value counts as the smallest.
pub(super) fn order(dialect: Dialect, terms: &[Term], alias: &'static str, backward: bool) -> Sql {
    let terms = terms.iter().enumerate().map(|(index, term)| {
        let label = place(term, Sql::new(alias).label(".o", index));
        label.with(dialect.direction(term.descending == backward, term.nullable))
    });
    Sql::join(terms, ", ")
}

/// The condition that a row of `alias` lies beyond the cursor, in the cursor's own direction.
pub(super) fn beyond(terms: &[Term], alias: &'static str, cursor: &Cursor) -> Sql {
    let value = |index: usize| cursor.values.get(index).cloned().flatten();
    let label = |index: usize| {
        let label = Sql::new(alias).label(".o", index);
        terms.get(index).map_or(label.clone(), |term| place(term, label))
    };
    let of = |index: usize| terms.get(index).map_or(Type::Other, |term| term.of);
    let mut ways = Vec::with_capacity(terms.len());
    for (last, term) in terms.iter().enumerate() {
        let Some(beyond) = strictly(*term, label(last), value(last), cursor.backward) else { continue };
        let mut way: Vec<Sql> = (0..last)
            .map(|index| match value(index) {
                Some(value) => label(index).with(" = ").bind(Some(value), of(index)),
                None => label(index).with(" IS NULL"),
            })
            .collect();
        way.push(beyond);
        ways.push(Sql::new("(").then(Sql::join(way, " AND ")).with(")"));
    }
    match ways.len() {
        0 => Sql::new("1 = 0"),
        1 => Sql::join(ways, ""),
        // Said twice, so that an index has a bound to begin at.
        _ => match at_least(terms, label(0), value(0), cursor.backward) {
            Some(bound) => bound.with(" AND (").then(Sql::join(ways, " OR ")).with(")"),
            None => Sql::join(ways, " OR "),
        },
    }
}

/// That the first column is not before the place; `None` where an absent value makes that no plain comparison.
fn at_least(terms: &[Term], label: Sql, value: Option<String>, backward: bool) -> Option<Sql> {
    let first = terms.first().filter(|first| !first.nullable)?;
    let comparison = if first.descending == backward { " >= " } else { " <= " };
    Some(label.with(comparison).bind(Some(value?), first.of))
}

/// Beyond in one column; `None` when nothing can be.
fn strictly(term: Term, label: Sql, value: Option<String>, backward: bool) -> Option<Sql> {
    let upwards = term.descending == backward;
    match (value, upwards) {
        (None, true) => Some(label.with(" IS NOT NULL")),
        (None, false) => None,
        (Some(value), true) => Some(label.with(" > ").bind(Some(value), term.of)),
        (Some(value), false) if term.nullable => {
            let smaller = label.clone().with(" < ").bind(Some(value), term.of);
            Some(Sql::new("(").then(smaller).with(" OR ").then(label).with(" IS NULL)"))
        }
        (Some(value), false) => Some(label.with(" < ").bind(Some(value), term.of)),
    }
}

/// A column as it sorts and compares: a collation of ours does not come through a sub-select by itself.
fn place(term: &Term, label: Sql) -> Sql {
    if term.of == Type::Sorted { label.with(" COLLATE ").with(sorted::NAME) } else { label }
}
