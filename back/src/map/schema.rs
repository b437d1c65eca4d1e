//! The shape of the live database, as its own catalog tells it.

use std::collections::BTreeMap;

use super::TableName;

/// Tables and views of a database.
#[derive(Debug, Clone, Default)]
pub struct Schema {
    /// Which kind of database it is.
    pub dialect: Dialect,
    /// The schema that an unqualified name stands in: `public`, the database of the address, or none in `SQLite`.
    pub default_schema: Option<String>,
    /// By name; a table of the default schema by its plain name.
    pub tables: BTreeMap<TableName, TableShape>,
}

/// The kinds of database that Vantail reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// `SQLite`.
    #[default]
    Sqlite,
    /// `PostgreSQL`.
    Postgres,
    /// `MariaDB` and `MySQL`.
    MariaDb,
}

/// A table or a view.
#[derive(Debug, Clone, Default)]
pub struct TableShape {
    /// Whether its rows are its own.
    pub kind: TableKind,
    /// Its columns in order.
    pub columns: Vec<ColumnShape>,
    /// The columns of the primary key; none when there is no such key.
    pub primary: Vec<String>,
    /// Other sets of columns that no two rows share, as long as none of them is absent.
    pub unique: Vec<Vec<String>>,
    /// The declared foreign keys; of a partitioned table also those of any partition, each once.
    pub foreign: Vec<ForeignKey>,
    /// The CHECK constraints as the database writes them; those of a domain stand at the columns.
    pub checks: Vec<String>,
    /// The number of rows as the catalog guesses it; `None` when it says nothing.
    pub rows: Option<u64>,
    /// What `SQLite` calls the number of a row, where rows have one that no column hides.
    pub row_id: Option<&'static str>,
}

/// Whether the rows of a relation are its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableKind {
    /// A table; a partitioned one and one with inherited children too.
    #[default]
    Table,
    /// A partition, or an inherited child with hardly more columns than its parent, which shows the same rows.
    Part,
    /// A view, materialised or not.
    View,
}

/// A declared foreign key. It may be violated: it says what was meant, not what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The columns of the table itself.
    pub columns: Vec<String>,
    /// The table they lead to, which may be missing.
    pub table: TableName,
    /// The columns there, one for each.
    pub to: Vec<String>,
}

/// What the CHECK constraint of a domain calls the value that it holds to it.
pub const VALUE: &str = "VALUE";

/// A column.
#[derive(Debug, Clone)]
pub struct ColumnShape {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub class: Class,
    /// What its values are, as far as showing them and proving rules goes.
    pub nature: Nature,
    /// Its type in the database's own words, as a cast may name it: `numeric(12,2)`, `character varying(30)`.
    pub sql_type: String,
    /// Whether it may be absent.
    pub nullable: bool,
    /// How texts compare, as the database calls it; `None` where that is the same for all of its columns.
    pub collation: Option<String>,
    /// Longest text in characters, where the type says one.
    pub max_length: Option<u64>,
    /// Whether the database computes it by itself.
    pub generated: bool,
    /// The CHECK constraints of its domain, and of those below it, as the database writes them: of `VALUE`.
    pub checks: Vec<String>,
    /// What the organisation wrote about it in the catalog; empty for nothing.
    pub comment: String,
}

/// What a column holds, as far as comparing and ordering its values goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Numbers; in `SQLite` also dates, whose texts compare as they should.
    Number,
    /// Texts.
    Text,
    /// Days and times of a server database, compared as such.
    Moment,
    /// Anything: values are compared as texts.
    Untyped,
}

/// What a column's type says about its values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nature {
    /// Whole numbers.
    Integer,
    /// Decimals with this many places; `None` when the type leaves it open.
    Decimal(Option<u8>),
    /// Binary floating point.
    Float,
    /// Texts.
    Text,
    /// One of a list of words.
    Enum,
    /// Truth values.
    Truth,
    /// Days.
    Date,
    /// Days with a time; with a zone where the type has one.
    Moment,
    /// Structured text.
    Json,
    /// Bytes.
    Bytes,
    /// Anything else.
    #[default]
    Other,
}

impl Schema {
    /// A table or view. A name that is qualified with the default schema is the plain one.
    pub fn table(&self, name: &TableName) -> Option<&TableShape> {
        if name.schema.is_some() && name.schema == self.default_schema {
            return self.tables.get(&TableName::plain(&name.name));
        }
        self.tables.get(name)
    }
}

impl Schema {
    /// The same, to change it.
    pub fn table_mut(&mut self, name: &TableName) -> Option<&mut TableShape> {
        if name.schema.is_some() && name.schema == self.default_schema {
            return self.tables.get_mut(&TableName::plain(&name.name));
        }
        self.tables.get_mut(name)
    }
}

impl ColumnShape {
    /// A column of a class, about which nothing else is known.
    pub fn plain(name: &str, class: Class, nullable: bool) -> Self {
        Self {
            name: name.to_owned(),
            class,
            nature: Nature::default(),
            sql_type: String::new(),
            nullable,
            collation: None,
            max_length: None,
            generated: false,
            checks: Vec::new(),
            comment: String::new(),
        }
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

    /// The CHECK constraints that may speak of a column, each with the name that it has there.
    pub fn checks_of<'s>(&'s self, column: &'s ColumnShape) -> impl Iterator<Item = (&'s str, &'s str)> {
        let own = self.checks.iter().map(|check| (check.as_str(), column.name.as_str()));
        own.chain(column.checks.iter().map(|check| (check.as_str(), VALUE)))
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
