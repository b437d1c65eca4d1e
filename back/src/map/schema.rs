//! The shape of the live database, as its own catalog tells it.

use std::collections::BTreeMap;

use super::TableName;

/// Tables and views of a database.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// By name.
    pub tables: BTreeMap<TableName, TableShape>,
}

/// A table or a view.
#[derive(Debug, Clone, Default)]
pub struct TableShape {
    /// Its columns in order.
    pub columns: Vec<ColumnShape>,
    /// Sets of columns that no two rows share: the primary key first.
    pub unique: Vec<Vec<String>>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub class: Class,
    /// Whether it may be absent.
    pub nullable: bool,
}

/// What a column holds, as far as comparing and ordering its values goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Numbers; in `SQLite` also dates, whose texts compare as they should.
    Number,
    /// Texts.
    Text,
    /// Anything: values are compared as texts.
    Untyped,
}

impl Schema {
    /// A table or view.
    pub fn table(&self, name: &TableName) -> Option<&TableShape> {
        self.tables.get(name)
    }
}

impl TableShape {
    /// A column.
    pub fn column(&self, name: &str) -> Option<&ColumnShape> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether no two rows can agree in all these columns. A column that may be absent proves nothing, unless it is part
    /// of the primary key.
    pub fn tells_apart<'a>(&self, columns: impl Iterator<Item = &'a str> + Clone) -> bool {
        self.unique.iter().any(|set| {
            set.iter().all(|name| {
                columns.clone().any(|column| column == name) && self.column(name).is_some_and(|c| !c.nullable)
            })
        })
    }
}
