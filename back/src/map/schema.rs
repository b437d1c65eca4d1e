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
    /// The columns of the primary key; none when there is no such key.
    pub primary: Vec<String>,
    /// Other sets of columns that no two rows share, as long as none of them is absent.
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

    /// Whether no two rows can agree in all these columns; `None` when the catalog says nothing, as for a view.
    pub fn tells_apart(&self, columns: &[&str]) -> Option<bool> {
        if self.primary.is_empty() && self.unique.is_empty() {
            return None;
        }
        let holds = |set: &[String]| set.iter().all(|name| columns.contains(&name.as_str()));
        let present = |set: &[String]| set.iter().all(|name| self.column(name).is_some_and(|c| !c.nullable));
        let primary = !self.primary.is_empty() && holds(&self.primary);
        Some(primary || self.unique.iter().any(|set| holds(set) && present(set)))
    }

    /// Whether a column takes part in telling rows apart.
    pub fn in_key(&self, column: &str) -> bool {
        self.primary.iter().chain(self.unique.iter().flatten()).any(|name| name == column)
    }

    /// The columns to add to an order so that it tells rows apart.
    pub fn best_key(&self) -> &[String] {
        if self.primary.is_empty() { self.unique.first().map_or(&[], Vec::as_slice) } else { &self.primary }
    }
}
