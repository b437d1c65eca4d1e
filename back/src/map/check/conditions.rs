//! Conditions: their columns are there and can be compared with what they are compared with.

use vantail_shared::config::{At, Spot};

use super::{Check, fit};
use crate::map::{
    ColumnShape, Comparison, Condition, Conditions, Dialect, Hop, Nature, TableName, Term, link,
};

impl<'a> Check<'a> {
    /// Conditions on a table and on what is joined to it.
    pub(super) fn conditions(&self, own: &TableName, joins: &[Spot<Hop>], conditions: &Spot<Conditions>) {
        let table_of = |table: Option<&TableName>| match table {
            None => Some(own.clone()),
            Some(table) if table == own => Some(own.clone()),
            Some(table) => {
                let name = crate::map::ColumnName { table: Some(table.clone()), column: String::new() };
                link::table_of(own, joins, &name).cloned()
            }
        };
        for (table, name) in conditions.columns() {
            let Some(table) = table_of(table) else { continue };
            if let Some(shape) = self.schema.table(&table) {
                self.column(&table, shape, name, &conditions.at);
            }
        }
        self.compared(conditions, &conditions.at, |table, name| {
            self.schema.table(&table_of(table)?)?.column(name)
        });
    }

    /// That values can be compared at all. `shape` finds a column.
    pub(super) fn compared(
        &self,
        conditions: &Conditions,
        at: &At,
        shape: impl Fn(Option<&TableName>, &str) -> Option<&'a ColumnShape>,
    ) {
        let column = |term: &Term| match term {
            Term::Column { table, column } => shape(table.as_ref(), column),
            _ => None,
        };
        for condition in &conditions.0 {
            match condition {
                Condition::Compare(left, comparison, right) => {
                    self.pair(column(left), right, *comparison, at);
                    self.pair(column(right), left, *comparison, at);
                }
                Condition::In(term, values) => {
                    for value in values {
                        self.pair(column(term), value, Comparison::Equal, at);
                    }
                }
                Condition::Within { moment, from, until } => {
                    for bound in [from, until] {
                        self.pair(column(bound), moment, Comparison::AtMost, at);
                        self.pair(column(moment), bound, Comparison::AtMost, at);
                    }
                }
                Condition::Absent(_) | Condition::Present(_) => {}
            }
        }
    }

    fn pair(&self, column: Option<&ColumnShape>, other: &Term, comparison: Comparison, at: &At) {
        let Some(column) = column else { return };
        if let Some(wanted) = misfit(column, other, comparison, self.schema.dialect) {
            let problem = format!(
                "column {:?} holds {} and is compared with {}",
                column.name,
                fit::holds(column.nature),
                written(other)
            );
            self.fault(at, problem, format!("compare it with {wanted}, or take another column"));
        }
    }
}

/// A term as the map writes it, as far as a fault needs it.
fn written(term: &Term) -> String {
    match term {
        Term::Text(text) => format!("'{text}'"),
        Term::Number(number) => number.to_string(),
        Term::Truth(truth) => truth.to_string(),
        Term::Today => "today".to_owned(),
        Term::Column { column, .. } => format!("{column:?}"),
        Term::Normal(..) | Term::Json(..) | Term::Joined(_) => "something made from other values".to_owned(),
    }
}

/// What a column should be compared with, when `other` can never be like it.
fn misfit(
    column: &ColumnShape,
    other: &Term,
    comparison: Comparison,
    dialect: Dialect,
) -> Option<&'static str> {
    let nature = column.nature;
    let number = matches!(nature, Nature::Integer | Nature::Decimal(_) | Nature::Float);
    let time = matches!(nature, Nature::Date | Nature::Moment);
    let ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
    let fits = match other {
        Term::Text(text) if number => text.trim().parse::<f64>().is_ok(),
        Term::Text(text) if time => is_day(text),
        Term::Text(text) if nature == Nature::Truth => matches!(text.as_str(), "0" | "1"),
        Term::Number(_) => !time,
        Term::Truth(_) => {
            dialect == Dialect::Sqlite || number || matches!(nature, Nature::Truth | Nature::Other)
        }
        Term::Today => {
            time || nature == Nature::Other || dialect == Dialect::Sqlite && nature == Nature::Text
        }
        _ => !(ordered && matches!(nature, Nature::Bytes | Nature::Json)),
    };
    (!fits).then_some(match nature {
        Nature::Integer | Nature::Decimal(_) | Nature::Float => "a number",
        Nature::Date | Nature::Moment => "a day such as '2026-01-31', or with today",
        Nature::Truth => "true or false",
        _ => "a text",
    })
}

/// Whether a text begins with a day of ISO 8601; zero and sentinel dates too.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 10
        && bytes.iter().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}
