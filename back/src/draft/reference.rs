//! Which table's rows point to which other table's.

use std::collections::BTreeMap;

use super::bare;
use crate::{
    map::{ForeignKey, Schema, TableKind, TableName, TableShape},
    words,
};

/// Rows of one table each name at most one row of another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reference {
    /// The table that points.
    pub from: TableName,
    /// Its columns.
    pub columns: Vec<String>,
    /// The table pointed to.
    pub to: TableName,
    /// The columns there, one for each.
    pub target: Vec<String>,
    /// Whether the database declares it; otherwise it was found by names and values.
    pub declared: bool,
    /// Whether it is by a value that people write, such as a telephone number, and not by a key.
    pub loose: bool,
}

impl Reference {
    /// The name of the reference: its only column, or the last of several.
    pub fn name(&self) -> &str {
        self.columns.last().map_or("", String::as_str)
    }
}

/// All references of a database.
#[derive(Debug, Default)]
pub struct References {
    list: Vec<Reference>,
    of: BTreeMap<TableName, Vec<usize>>,
    towards: BTreeMap<TableName, Vec<usize>>,
    /// The word that says nothing and that most tables begin with.
    begin: Option<String>,
}

impl References {
    /// The declared ones between tables whose rows are their own, then those that were found.
    pub fn new(schema: &Schema, found: Vec<Reference>) -> Self {
        let mut references = Self { begin: bare::of_all_tables(schema), ..Self::default() };
        for (name, shape) in tables(schema) {
            for key in &shape.foreign {
                if let Some(reference) = declared(schema, name, shape, key) {
                    references.add(reference);
                }
            }
        }
        for reference in found {
            references.add(reference);
        }
        references
    }

    fn add(&mut self, reference: Reference) {
        let same = |at: &usize| {
            let other = &self.list[*at];
            other.columns == reference.columns && other.to == reference.to
        };
        if self.of.get(&reference.from).is_some_and(|list| list.iter().any(same)) {
            return;
        }
        let at = self.list.len();
        self.of.entry(reference.from.clone()).or_default().push(at);
        self.towards.entry(reference.to.clone()).or_default().push(at);
        self.list.push(reference);
    }

    /// What a table is called: its words without those that all tables begin with.
    pub fn called(&self, table: &TableName) -> String {
        let words = words::of_name(&table.name);
        match words.split_first() {
            Some((first, rest)) if !rest.is_empty() && self.begin.as_ref() == Some(first) => rest.join(" "),
            _ => words.join(" "),
        }
    }

    /// Those of one table, in the order of the catalog.
    pub fn of(&self, table: &TableName) -> impl Iterator<Item = &Reference> {
        self.of.get(table).into_iter().flatten().map(|at| &self.list[*at])
    }

    /// Those that lead to one table.
    pub fn towards(&self, table: &TableName) -> impl Iterator<Item = &Reference> {
        self.towards.get(table).into_iter().flatten().map(|at| &self.list[*at])
    }

    /// Whether a column points somewhere by a key.
    pub fn is_column(&self, table: &TableName, column: &str) -> bool {
        self.of(table)
            .any(|reference| !reference.loose && reference.columns.iter().any(|name| name == column))
    }
}

/// The tables that hold rows of their own.
pub fn tables(schema: &Schema) -> impl Iterator<Item = (&TableName, &TableShape)> {
    schema.tables.iter().filter(|(_, shape)| shape.kind == TableKind::Table && !shape.columns.is_empty())
}

/// A declared key, when everything that it names is there.
fn declared(schema: &Schema, from: &TableName, shape: &TableShape, key: &ForeignKey) -> Option<Reference> {
    let target = schema.table(&key.table)?;
    let there = key.to.iter().all(|column| target.column(column).is_some());
    let here = key.columns.iter().all(|column| shape.column(column).is_some());
    let paired = !key.columns.is_empty() && key.columns.len() == key.to.len();
    (there && here && paired && target.kind == TableKind::Table).then(|| Reference {
        from: from.clone(),
        columns: key.columns.clone(),
        to: plain(schema, &key.table),
        target: key.to.clone(),
        declared: true,
        loose: false,
    })
}

/// The name by which the schema knows a table.
fn plain(schema: &Schema, name: &TableName) -> TableName {
    if name.schema.is_some() && name.schema == schema.default_schema {
        return TableName::plain(&name.name);
    }
    name.clone()
}
