//! What a page shows beside the columns of its own table: the words for which a number stands.

use std::collections::BTreeSet;

use super::{
    bare, page,
    reference::{Reference, References},
    table,
};
use crate::{
    map::{Class, Nature, Schema, TableName, TableShape},
    words,
};

/// Hops from a row to the words for it at the most.
const MAX_HOPS: usize = 3;
/// Words of other tables on one page at the most.
const MAX: usize = 10;

/// A column of another table, and how to come there.
#[derive(Debug, Clone)]
pub struct Label {
    /// The hops from the page's table.
    pub hops: Vec<Reference>,
    /// The table at their end.
    pub table: TableName,
    /// The column.
    pub column: String,
    /// Whether it names the row; otherwise it tells more of it.
    pub names: bool,
}

/// The labels of a table, nearest first.
pub fn find(
    schema: &Schema,
    references: &References,
    start: &TableName,
    barred: &BTreeSet<TableName>,
) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut seen: BTreeSet<TableName> = barred.iter().cloned().chain([start.clone()]).collect();
    let mut front: Vec<(TableName, Vec<Reference>)> = vec![(start.clone(), Vec::new())];
    for _ in 0..MAX_HOPS {
        let mut next = Vec::new();
        for (table, hops) in front {
            for reference in references.of(&table) {
                if acts(reference) || seen.contains(&reference.to) || !leads_to_one(schema, reference) {
                    continue;
                }
                seen.insert(reference.to.clone());
                let hops: Vec<Reference> = hops.iter().cloned().chain([reference.clone()]).collect();
                let Some(shape) = schema.table(&reference.to) else { continue };
                for (column, names) in of_table(&reference.to, shape) {
                    labels.push(Label { hops: hops.clone(), table: reference.to.clone(), column, names });
                }
                next.push((reference.to.clone(), hops));
            }
        }
        front = next;
    }
    labels.truncate(MAX);
    labels
}

fn acts(reference: &Reference) -> bool {
    words::split(reference.name()).iter().any(|word| matches!(word.as_str(), "by" | "related" | "parent"))
}

fn leads_to_one(schema: &Schema, reference: &Reference) -> bool {
    let target: Vec<&str> = reference.target.iter().map(String::as_str).collect();
    schema.table(&reference.to).and_then(|shape| shape.tells_apart(&target)) == Some(true)
}

/// The column with the name of a thing.
pub fn name(table: &TableName, shape: &TableShape) -> Option<String> {
    of_table(table, shape).into_iter().find(|(_, names)| *names).map(|(column, _)| column)
}

/// The columns that say what a row is: its name, and one or two words more.
fn of_table(name: &TableName, shape: &TableShape) -> Vec<(String, bool)> {
    let texts = || {
        shape.columns.iter().filter(|column| {
            (column.class == Class::Text || column.nature == Nature::Enum)
                && !matches!(column.nature, Nature::Bytes | Nature::Json)
                && page::is_sane(&column.name)
        })
    };
    let mut found: Vec<(String, bool)> = texts()
        .filter(|column| table::is_label(name, &bare::of(shape, &column.name)))
        .take(1)
        .map(|column| (column.name.clone(), true))
        .collect();
    let more = texts().filter(|column| {
        let said = bare::of(shape, &column.name);
        matches!(
            said.as_str(),
            "author" | "artist" | "description" | "number" | "type" | "rating" | "auteur" | "reference"
        )
    });
    for column in more {
        if found.len() < 3 && found.iter().all(|(name, _)| *name != column.name) {
            found.push((column.name.clone(), false));
        }
    }
    found
}
