//! The map against the live schema.

use std::{collections::BTreeSet, ops::Deref};

use vantail_shared::config::{At, Faults, Spot};

use super::{
    ColumnName, DataMap, Hop, Kind, Link, Links, Place, Rows, Schema, Source, TableName, TableShape,
    Template, consistency::suggestion, link,
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

    /// The columns that name one row of a table or view; none when nothing tells its rows apart.
    pub fn key_of(&self, name: &TableName) -> Vec<&str> {
        fn of(key: &[Spot<String>]) -> Vec<&str> {
            key.iter().map(|column| column.value.as_str()).collect()
        }
        if let Some(key) = self.map.table(name).map(|table| of(&table.key)).filter(|key| !key.is_empty()) {
            return key;
        }
        if let Some(view) = self.map.view(name) {
            return of(&view.key);
        }
        let primary = self.schema.table(name).map(|shape| shape.primary.as_slice());
        primary.unwrap_or_default().iter().map(String::as_str).collect()
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
            let Some(rows) = page.content.rows() else { continue };
            check.rows(rows, &page.id.at);
            if let Some(ledger) = page.content.ledger() {
                check.shown(&rows.source, &rows.joins, ledger.amount.columns().into_iter().map(column));
            }
        }
        for set in &self.documents {
            check.source(&set.source);
            check.columns(&set.source.table, set.key.iter().map(spot));
            check.shown(&set.source, &set.joins, set.columns());
            if let Place::Blob { column, .. } = &set.place {
                check.columns(&set.source.table, [spot(column)]);
            }
            let key: Vec<&str> = set.key.iter().map(|column| column.as_str()).collect();
            check.apart(&set.source.table, &key, &set.key[0].at, "this key", "name the whole key");
        }
        let sound = check.sound.get();
        sound.then_some(CheckedMap { map: self, schema })
    }
}

fn written(template: &Spot<Template>) -> impl Iterator<Item = (&ColumnName, &At)> {
    template.columns().map(|column| (column, &template.at))
}

fn spot(column: &Spot<String>) -> (&str, &At) {
    (column, &column.at)
}

fn column(column: &Spot<ColumnName>) -> (&ColumnName, &At) {
    (&column.value, &column.at)
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
        let source = Source { table: kind.table.clone(), links: Links::none(kind.table.at.clone()) };
        let templates = std::iter::once(&kind.name).chain(&kind.postal);
        self.shown(&source, &kind.joins, templates.flat_map(written));
        let single = [&kind.email, &kind.phone, &kind.language, &kind.birth];
        self.shown(&source, &kind.joins, single.into_iter().flatten().map(column));
    }

    fn source(&self, source: &Source) {
        self.table(&source.table, &source.table.at);
        for link in source.links.all() {
            self.link(link);
        }
    }

    fn link(&self, link: &Link) {
        for hop in &link.hops {
            self.hop(hop);
        }
    }

    fn hop(&self, hop: &Spot<Hop>) {
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

    /// Columns of a table and of what is joined to it.
    fn shown<'c>(
        &self,
        source: &Source,
        joins: &[Spot<Hop>],
        columns: impl IntoIterator<Item = (&'c ColumnName, &'c At)>,
    ) {
        for (column, at) in columns {
            if let Some(table) = link::table_of(&source.table, joins, column) {
                self.columns(table, [(column.column.as_str(), at)]);
            }
        }
    }

    fn rows(&self, rows: &Rows, page: &At) {
        self.source(&rows.source);
        for hop in &rows.joins {
            self.hop(hop);
        }
        let table = &rows.source.table;
        let shown = rows.columns.iter().chain(&rows.detail).chain(&rows.filter);
        let single = rows.search.iter().chain(&rows.sort).chain(&rows.totals).chain(&rows.when).map(column);
        let columns = shown.map(|shown| column(&shown.column)).chain(single);
        let columns = columns.chain(rows.order.iter().map(|by| (&by.column, &by.at)));
        self.shown(&rows.source, &rows.joins, columns.chain(rows.card.iter().flat_map(written)));
        let own = rows.order.iter().filter(|by| by.column.table.is_none());
        let by: Vec<&str> = own.map(|by| by.column.column.as_str()).collect();
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
