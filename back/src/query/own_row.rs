//! Whether a column that names the row of the same human holds something where nothing is meant.

use super::{
    build::{Select, Sql},
    statement::Statement,
    types::Type,
};
use crate::map::{CheckedMap, Kind};

/// Rows that are looked at.
const ROWS: u64 = 20_000;

/// Of the rows of a kind that name another one: how many name themselves, and how many hold 0. `None` for a kind without
/// such a column.
pub(crate) fn named_same(map: &CheckedMap, kind: &Kind) -> Option<Statement> {
    let (schema, dialect) = (map.schema(), map.schema().dialect);
    let (same, [key]) = (&kind.same_as.as_ref()?.value, kind.key.as_slice()) else { return None };
    let shape = schema.table(&kind.table.value)?;
    let text = |name: &str| {
        let of = Type::of(dialect, shape.column(name)?);
        Some(dialect.text(Sql::new("t.").name(name), of))
    };
    let (other, own) = (text(same)?, text(&key.value)?);
    let from = Sql::new("FROM (SELECT ")
        .then(other)
        .with(" AS o, ")
        .then(own)
        .with(" AS k FROM ")
        .table(&kind.table.value)
        .with(" AS t WHERE ")
        .then(Sql::new("t.").name(same))
        .with(" IS NOT NULL LIMIT ")
        .number(ROWS)
        .with(") AS r");
    let count = |is: &'static str| {
        let sum = Sql::new("coalesce(sum(CASE WHEN ").with(is).with(" THEN 1 ELSE 0 END), 0)");
        dialect.text(sum, Type::Decimal)
    };
    let counts = vec![count("r.o = r.k"), count("r.o IN ('0', '')")];
    Some(Statement::one(schema, Select::plain(counts, from)))
}
