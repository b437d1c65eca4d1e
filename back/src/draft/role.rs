//! Roles that tables with a beginning and an end suggest.

use std::collections::BTreeSet;

use super::{bare, column::is_date, page, table::Table};
use crate::{
    map::{Class, ColumnShape, Dialect, Schema, TableShape},
    words::{self, Title},
};

/// A drafted role.
#[derive(Debug, Clone)]
pub struct Role {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Title,
    /// The kinds that may hold it.
    pub kinds: Vec<usize>,
    /// The number of its table among the drafted ones.
    pub table: usize,
    /// The column with its first day.
    pub since: String,
    /// The column with its last day.
    pub until: String,
}

const BEGINS: &[&str] = &[
    "start",
    "start date",
    "starts on",
    "begin",
    "begin date",
    "from date",
    "date from",
    "valid from",
    "since",
    "debut",
    "date debut",
    "date entree",
    "started on",
    "starts at",
    "start on",
    "du",
];
const ENDS: &[&str] = &[
    "end",
    "end date",
    "ends on",
    "finish",
    "to date",
    "date to",
    "valid to",
    "valid until",
    "until",
    "fin",
    "date fin",
    "date sortie",
    "ended on",
    "ends at",
    "end on",
    "au",
];

/// The roles of these tables.
pub fn all(schema: &Schema, tables: &[Table]) -> Vec<Role> {
    let mut ids = BTreeSet::new();
    let mut roles = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let is_held = table.kind.is_none() && table.after.is_none() && !table.leads.is_forward;
        let Some(shape) = schema.table(&table.name).filter(|_| is_held && !table.leads.subjects.is_empty())
        else {
            continue;
        };
        let one = |names| one(schema.dialect, shape, names);
        if let (Some(since), Some(until)) = (one(BEGINS), one(ENDS)) {
            let title = words::of_column(&table.called);
            let id = page::id(&title.en, "role", &mut ids);
            roles.push(Role {
                id,
                title,
                kinds: table.leads.subjects.keys().copied().collect(),
                table: at,
                since,
                until,
            });
        }
    }
    roles
}

/// A day that can be held against today: a text is one in `SQLite` alone.
fn one(dialect: Dialect, shape: &TableShape, names: &[&str]) -> Option<String> {
    let compares = |column: &ColumnShape| dialect == Dialect::Sqlite || column.class != Class::Text;
    let called = |name: &str| names.contains(&bare::of(shape, name).as_str());
    shape
        .columns
        .iter()
        .find(|column| is_date(column) && compares(column) && called(&column.name))
        .map(|column| column.name.clone())
}
