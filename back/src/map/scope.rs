//! Which columns a page, a kind of person or a set of documents can speak of: those of its table and of what is joined.

use std::fmt;

use vantail_shared::config::{Section, Spot};

use super::{Hop, Table, TableColumn, TableName, name::Names};

/// A column as a page names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ColumnName {
    /// The joined table or its alias; the page's own table when absent.
    pub table: Option<TableName>,
    /// The column.
    pub column: String,
}

impl ColumnName {
    /// A column of the page's own table.
    pub fn own(column: &str) -> Self {
        Self { table: None, column: column.to_owned() }
    }
}

impl fmt::Display for ColumnName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.table {
            Some(table) => write!(f, "{table}.{}", self.column),
            None => f.write_str(&self.column),
        }
    }
}

/// A table with what is joined to it, and what `[tables]` says of all of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'m> {
    pub(super) tables: &'m [Table],
    pub(super) own: Option<&'m TableName>,
    pub(super) joins: &'m [Spot<Hop>],
}

impl Scope<'_> {
    /// Reads the name of a column. A name before the dot that is no table of this scope belongs to the column: odd names of
    /// columns need no quotes of their own. An empty name is none.
    pub(super) fn column(&self, text: &str) -> Option<ColumnName> {
        if text.is_empty() {
            return None;
        }
        let mut names = Names::new(text);
        let path = names.path().filter(|_| names.at_end());
        if let Some(mut path) = path {
            let column = path.pop()?;
            if path.is_empty() {
                return Some(ColumnName { table: None, column });
            }
            if let Some(table) = TableName::from_parts(path) {
                if self.joins.iter().any(|hop| hop.target() == table) {
                    return Some(ColumnName { table: Some(table), column });
                }
                if self.own == Some(&table) {
                    return Some(ColumnName { table: None, column });
                }
            }
        }
        Some(ColumnName::own(text))
    }

    /// Reads a key that names a column.
    pub(super) fn read(&self, section: &Section<'_>, key: &str) -> Option<Spot<ColumnName>> {
        let text = section.text(key)?;
        self.spot(section, key, text)
    }

    /// Reads a key that must be there and name a column.
    pub(super) fn required(
        &self,
        section: &Section<'_>,
        key: &str,
        example: &str,
    ) -> Option<Spot<ColumnName>> {
        let text = section.required_text(key, example)?;
        self.spot(section, key, text)
    }

    /// Reads a list of columns.
    pub(super) fn list(&self, section: &Section<'_>, key: &str) -> Vec<Spot<ColumnName>> {
        let texts = section.texts(key);
        texts.into_iter().filter_map(|text| self.spot(section, key, text)).collect()
    }

    pub(super) fn spot(
        &self,
        section: &Section<'_>,
        key: &str,
        text: Spot<String>,
    ) -> Option<Spot<ColumnName>> {
        let column = self.column(&text);
        if column.is_none() {
            section.fault(&text.at, key, "names no column", "write the name of a column");
        }
        column.map(|value| Spot { value, at: text.at })
    }

    /// What `[tables]` says of a column.
    pub(super) fn declared(&self, column: &ColumnName) -> Option<&TableColumn> {
        let table = match &column.table {
            None => self.own?,
            Some(target) => &self.joins.iter().find(|hop| hop.target() == *target)?.to,
        };
        let declared = self.tables.iter().find(|declared| declared.name.value == *table)?;
        declared.columns.iter().find(|declared| declared.column.value == column.column)
    }
}
