//! Erase rules against the columns they change: what cannot be written must be known before anything is erased.

use vantail_shared::config::Spot;

use super::{
    Check,
    constraint::{self, Verdict, Worth},
    fit,
};
use crate::map::{ColumnShape, EraseRule, Link, Nature, RowRule, Table, TableShape};

/// The longest pseudonym, in characters: `$FORGET$$$` with ten digits.
const PSEUDONYM: u64 = 20;
/// A pseudonym as long as any.
const SAMPLE: &str = "$FORGET$$$4294967295";

impl Check<'_> {
    pub(super) fn erased(&self, table: &Table, shape: &TableShape) {
        if table.erase == RowRule::Delete {
            return;
        }
        for declared in &table.columns {
            let Some(rule) = &declared.erase else { continue };
            let Some(column) = shape.column(&declared.column) else { continue };
            if let Some((problem, remedy)) = refused(table, shape, column, rule) {
                let problem = format!(
                    "column {:?} of {} cannot be erased by {:?}: {problem}",
                    column.name,
                    table.name.value,
                    rule.name()
                );
                self.fault(&rule.at, problem, remedy);
                continue;
            }
            self.constrained(table, shape, column, rule);
            self.alike(table, shape, column, rule);
        }
    }
}

impl Check<'_> {
    /// CHECK constraints against what a rule writes.
    fn constrained(&self, table: &Table, shape: &TableShape, column: &ColumnShape, rule: &Spot<EraseRule>) {
        let written = match &rule.value {
            EraseRule::Keep | EraseRule::Delete => return,
            EraseRule::Null => Worth::Null,
            EraseRule::Blank => Worth::Text(String::new()),
            EraseRule::Constant(value) => Worth::Text(value.clone()),
            EraseRule::Pseudonym if column.nature != Nature::Integer => Worth::Text(SAMPLE.to_owned()),
            EraseRule::Pseudonym | EraseRule::Mask | EraseRule::OwnIdentifiers { .. } => Worth::Open,
        };
        let (name, rule_name) = (&table.name.value, rule.name());
        for (check, called) in shape.checks_of(column) {
            let what = format!("column {:?} of {name}, erased by {rule_name:?}", column.name);
            match constraint::verdict(self.schema.dialect, check, called, &written) {
                Verdict::Passes => {}
                Verdict::Breaks => {
                    let remedy = "write erase = \"constant\" with a value that it allows, \"null\", \"delete\" or \"keep\"";
                    self.fault(
                        &rule.at,
                        format!("{what}: the database would refuse it: CHECK ({check})"),
                        remedy,
                    );
                }
                Verdict::Open => {
                    let problem =
                        format!("{what}: whether CHECK ({check}) allows it cannot be told from here");
                    self.faults.warn(&rule.at, problem, "look at it, and try it on a copy of the database");
                }
            }
        }
    }

    /// A pseudonym is the same in all rows of one person: told where two rows must differ by it.
    fn alike(&self, table: &Table, shape: &TableShape, column: &ColumnShape, rule: &Spot<EraseRule>) {
        if rule.value != EraseRule::Pseudonym || self.is_one_row(table, shape) {
            return;
        }
        let rest = |key: &[String]| key.iter().all(|name| *name != column.name);
        let held = shape.unique.iter().find(|key| {
            let still = |other: &Vec<String>| {
                !other.is_empty() && rest(other) && other.iter().all(|name| key.contains(name))
            };
            key.contains(&column.name) && !still(&shape.primary) && !shape.unique.iter().any(still)
        });
        if let Some(held) = held {
            let problem = format!(
                "column {:?} of {}: a person may have several rows, all with the same pseudonym, and no two rows may agree in ({})",
                column.name,
                table.name.value,
                held.join(", ")
            );
            let remedy = "write erase = \"null\" where it may be absent, or erase = \"delete\" for the rows";
            self.faults.warn(&rule.at, problem, remedy);
        }
    }

    /// Whether a person has one row at the most, as far as keys say.
    fn is_one_row(&self, table: &Table, shape: &TableShape) -> bool {
        let single = |link: &&Link| {
            let pairs = link.hops.first().and_then(|hop| hop.pairs()).unwrap_or_default();
            let own: Vec<&str> = pairs.into_iter().map(|(own, _)| own).collect();
            !own.is_empty() && shape.tells_apart(&own) == Some(true)
        };
        self.map.kinds.iter().any(|kind| kind.table.value == table.name.value)
            || table.links.as_ref().is_some_and(|links| links.all().iter().all(single))
    }
}

