//! Rows of one table: records, lists and statements.

use super::{
    access::{self, Whom},
    build::Sql,
    dialect,
    keyset::Term,
    listing::{Cell, Query},
};
use crate::map::{Amount, CheckedMap, Class, Format, Kind, Ledger, OrderBy, Rows};

/// How much of a text takes part in an order, in characters: it must fit into a handle.
const MAX_ORDER_TEXT: u64 = 80;

/// The rows of a page that are this person's; `None` when the page has no way to this kind of person.
pub(crate) fn rows<'a>(
    map: &'a CheckedMap,
    kind: &'a Kind,
    key: &'a [String],
    rows: &Rows,
    ledger: Option<&Ledger>,
) -> Option<Query<'a>> {
    let whom = Whom { map, kind, key };
    let link = rows.source.links.to(kind, &rows.source.table)?;
    let mut cells = Vec::with_capacity(rows.columns.len());
    let mut columns = Vec::new();
    for (index, shown) in rows.columns.iter().enumerate() {
        let value = Sql::column("t0", &shown.column);
        let (value, cell) = match shown.format {
            Format::Money(money) => (dialect::minor(value, money), Cell::Whole),
            _ => (value, Cell::Shown),
        };
        cells.push(cell);
        columns.push(value.label(" AS c", index));
    }
    let mut terms = Vec::with_capacity(rows.order.len());
    for (index, by) in rows.order.iter().enumerate() {
        let (place, term) = place(map, rows, by);
        terms.push(term);
        columns.push(place.label(" AS o", index));
    }
    columns.extend(ledger.map(|ledger| amount(ledger).with(" AS m")));
    let base = Sql::new("SELECT ")
        .then(Sql::join(columns, ", "))
        .with(" FROM ")
        .table(&rows.source.table)
        .with(" AS t0 WHERE ")
        .then(whom.owns(link));
    Some(Query { whom, base, cells, terms, ledger: ledger.is_some() })
}

/// The expression that a column is ordered by.
fn place(map: &CheckedMap, rows: &Rows, by: &OrderBy) -> (Sql, Term) {
    let table = &rows.source.table;
    let shape = map.schema().table(table);
    let nullable = shape.and_then(|shape| shape.column(&by.column)).is_none_or(|column| column.nullable);
    let in_key = shape.is_some_and(|shape| shape.in_key(&by.column));
    let value = Sql::column("t0", &by.column);
    let value = match access::class(map, table, &by.column) {
        Class::Number | Class::Moment => value,
        // A key must stay whole to tell rows apart.
        Class::Text | Class::Untyped if in_key => dialect::whole(value),
        Class::Text | Class::Untyped => dialect::prefix(value, MAX_ORDER_TEXT),
    };
    (value, Term { descending: by.descending, nullable })
}

/// The amount of a line in minor units; an absent amount is none.
fn amount(ledger: &Ledger) -> Sql {
    let column = |name: &str| {
        Sql::new("COALESCE(").then(dialect::minor(Sql::column("t0", name), ledger.money)).with(", 0)")
    };
    match &ledger.amount {
        Amount::Signed(name) => column(name),
        Amount::Split { debit, credit } => column(debit).with(" - ").then(column(credit)),
    }
}
