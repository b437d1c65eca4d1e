//! SQL while it is being written: texts of this crate, quoted names, bound values, and nothing else.

use crate::map::TableName;

/// A piece of SQL and the values of its placeholders, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Sql {
    text: String,
    binds: Vec<Option<String>>,
}

impl Sql {
    /// A fixed text.
    pub(super) fn new(text: &'static str) -> Self {
        Self::default().with(text)
    }

    /// A column of an alias that this crate chose.
    pub(super) fn column(alias: &'static str, column: &str) -> Self {
        let mut sql = Self::new(alias);
        sql.text.push('.');
        sql.quote(column);
        sql
    }

    /// Adds a fixed text.
    pub(super) fn with(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Adds a name, quoted.
    pub(super) fn quote(&mut self, name: &str) {
        self.text.push('"');
        self.text.push_str(&name.replace('"', "\"\""));
        self.text.push('"');
    }

    /// Adds a label of ours: a letter and a number.
    pub(super) fn label(mut self, letter: &'static str, number: usize) -> Self {
        self.text.push_str(letter);
        self.text.push_str(&number.to_string());
        self
    }

    /// Adds a number.
    pub(super) fn number(mut self, number: u64) -> Self {
        self.text.push_str(&number.to_string());
        self
    }

    /// Adds a table's name, quoted.
    pub(super) fn table(mut self, table: &TableName) -> Self {
        if let Some(schema) = &table.schema {
            self.quote(schema);
            self.text.push('.');
        }
        self.quote(&table.name);
        self
    }

    /// Adds a placeholder and its value.
    pub(super) fn bind(mut self, value: Option<String>) -> Self {
        self.text.push('?');
        self.binds.push(value);
        self
    }

    /// Adds another piece.
    pub(super) fn then(mut self, other: Self) -> Self {
        self.text.push_str(&other.text);
        self.binds.extend(other.binds);
        self
    }

    /// Pieces with a fixed text between each two.
    pub(super) fn join(pieces: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::default();
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                joined.text.push_str(between);
            }
            joined = joined.then(piece);
        }
        joined
    }

    pub(super) fn into_parts(self) -> (String, Vec<Option<String>>) {
        (self.text, self.binds)
    }
}