/// Why a rule cannot be carried out, and what to write instead.
fn refused(
    table: &Table,
    shape: &TableShape,
    column: &ColumnShape,
    rule: &Spot<EraseRule>,
) -> Option<(String, &'static str)> {
    let rule = &rule.value;
    if matches!(rule, EraseRule::Keep | EraseRule::Delete) {
        return None;
    }
    if column.generated {
        return Some(("the database computes it".into(), "erase the columns that it is computed from"));
    }
    if shape.primary.contains(&column.name) {
        return Some((
            "it is part of the primary key".into(),
            "write erase = \"delete\" or erase = \"keep\"",
        ));
    }
    let refers = shape.foreign.iter().any(|key| key.columns.contains(&column.name));
    if refers && *rule != EraseRule::Null {
        return Some((
            "a foreign key holds it to another table".into(),
            "write erase = \"null\", \"delete\" or \"keep\"",
        ));
    }
    fits(column, rule).or_else(|| clash(table, shape, column, rule))
}

/// Whether the column can take what the rule writes.
fn fits(column: &ColumnShape, rule: &EraseRule) -> Option<(String, &'static str)> {
    let is_text = matches!(column.nature, Nature::Text | Nature::Other);
    let holds = || format!("it holds {}", fit::holds(column.nature));
    match rule {
        EraseRule::Null if !column.nullable => {
            let remedy = "write erase = \"blank\", \"pseudonym\" or \"constant\"";
            Some(("it must not be absent".into(), remedy))
        }
        EraseRule::Blank if !is_text => Some((holds(), "write erase = \"null\" or \"constant\"")),
        EraseRule::Mask | EraseRule::OwnIdentifiers { .. } if !is_text && column.nature != Nature::Json => {
            Some((holds(), "write erase = \"null\" or \"constant\""))
        }
        EraseRule::Pseudonym if !is_text && column.nature != Nature::Integer => {
            Some((holds(), "write erase = \"null\" or \"constant\""))
        }
        EraseRule::Pseudonym if is_text && column.max_length.is_some_and(|length| length < PSEUDONYM) => {
            let length = column.max_length.unwrap_or_default();
            let problem = format!("it takes {length} characters, and a pseudonym may have {PSEUDONYM}");
            Some((problem, "write erase = \"null\", \"blank\" or \"constant\""))
        }
        EraseRule::Constant(value) => constant(column, value),
        _ => None,
    }
}

fn constant(column: &ColumnShape, value: &str) -> Option<(String, &'static str)> {
    let day = |text: &str| text.len() >= 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let fits = match column.nature {
        Nature::Integer => value.parse::<i64>().is_ok(),
        Nature::Decimal(_) | Nature::Float => value.parse::<f64>().is_ok_and(f64::is_finite),
        Nature::Truth => matches!(value, "0" | "1"),
        Nature::Date | Nature::Moment => value.is_ascii() && day(value),
        Nature::Json => serde_json::from_str::<serde_json::Value>(value).is_ok(),
        Nature::Bytes => value.is_empty(),
        Nature::Text | Nature::Enum | Nature::Other => true,
    };
    if !fits {
        let problem = format!("{value:?} is no value of a column that holds {}", fit::holds(column.nature));
        return Some((problem, "write a value of its type"));
    }
    let length = value.chars().count() as u64;
    column.max_length.filter(|max| length > *max).map(|max| {
        (format!("it takes {max} characters, and the value has {length}"), "write a shorter value")
    })
}

/// Whether rows that must differ would become alike: those of a key which nothing but columns like this one tell apart.
fn clash(
    table: &Table,
    shape: &TableShape,
    column: &ColumnShape,
    rule: &EraseRule,
) -> Option<(String, &'static str)> {
    let alike =
        |rule: &EraseRule| matches!(rule, EraseRule::Blank | EraseRule::Constant(_) | EraseRule::Mask);
    if !alike(rule) {
        return None;
    }
    let stays = |name: &String| {
        let declared = table.column(name).and_then(|declared| declared.erase.as_ref());
        *name != column.name && !declared.is_some_and(|rule| alike(&rule.value))
    };
    let held = shape.unique.iter().find(|key| {
        let rest: Vec<&String> = key.iter().filter(|name| stays(name)).collect();
        let still = |other: &Vec<String>| !other.is_empty() && other.iter().all(|name| rest.contains(&name));
        key.contains(&column.name) && !still(&shape.primary) && !shape.unique.iter().any(still)
    })?;
    let problem = format!("no two rows may agree in ({})", held.join(", "));
    Some((problem, "write erase = \"pseudonym\", which differs from person to person, or \"null\""))
}
