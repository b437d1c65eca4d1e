//! The map against the live schema.

use std::{collections::BTreeSet, ops::Deref};

use vantail_shared::config::{At, Faults, Spot};

use super::{
    Amount, Content, DataMap, Kind, Link, Rows, Schema, Source, TableName, TableShape,
    consistency::suggestion,
};

/// A map that the live schema bears out: every table and column it names is there.
#[derive(Debug, Clone)]
pub struct CheckedMap {
    map: DataMap,
    schema: Schema,
}

impl Deref for CheckedMap {
    type Target = DataMap;

    fn deref(&self) -> &DataMap {
        &self.map
    }
}

impl CheckedMap {
    /// The schema that the map was checked against.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }
}

impl DataMap {
    /// Proves the map against the live schema. Every fault is noted; nothing is returned when there is one.
    pub fn check(self, schema: Schema, faults: &Faults) -> Option<CheckedMap> {
        let check = Check { schema: &schema, faults, sound: true.into() };
        for kind in &self.kinds {
            check.kind(kind);
        }
        for page in &self.pages {
            match &page.content {
                Content::Record(rows) | Content::List(rows) => check.rows(rows, &page.id.at),
                Content::Statement(rows, ledger) => {
                    check.rows(rows, &page.id.at);
                    match &ledger.amount {
                        Amount::Signed(column) => check.columns(&rows.source.table, [spot(column)]),
                        Amount::Split { debit, credit } => {
                            check.columns(&rows.source.table, [spot(debit), spot(credit)]);
                        }
                    }
                }
                Content::Documents(_) => {}
            }
        }
        for set in &self.documents {
            check.source(&set.source);
            check.columns(&set.source.table, set.columns());
            let key: Vec<&str> = set.key.iter().map(|column| column.as_str()).collect();
            check.apart(&set.source.table, &key, &set.key[0].at, "this key", "name the whole key");
        }
        let sound = check.sound.get();
        sound.then_some(CheckedMap { map: self, schema })
    }
}

fn spot(column: &Spot<String>) -> (&str, &At) {
    (column, &column.at)
}

struct Check<'a> {
    schema: &'a Schema,
    faults: &'a Faults,
    sound: std::cell::Cell<bool>,
}

impl Check<'_> {
    fn fault(&self, at: &At, problem: String, remedy: String) {
        self.sound.set(false);
        self.faults.note(at, problem, remedy);
    }

    fn table(&self, name: &TableName, at: &At) -> Option<&TableShape> {
        let shape = self.schema.table(name);
        if shape.is_none() {
            let known: BTreeSet<String> = self.schema.tables.keys().map(ToString::to_string).collect();
            self.fault(
                at,
                format!("the database has no table {name}"),
                suggestion(&name.to_string(), &known),
            );
        }
        shape
    }

    fn column(&self, table: &TableName, shape: &TableShape, name: &str, at: &At) {
        if shape.column(name).is_none() {
            let known: BTreeSet<String> = shape.columns.iter().map(|column| column.name.clone()).collect();
            self.fault(at, format!("table {table} has no column {name:?}"), suggestion(name, &known));
        }
    }

    /// Columns of a table; an unknown table was noted where it is declared.
    fn columns<'c>(&self, table: &TableName, columns: impl IntoIterator<Item = (&'c str, &'c At)>) {
        let Some(shape) = self.schema.table(table) else { return };
        for (name, at) in columns {
            self.column(table, shape, name, at);
        }
    }

    fn kind(&self, kind: &Kind) {
        if self.table(&kind.table, &kind.table.at).is_none() {
            return;
        }
        self.columns(&kind.table, kind.key.iter().map(spot));
        self.columns(&kind.table, kind.only.iter().map(|(column, _)| spot(column)));
        self.columns(&kind.table, kind.name.columns().map(|column| (column, &kind.name.at)));
        self.columns(&kind.table, kind.email.iter().map(spot));
    }

    fn source(&self, source: &Source) {
        self.table(&source.table, &source.table.at);
        for link in source.links.all() {
            self.link(link);
        }
    }

    fn link(&self, link: &Link) {
        for hop in &link.hops {
            for table in [&hop.from, &hop.to] {
                self.table(table, &hop.at);
            }
            for (table, name) in hop.conditions.columns() {
                let table = table.unwrap_or(&hop.from);
                let table = if *table == hop.target() { &hop.to } else { table };
                if let Some(shape) = self.schema.table(table) {
                    self.column(table, shape, name, &hop.at);
                }
            }
        }
    }

    fn rows(&self, rows: &Rows, page: &At) {
        self.source(&rows.source);
        let table = &rows.source.table;
        self.columns(table, rows.columns.iter().map(|shown| spot(&shown.column)));
        self.columns(table, rows.order.iter().map(|by| (by.column.as_str(), &by.at)));
        let by: Vec<&str> = rows.order.iter().map(|by| by.column.as_str()).collect();
        let at = rows.order.last().map_or(page, |by| &by.at);
        self.apart(table, &by, at, "this order", "end it with the key");
    }

    /// Paging needs a place of its own for every row. A view, or a table without any key, proves nothing either way:
    /// its author answers for it.
    fn apart(&self, table: &TableName, columns: &[&str], at: &At, what: &str, remedy: &str) {
        let Some(shape) = self.schema.table(table) else { return };
        if shape.tells_apart(columns) == Some(false) {
            let remedy = format!("{remedy}: {}", shape.best_key().join(", "));
            self.fault(at, format!("{what} does not tell all rows of {table} apart"), remedy);
        }
    }
}

#[cfg(test)]
mod tests;
