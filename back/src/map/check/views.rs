//! Views and blocks: their SQL is proven, and views become tables of the schema that pages are checked against.

use vantail_shared::config::{At, Faults, Spot};

use super::{super::consistency::suggestion, sql};
use crate::map::{ColumnShape, DataMap, Schema, TableKind, TableName, TableShape};

impl DataMap {
    /// The SQL that the map brings along: of views, then of blocks and lists. Whether it runs, its database alone can tell.
    pub fn sql(&self) -> impl Iterator<Item = &Spot<String>> {
        let views = self.views.iter().map(|view| &view.sql);
        let blocks = self.blocks.iter().map(|block| &block.sql);
        views.chain(blocks).chain(self.lists.iter().map(|list| &list.sql))
    }

    /// Adds the keys that the map declares to tables that have none.
    pub(super) fn declare_keys(&self, schema: &mut Schema, faults: &Faults) {
        for table in self.tables.iter().filter(|table| !table.key.is_empty()) {
            let Some(shape) = schema.table_mut(&table.name) else { continue };
            if table.key.iter().any(|column| shape.column(column).is_none()) {
                continue;
            }
            if shape.primary.is_empty() {
                shape.primary = table.key.iter().map(|column| column.value.clone()).collect();
            } else {
                let problem = format!(
                    "the database declares the key of {}: {}",
                    table.name.value,
                    shape.primary.join(", ")
                );
                faults.note(&table.key[0].at, problem, "remove `key` here");
            }
        }
        for table in self.tables.iter().filter(|table| !table.unique.is_empty()) {
            if let Some(shape) = schema.table_mut(&table.name)
                && table.unique.iter().all(|column| shape.column(column).is_some())
            {
                shape.unique.push(table.unique.iter().map(|column| column.value.clone()).collect());
            }
        }
    }

    /// Proves views and blocks, and adds the views that are good to the schema.
    pub(super) fn add_views(&self, schema: &mut Schema, faults: &Faults) {
        let mut found = Vec::new();
        for view in &self.views {
            if schema.table(&view.table()).is_some() {
                let problem = format!("the database has a table {:?} as well", view.id.value);
                faults.note(&view.id.at, problem, "give the view a name of its own");
                continue;
            }
            let Some(columns) = proven(schema, &view.sql, &view.reads, faults) else { continue };
            if columns.iter().any(|column| column.name.is_empty()) {
                let remedy = "give it one: AS name";
                faults.note(&view.sql.at, "a column of the SQL has no name", remedy);
                continue;
            }
            let names = columns.iter().map(|column| column.name.clone()).collect();
            for key in view.key.iter().filter(|key| !columns.iter().any(|column| column.name == key.value)) {
                faults.note(
                    &key.at,
                    format!("the SQL gives no column {:?}", key.value),
                    suggestion(key, &names),
                );
            }
            let primary = view.key.iter().map(|key| key.value.clone()).collect();
            let shape = TableShape { kind: TableKind::View, columns, primary, ..TableShape::default() };
            found.push((view.table(), shape));
        }
        for block in &self.blocks {
            let Some(columns) = proven(schema, &block.sql, &block.reads, faults) else { continue };
            let key = block.persons.iter().find_map(|kind| self.kind(kind)).map_or(1, |kind| kind.key.len());
            if columns.len() != key + 1 {
                let problem = format!("the SQL gives {} columns, not {}", columns.len(), key + 1);
                faults.note(&block.sql.at, problem, "give the columns of the person's key, then one detail");
            }
        }
        for list in &self.lists {
            let Some(columns) = proven(schema, &list.sql, &list.reads, faults) else { continue };
            let key = list.persons.iter().find_map(|kind| self.kind(kind)).map_or(1, |kind| kind.key.len());
            if columns.len() != key {
                let problem = format!("the SQL gives {} columns, not {key}", columns.len());
                faults.note(&list.sql.at, problem, "give the columns of the person's key alone");
            }
        }
        schema.tables.extend(found);
    }
}

fn proven(
    schema: &Schema,
    text: &Spot<String>,
    reads: &[Spot<TableName>],
    faults: &Faults,
) -> Option<Vec<ColumnShape>> {
    let known = || schema.tables.keys().map(ToString::to_string).collect();
    let mut there = true;
    for read in reads.iter().filter(|read| schema.table(read).is_none()) {
        there = false;
        let problem = format!("the database has no table {}", read.value);
        faults.note(&read.at, problem, suggestion(&read.to_string(), &known()));
    }
    let tell = |at: &At, objections: Vec<sql::Objection>| {
        for (problem, remedy) in objections {
            faults.note(at, problem, remedy);
        }
    };
    match sql::prove(schema, text, reads) {
        Ok(columns) => there.then_some(columns),
        Err(objections) => {
            tell(&text.at, objections);
            None
        }
    }
}
