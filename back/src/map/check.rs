//! The map against the live schema.

mod conditions;
mod constraint;
mod erase;
mod fit;
mod joins;
mod kept;
mod personal;
mod sql;
mod tables;
mod views;

use std::{collections::BTreeSet, ops::Deref};

use vantail_shared::config::{At, Faults, Spot};

use super::{
    Chart, ColumnName, ColumnShape, DataMap, DocumentSet, Hop, Kind, Link, Page, Place, Rows, Schema,
    ShownColumn, Source, TableName, TableShape, Template, consistency::suggestion, link,
};

/// A map that the live schema bears out: every table and column it names is there, and is what the map takes it for.
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
    /// The schema that the map was checked against, with the views of the map in it as tables of the default schema, and
    /// with the keys that the map declares where the database has none.
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
    pub fn check(self, mut schema: Schema, faults: &Faults) -> Option<CheckedMap> {
        let own = Faults::new();
        self.declare_keys(&mut schema, &own);
        self.add_views(&mut schema, &own);
        let check = Check { map: &self, schema: &schema, faults: &own };
        self.kinds.iter().for_each(|kind| check.kind(kind));
        self.pages.iter().for_each(|page| check.page(page));
        self.documents.iter().for_each(|set| check.set(set));
        self.tables.iter().for_each(|table| check.declared(table));
        check.shared();
        check.personal();
        let sound = own.is_empty();
        faults.absorb(own);
        sound.then_some(CheckedMap { map: self, schema })
    }
}

#[derive(Clone, Copy)]
struct Check<'a> {
    map: &'a DataMap,
    schema: &'a Schema,
    faults: &'a Faults,
}

fn spot(column: &Spot<String>) -> (&str, &At) {
    (column, &column.at)
}

fn column(column: &Spot<ColumnName>) -> (&ColumnName, &At) {
    (&column.value, &column.at)
}

fn written(template: &Spot<Template>) -> impl Iterator<Item = (&ColumnName, &At)> {
    template.columns().map(|column| (column, &template.at))
}

impl<'a> Check<'a> {
    fn fault(&self, at: &At, problem: impl Into<String>, remedy: impl Into<String>) {
        self.faults.note(at, problem, remedy);
    }

