//! What a data map says, as a set of facts that two maps can be compared by: who the persons are and how they are called,
//! how rows lead to them, who acted, what columns hold, what pages show.

use std::collections::BTreeSet;

use vantail_back::map::{
    Chart, ColumnName, Comparison, Condition, DataMap, Hop, Kind, Link, Rows, TableName, Term,
};

/// The facts of a map, each as a line.
pub fn facts(map: &DataMap) -> BTreeSet<String> {
    let mut facts = BTreeSet::new();
    for kind in &map.kinds {
        let table = &kind.table.value;
        facts.insert(format!("persons are in {table}"));
        facts
            .extend(kind.key.iter().map(|key| format!("persons of {table} are told apart by {}", key.value)));
        facts.extend(
            kind.name
                .columns()
                .map(|column| format!("persons of {table} are called by {}", named(table, column))),
        );
    }
    for kind in &map.kinds {
        let columns = kind.postal.iter().flat_map(|line| line.columns());
        facts.extend(columns.map(|column| {
            let table = link_table(kind, column);
            format!("letters to persons of {} say {table}.{}", kind.table.value, column.column)
        }));
    }
    for table in &map.tables {
        let name = &table.name.value;
        for link in table.links.iter().flat_map(|links| links.all()) {
            facts.extend(hops(link).into_iter().map(|hop| format!("rows of {name} lead by {hop}")));
        }
        for (_, link) in &table.actors {
            facts.extend(hops(link).into_iter().map(|hop| format!("rows of {name} name an actor by {hop}")));
        }
        for column in &table.columns {
            facts.insert(format!("{name}.{} holds {}", column.column.value, column.category.name()));
        }
    }
    for block in &map.blocks {
        facts.extend(block.reads.first().map(|table| format!("rows of {} forbid erasure", table.value)));
    }
    for table in map.tables.iter().filter(|table| table.active.is_some()) {
        facts.insert(format!("rows of {} forbid erasure", table.name.value));
    }
    facts.extend(map.logs.iter().map(|log| format!("{} is a log", log.source.table.value)));
    facts.extend(map.groups.iter().map(|group| format!("{} is shared", group.source.table.value)));
    for page in &map.pages {
        if let Some(rows) = page.content.rows() {
            facts.extend(shown(rows));
            facts.extend(rows.chart.as_ref().map(|chart| drawn(rows, chart)));
        }
        if let (Some(rows), Some(ledger)) = (page.content.rows(), page.content.ledger()) {
            let table = &rows.source.table.value;
            facts.extend(
                ledger
                    .amount
                    .columns()
                    .iter()
                    .map(|column| format!("a page of {table} shows {table}.{}", column.value)),
            );
        }
    }
    facts
}

fn drawn(rows: &Rows, chart: &Chart) -> String {
    let table = &rows.source.table.value;
    match chart {
        Chart::Balance => format!("a page of {table} draws its balance"),
        Chart::Bars(bars) => format!("a page of {table} draws bars by {}", shown_as(rows, &bars.by.value)),
    }
}

fn shown(rows: &Rows) -> Vec<String> {
    let table = &rows.source.table.value;
    let columns = rows.columns.iter().chain(&rows.detail).map(|shown| &shown.column.value);
    let headings = rows.card.iter().flat_map(|card| card.columns());
    columns
        .chain(headings)
        .map(|column| format!("a page of {table} shows {}", shown_as(rows, column)))
        .collect()
}

/// A column of a page by its own table, whatever a join calls it.
fn shown_as(rows: &Rows, column: &ColumnName) -> String {
    match rows.table_of(column) {
        Some(table) => format!("{table}.{}", column.column),
        None => named(&rows.source.table.value, column),
    }
}

/// The table of a column of a kind, whatever a join calls it.
fn link_table<'k>(kind: &'k Kind, column: &'k ColumnName) -> &'k TableName {
    let Some(name) = &column.table else { return &kind.table.value };
    kind.joins.iter().find(|hop| hop.target() == *name).map_or(name, |hop| &hop.to)
}

fn named(table: &TableName, column: &ColumnName) -> String {
    format!("{}.{}", column.table.as_ref().unwrap_or(table), column.column)
}

/// The equalities of a way, whichever side is written first and whatever normal form they are in.
fn hops(link: &Link) -> Vec<String> {
    link.hops
        .iter()
        .flat_map(|hop| hop.conditions.0.iter().filter_map(|condition| equality(hop, condition)))
        .collect()
}

fn equality(hop: &Hop, condition: &Condition) -> Option<String> {
    let Condition::Compare(left, Comparison::Equal, right) = condition else { return None };
    let mut sides = [side(hop, left)?, side(hop, right)?];
    sides.sort();
    Some(sides.join(" = "))
}

fn side(hop: &Hop, term: &Term) -> Option<String> {
    let (table, column) = term.columns().into_iter().next()?;
    let table = if *table? == hop.target() { &hop.to } else { table? };
    Some(format!("{table}.{column}"))
}
