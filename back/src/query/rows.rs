//! Rows of one table: records, lists and statements.

use super::{
    access::{self, Whom},
    build::Sql,
    keyset::Term,
    listing::{Cell, Query},
    types::Type,
};
use crate::map::{Amount, CheckedMap, ColumnName, Format, Kind, Ledger, OrderBy, Rows};

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
    let ways = rows.source.ways(kind);
    if ways.is_empty() || !rows.joins.is_empty() || rows.condition.is_some() {
        return None;
    }
    let dialect = whom.dialect();
    let mut cells = Vec::with_capacity(rows.columns.len());
    let mut columns = Vec::new();
    for (index, shown) in rows.columns.iter().enumerate() {
        let value = Sql::column("t0", &shown.column.column);
        let of = access::type_of(map, &rows.source.table, &shown.column.column);
        let (value, cell) = match shown.format {
            Format::Money(money) => (dialect.minor(value, of, money), Cell::Whole),
            // Only that they are there: bytes must not travel through a sort.
            _ if of == Type::Bytes => (dialect.shown_text(value, of), Cell::Shown(Type::Text)),
            _ => (value, Cell::Shown(of)),
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
    columns.extend(ledger.map(|ledger| amount(map, rows, ledger).with(" AS m")));
    let base = Sql::new("SELECT ")
        .then(Sql::join(columns, ", "))
        .with(" FROM ")
        .table(&rows.source.table)
        .with(" AS t0 WHERE ")
        .then(whom.owns_any(&ways));
    Some(Query { whom, base, cells, terms, ledger: ledger.is_some() })
}

/// The expression that a column is ordered by.
fn place(map: &CheckedMap, rows: &Rows, by: &OrderBy) -> (Sql, Term) {
    let table = &rows.source.table;
    let shape = map.schema().table(table);
    let nullable =
        shape.and_then(|shape| shape.column(&by.column.column)).is_none_or(|column| column.nullable);
    let in_key = shape.is_some_and(|shape| shape.in_key(&by.column.column));
    let value = Sql::column("t0", &by.column.column);
    let (dialect, of) = (map.schema().dialect, access::type_of(map, table, &by.column.column));
    let (value, of) = match of {
        // A key must stay whole to tell rows apart.
        _ if of.sorts_as_text() && in_key => (dialect.bytewise(dialect.text(value, of)), Type::Bytewise),
        _ if of.sorts_as_text() => (dialect.prefix(value, of, MAX_ORDER_TEXT), Type::Bytewise),
        _ => (value, of),
    };
    (value, Term { descending: by.descending, nullable, of })
}

/// The amount of a line in minor units; an absent amount is none.
fn amount(map: &CheckedMap, rows: &Rows, ledger: &Ledger) -> Sql {
    let column = |name: &ColumnName| {
        let of = access::type_of(map, &rows.source.table, &name.column);
        let minor = map.schema().dialect.minor(Sql::column("t0", &name.column), of, ledger.money);
        Sql::new("COALESCE(").then(minor).with(", 0)")
    };
    match &ledger.amount {
        Amount::Signed(name) => column(name),
        Amount::Split { debit, credit } => column(debit).with(" - ").then(column(credit)),
    }
}
