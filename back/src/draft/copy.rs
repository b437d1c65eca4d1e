//! Tables that repeat others: histories, archives, trays for changes.

use std::collections::{BTreeMap, BTreeSet};

use super::reference::{References, tables};
use crate::{
    map::{Schema, TableName, TableShape},
    words,
};

/// Words of a table's name that say so.
const HISTORY: &[&str] = &[
    "history",
    "audit",
    "auditor",
    "log",
    "archive",
    "archived",
    "deleted",
    "old",
    "backup",
    "bak",
    "hist",
    "version",
    "historique",
    "aged",
    "record",
    "revision",
    "lifecycle",
    "modification",
];

/// Which tables repeat which, by the name of the copy.
pub fn copies(schema: &Schema, references: &References) -> BTreeMap<TableName, TableName> {
    let all: Vec<Named<'_>> = tables(schema).map(|(name, shape)| Named::new(name, shape)).collect();
    let mut by_column: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, table) in all.iter().enumerate() {
        for column in &table.shape.columns {
            by_column.entry(column.name.as_str()).or_default().push(at);
        }
    }
    let mut copies = BTreeMap::new();
    for (at, table) in all.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for column in &table.shape.columns {
            for other in
                by_column.get(column.name.as_str()).into_iter().flatten().filter(|other| **other != at)
            {
                *shared.entry(*other).or_default() += 1;
            }
        }
        let base = shared
            .into_iter()
            .filter(|(other, count)| is_copy(table, &all[*other], *count, references))
            .max_by_key(|(other, count)| (*count, std::cmp::Reverse(*other)));
        if let Some((base, _)) = base {
            copies.insert(table.name.clone(), all[base].name.clone());
        }
    }
    // Two that repeat each other: the first is the base of neither.
    let mutual: BTreeSet<TableName> = copies
        .iter()
        .filter(|(copy, base)| copies.get(*base) == Some(*copy))
        .map(|(_, base)| base.clone())
        .collect();
    copies.retain(|copy, base| !(mutual.contains(copy) && copy < base));
    copies
}

fn is_copy(table: &Named<'_>, base: &Named<'_>, shared: usize, references: &References) -> bool {
    let (own, original) = (table.shape.columns.len(), base.shape.columns.len());
    let enough = shared * 5 >= original * 4 && original >= 4;
    // A history repeats the name too; a tray of changes repeats the many columns of a person.
    let by_name = table.is_history && !base.is_history && table.stem == base.stem;
    let by_columns = original >= 20
        && shared * 10 >= original * 9
        && own <= original + 6
        && references.towards(table.name).count() < references.towards(base.name).count();
    enough
        && (by_name || by_columns)
        && references.of(table.name).all(|reference| !declares_owner(reference, base.shape))
}

/// A table with foreign keys of its own is a table of its own, whatever it repeats.
fn declares_owner(reference: &super::reference::Reference, original: &TableShape) -> bool {
    reference.declared && !original.primary.contains(&reference.columns[0])
}

/// A table with the words of its name.
struct Named<'s> {
    name: &'s TableName,
    shape: &'s TableShape,
    /// Its words without those that say that it is a history.
    stem: Vec<String>,
    /// Whether there were any of these.
    is_history: bool,
}

impl<'s> Named<'s> {
    fn new(name: &'s TableName, shape: &'s TableShape) -> Self {
        let words: Vec<String> = words::split(&name.name).iter().map(|word| words::singular(word)).collect();
        let by_schema = name.schema.as_deref().is_some_and(|schema| HISTORY.contains(&schema));
        let rest: Vec<String> =
            words.iter().filter(|word| !HISTORY.contains(&word.as_str())).cloned().collect();
        let is_history = by_schema || rest.len() < words.len();
        Self { name, shape, stem: if rest.is_empty() { words } else { rest }, is_history }
    }
}
