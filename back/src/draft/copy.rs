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
    let all: Vec<_> = tables(schema).collect();
    let mut by_column: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, shape)) in all.iter().enumerate() {
        for column in &shape.columns {
            by_column.entry(column.name.as_str()).or_default().push(at);
        }
    }
    let mut copies = BTreeMap::new();
    for (at, (name, shape)) in all.iter().enumerate() {
        let named = extra_words(name).1;
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for column in &shape.columns {
            for other in
                by_column.get(column.name.as_str()).into_iter().flatten().filter(|other| **other != at)
            {
                *shared.entry(*other).or_default() += 1;
            }
        }
        let base = shared
            .into_iter()
            .filter(|(other, count)| is_copy((name, shape), all[*other], *count, named, references))
            .max_by_key(|(other, count)| (*count, std::cmp::Reverse(*other)));
        if let Some((base, _)) = base {
            copies.insert((*name).clone(), all[base].0.clone());
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

fn is_copy(
    (name, shape): (&TableName, &TableShape),
    (base, original): (&TableName, &TableShape),
    shared: usize,
    named: bool,
    references: &References,
) -> bool {
    let enough = shared * 5 >= original.columns.len() * 4 && original.columns.len() >= 4;
    let (stem, _) = extra_words(name);
    let (base_stem, base_named) = extra_words(base);
    // A history repeats the name too; a tray of changes repeats the many columns of a person.
    let by_name = named && !base_named && stem == base_stem;
    let by_columns = original.columns.len() >= 20
        && shared * 10 >= original.columns.len() * 9
        && references.towards(name).count() < references.towards(base).count()
        && shape.columns.len() <= original.columns.len() + 6;
    enough
        && (by_name || by_columns)
        && references.of(name).all(|reference| !declares_owner(reference, original))
}

/// A table with foreign keys of its own is a table of its own, whatever it repeats.
fn declares_owner(reference: &super::reference::Reference, original: &TableShape) -> bool {
    reference.declared && !original.primary.contains(&reference.columns[0])
}

/// A table's words without those that say that it is a history, and whether there were any.
fn extra_words(name: &TableName) -> (Vec<String>, bool) {
    let words: Vec<String> = words::split(&name.name).iter().map(|word| words::singular(word)).collect();
    let by_schema = name.schema.as_deref().is_some_and(|schema| HISTORY.contains(&schema));
    let rest: Vec<String> = words.iter().filter(|word| !HISTORY.contains(&word.as_str())).cloned().collect();
    let named = by_schema || rest.len() < words.len();
    (if rest.is_empty() { words } else { rest }, named)
}