    fn table(&self, name: &TableName, at: &At) -> Option<&'a TableShape> {
        let shape = self.schema.table(name);
        // A view of the map that is not there is one whose SQL was told of.
        if shape.is_none() && self.map.view(name).is_none() {
            let known: BTreeSet<String> = self.schema.tables.keys().map(ToString::to_string).collect();
            let problem = format!("the database has no table {name}");
            self.fault(at, problem, suggestion(&name.to_string(), &known));
        }
        shape
    }

    fn column(
        &self,
        table: &TableName,
        shape: &'a TableShape,
        name: &str,
        at: &At,
    ) -> Option<&'a ColumnShape> {
        let found = shape.column(name);
        if found.is_none() {
            let known: BTreeSet<String> = shape.columns.iter().map(|column| column.name.clone()).collect();
            let remedy = match name.rsplit_once('.') {
                Some((other, _)) if self.is_table(other) => {
                    format!("join {other} first: join = [\"{table}.column = {other}.column\"]")
                }
                _ => suggestion(name, &known),
            };
            self.fault(at, format!("table {table} has no column {name:?}"), remedy);
        }
        found
    }

    fn is_table(&self, name: &str) -> bool {
        name.parse().is_ok_and(|name| self.schema.table(&name).is_some())
    }

    /// Columns of a table; an unknown table was noted where it is declared.
    fn columns<'c>(&self, table: &TableName, columns: impl IntoIterator<Item = (&'c str, &'c At)>) {
        let Some(shape) = self.schema.table(table) else { return };
        for (name, at) in columns {
            self.column(table, shape, name, at);
        }
    }

    /// Columns of a table and of what is joined to it.
    fn shown<'c>(
        &self,
        own: &TableName,
        joins: &[Spot<Hop>],
        columns: impl IntoIterator<Item = (&'c ColumnName, &'c At)>,
    ) {
        for (column, at) in columns {
            self.shape_of(own, joins, column, at);
        }
    }

    fn shape_of(
        &self,
        own: &TableName,
        joins: &[Spot<Hop>],
        column: &ColumnName,
        at: &At,
    ) -> Option<&'a ColumnShape> {
        let table = link::table_of(own, joins, column)?;
        self.column(table, self.schema.table(table)?, &column.column, at)
    }

    fn kind(&self, kind: &Kind) {
        if self.table(&kind.table, &kind.table.at).is_none() {
            return;
        }
        self.joins(&kind.joins);
        self.columns(&kind.table, kind.key.iter().map(spot));
        self.columns(&kind.table, kind.same_as.iter().map(spot));
        self.columns(&kind.table, kind.only.iter().map(|(column, _)| spot(column)));
        let templates = std::iter::once(&kind.name).chain(&kind.postal);
        self.shown(&kind.table, &kind.joins, templates.flat_map(written));
        let single = [&kind.email, &kind.phone, &kind.language, &kind.birth];
        let kept = kind.legacy.iter().flat_map(super::KeptPasswords::columns);
        self.shown(&kind.table, &kind.joins, single.into_iter().flatten().chain(kept).map(column));
        for conditions in [&kind.condition, &kind.erased].into_iter().flatten() {
            self.conditions(&kind.table, &kind.joins, conditions);
        }
        let key: Vec<&str> = kind.key.iter().map(|column| column.as_str()).collect();
        self.apart(&kind.table, &key, &kind.key[0].at, "this key", "name the whole key");
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

    fn page(&self, page: &Page) {
        let Some(rows) = page.content.rows() else { return };
        self.source(&rows.source);
        self.joins(&rows.joins);
        let table = &rows.source.table;
        let single = rows.search.iter().chain(&rows.sort).chain(&rows.totals).chain(&rows.when).map(column);
        let columns = single.chain(rows.order.iter().map(|by| (&by.column, &by.at)));
        self.shown(table, &rows.joins, columns.chain(rows.card.iter().flat_map(written)));
        for shown in rows.columns.iter().chain(&rows.detail).chain(&rows.filter) {
            self.fits(rows, shown);
        }
        if let Some(conditions) = &rows.condition {
            self.conditions(table, &rows.joins, conditions);
        }
        if let Some(when) = &rows.when {
            self.is_time(table, &rows.joins, column(when));
        }
        if let Some(ledger) = page.content.ledger() {
            for money in ledger.columns() {
                let shape = self.shape_of(table, &rows.joins, money, &money.at);
                self.is_money(money, shape, ledger.money);
            }
            self.kept(page, rows, ledger);
        }
        if let Some(Chart::Bars(bars)) = &rows.chart {
            self.shown(table, &rows.joins, std::iter::once(&bars.by).chain(&bars.sum).map(column));
        }
        self.order(page, rows);
    }

    fn fits(&self, rows: &Rows, shown: &ShownColumn) {
        let shape = self.shape_of(&rows.source.table, &rows.joins, &shown.column, &shown.column.at);
        if let Some(shape) = shape {
            self.format(&shown.column.at, &shown.column.column, shape, shown.format);
        }
    }

    fn order(&self, page: &Page, rows: &Rows) {
        let own = rows.order.iter().filter(|by| by.column.table.is_none());
        // What every way fixes to the person is the same in all rows that anybody sees.
        let by: Vec<&str> = own.map(|by| by.column.column.as_str()).chain(self.fixed(&rows.source)).collect();
        let at = rows.order.last().map_or(&page.id.at, |by| &by.at);
        self.apart(&rows.source.table, &by, at, "this order", "end it with the key");
    }

    /// The columns of a table that every way to a person makes equal to a column of that person's key.
    fn fixed<'s>(&self, source: &'s Source) -> Vec<&'s str> {
        let of = |link: &'s Link| -> Vec<&'s str> {
            let [hop] = link.hops.as_slice() else { return Vec::new() };
            let is_key = |to: &str| {
                let ends = self.map.kinds.iter().filter(|kind| kind.table.value == hop.to);
                ends.into_iter().all(|kind| kind.key.iter().any(|key| key.value == to))
            };
            let pairs = hop.pairs().unwrap_or_default().into_iter();
            pairs.filter(|(_, to)| is_key(to)).map(|(from, _)| from).collect()
        };
        let mut ways = source.links.all().into_iter();
        let first = ways.next().map(of).unwrap_or_default();
        ways.fold(first, |fixed, link| {
            let also = of(link);
            fixed.into_iter().filter(|column| also.contains(column)).collect()
        })
    }

    fn set(&self, set: &DocumentSet) {
        self.source(&set.source);
        self.joins(&set.joins);
        self.columns(&set.source.table, set.key.iter().map(spot));
        self.shown(&set.source.table, &set.joins, set.columns());
        if let Some(conditions) = &set.condition {
            self.conditions(&set.source.table, &set.joins, conditions);
        }
        if let Place::Blob { column, .. } = &set.place {
            self.is_bytes(&set.source.table, column);
        }
        if let Some(date) = &set.date {
            self.is_time(&set.source.table, &set.joins, column(date));
        }
        let key: Vec<&str> = set.key.iter().map(|column| column.as_str()).collect();
        self.apart(&set.source.table, &key, &set.key[0].at, "this key", "name the whole key");
    }

    /// Paging needs a place of its own for every row. Of a view, or a table without any key, the catalog proves nothing
    /// either way: its author answers for it.
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
