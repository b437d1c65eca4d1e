//! Rows of one table: records, lists and statements.

use super::{
    access::Whom,
    build::Sql,
    join::{Joined, Mine},
    keyset::Term,
    listing::{Cell, Query},
    types::Type,
};
use crate::map::{Amount, CheckedMap, ColumnName, Dialect, Format, Ledger, OrderBy, Page, Rows};

/// How much of a text takes part in an order, in characters: it must fit into a handle.
const MAX_ORDER_TEXT: u64 = 80;

/// The rows of a page that are this person's; `None` when the page shows no rows or has no way to this kind of person.
pub(crate) fn rows<'a>(whom: Whom<'a>, page: &'a Page) -> Option<Query<'a>> {
    let (rows, ledger) = (page.content.rows()?, page.content.ledger());
    let mine = Mine::new(&whom, &rows.source, &rows.joins, rows.condition.as_ref(), whom.audience(page))?;
    let dialect = whom.dialect();
    let mut cells = Vec::with_capacity(rows.columns.len());
    let mut columns = Vec::new();
    for (index, shown) in rows.columns.iter().enumerate() {
        let (value, of) = mine.rows.column(&shown.column);
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
        let (place, term) = place(whom.map, rows, &mine.rows, by);
        terms.push(term);
        columns.push(place.label(" AS o", index));
    }
    columns.extend(ledger.map(|ledger| amount(dialect, &mine.rows, ledger).with(" AS m")));
    let base = Sql::new("SELECT ").then(Sql::join(columns, ", ")).then(mine.clauses());
    Some(Query { whom, base, cells, terms, ledger: ledger.is_some() })
}

/// The expression that a column is ordered by.
fn place(map: &CheckedMap, rows: &Rows, joined: &Joined<'_>, by: &OrderBy) -> (Sql, Term) {
    let name = &by.column;
    let shape = rows.table_of(name).and_then(|table| map.schema().table(table));
    // A joined row may be absent as a whole.
    let always = shape.and_then(|shape| shape.column(&name.column)).is_some_and(|column| !column.nullable);
    let nullable = name.table.is_some() || !always;
    let in_key = shape.is_some_and(|shape| shape.in_key(&name.column));
    let (value, of) = joined.column(name);
    let dialect = map.schema().dialect;
    let (value, of) = match of {
        // A key must stay whole to tell rows apart.
        _ if of.sorts_as_text() && in_key => (dialect.bytewise(dialect.text(value, of)), Type::Bytewise),
        _ if of.sorts_as_text() => (dialect.prefix(value, of, MAX_ORDER_TEXT), Type::Bytewise),
        _ => (value, of),
    };
    (value, Term { descending: by.descending, nullable, of })
}

/// The amount of a line in minor units; an absent amount is none.
fn amount(dialect: Dialect, rows: &Joined<'_>, ledger: &Ledger) -> Sql {
    let column = |name: &ColumnName| {
        let (value, of) = rows.column(name);
        let minor = dialect.minor(value, of, ledger.money);
        Sql::new("COALESCE(").then(minor).with(", 0)")
    };
    match &ledger.amount {
        Amount::Signed(name) => column(name),
        Amount::Split { debit, credit } => column(debit).with(" - ").then(column(credit)),
    }
}
