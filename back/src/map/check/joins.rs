//! Hops and joins: their tables and columns are there, and what a page joins to its rows is one row at the most.

use vantail_shared::config::Spot;

use super::Check;
use crate::map::{Comparison, Condition, Hop, TableName, TableShape, Term};

impl Check<'_> {
    pub(super) fn hop(&self, hop: &Spot<Hop>) {
        for table in [&hop.from, &hop.to] {
            self.table(table, &hop.at);
        }
        for (table, name) in hop.conditions.columns() {
            let table = table.unwrap_or(&hop.from);
            let table = if *table == hop.target() { &hop.to } else { table };
            if let Some(shape) = self.schema.table(table) {
                self.column(table, shape, name, &hop.at);
            }
        }
        self.compared(&hop.conditions, &hop.at, |table, name| {
            let table = table.unwrap_or(&hop.from);
            let table = if *table == hop.target() { &hop.to } else { table };
            self.schema.table(table)?.column(name)
        });
    }

    pub(super) fn joins(&self, joins: &[Spot<Hop>]) {
        for hop in joins {
            self.hop(hop);
            if let Some(shape) = self.schema.table(&hop.to)
                && !is_one(hop, shape)
            {
                let problem = format!("nothing proves that at most one row of {} joins here", hop.to);
                let key = shape.best_key();
                let remedy = if key.is_empty() {
                    format!("declare its key, if it has one, with key = [\"...\"] in [tables.{}]", hop.to)
                } else {
                    format!("join it by its key: {}{}", key.join(", "), or_unique(hop))
                };
                self.fault(&hop.at, problem, remedy);
            }
        }
    }
}

/// What else can be said of a join that no key proves.
fn or_unique(hop: &Hop) -> String {
    let fixed: Vec<&str> = hop.conditions.0.iter().filter_map(|condition| fixed(hop, condition)).collect();
    if fixed.is_empty() {
        return String::new();
    }
    let unique = quoted(&fixed);
    format!(
        "; or, where no two of its rows agree in {}, say so: unique = [{unique}] in [tables.{}]",
        fixed.join(", "),
        hop.to
    )
}

/// Names as a list of TOML holds them.
pub(super) fn quoted(columns: &[&str]) -> String {
    columns.iter().map(|column| format!("{column:?}")).collect::<Vec<_>>().join(", ")
}

/// Whether the equalities of a hop fix a key of its far end. An absent value equals nothing, so that a key whose columns
/// may be absent does as well.
fn is_one(hop: &Hop, shape: &TableShape) -> bool {
    let fixed: Vec<&str> = hop.conditions.0.iter().filter_map(|condition| fixed(hop, condition)).collect();
    let holds = |key: &[String]| !key.is_empty() && key.iter().all(|name| fixed.contains(&name.as_str()));
    holds(&shape.primary) || shape.unique.iter().any(|key| holds(key))
}

/// The column of the far end that a condition fixes to something else.
fn fixed<'h>(hop: &'h Hop, condition: &'h Condition) -> Option<&'h str> {
    let Condition::Compare(left, Comparison::Equal, right) = condition else { return None };
    let target = hop.target();
    let is_far = |table: &TableName| *table != hop.from && (*table == target || *table == hop.to);
    let far = |term: &'h Term, other: &Term| match term {
        Term::Column { table: Some(table), column } if is_far(table) => {
            let free = other.columns().iter().all(|(table, _)| table.is_none_or(|table| !is_far(table)));
            free.then_some(column.as_str())
        }
        _ => None,
    };
    far(left, right).or_else(|| far(right, left)).or_else(|| match (left, right) {
        // In a hop of a table to itself, what stands right is the far end.
        (Term::Column { .. }, Term::Column { column, .. }) if hop.from == hop.to => Some(column),
        _ => None,
    })
}
