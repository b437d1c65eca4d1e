//! What `SQLite` writes in its own way.

use super::{build::Sql, statement::MAX_CELL};
use crate::map::{Money, Unit};

/// A value as text, exactly: for keys and places in an order. A double needs 17 digits to come back as itself.
pub(super) fn exact_text(value: Sql) -> Sql {
    Sql::new("CASE typeof(")
        .then(value.clone())
        .with(") WHEN 'real' THEN printf('%!.17g', ")
        .then(value.clone())
        .with(") ELSE CAST(")
        .then(value)
        .with(" AS TEXT) END")
}

/// A value as text for people, of bounded length: one character more than is shown, so that a cut can be seen.
pub(super) fn shown_text(value: Sql) -> Sql {
    Sql::new("substr(CAST(").then(value).with(" AS TEXT), 1, ").number(MAX_CELL as u64 + 1).with(")")
}

/// A value as whole text.
pub(super) fn text(value: Sql) -> Sql {
    Sql::new("CAST(").then(value).with(" AS TEXT)")
}

/// A value as whole text that compares by its bytes, whatever the column's own collation.
pub(super) fn whole(value: Sql) -> Sql {
    Sql::new("substr(").then(text(value)).with(", 1)")
}

/// The first characters of a value.
pub(super) fn prefix(value: Sql, characters: u64) -> Sql {
    Sql::new("substr(").then(text(value)).with(", 1, ").number(characters).with(")")
}

/// An amount as a whole number of the smallest unit. Whole numbers stay exact however large; a decimal that the
/// database keeps as a double is exact up to 15 digits.
pub(super) fn minor(value: Sql, money: Money) -> Sql {
    let scaled = |value: Sql| match money.unit {
        Unit::Cents => value,
        Unit::Main => value.with(" * ").number(10u64.pow(money.currency.decimals())),
    };
    Sql::new("CASE typeof(")
        .then(value.clone())
        .with(") WHEN 'integer' THEN ")
        .then(scaled(value.clone()))
        .with(" ELSE CAST(ROUND(")
        .then(scaled(value))
        .with(") AS INTEGER) END")
}
