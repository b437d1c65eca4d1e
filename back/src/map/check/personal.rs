//! Columns that look personal and that nobody declared.

use std::collections::BTreeSet;

use vantail_shared::config::At;

use super::Check;
use crate::map::{ColumnShape, Nature, Source, TableKind, TableName, TableShape, personal};

/// Names of columns in one fault at the most.
const MAX_NAMED: usize = 30;

impl Check<'_> {
    /// Tells of every table that holds persons' data with columns that the map should say something of.
    pub(super) fn personal(&self) {
        let home = self.map.kinds.first().map(|kind| &kind.table.at);
        let actors = self.actor_columns();
        for (name, shape) in &self.schema.tables {
            let Some((at, named)) = self.about_persons(name, shape).or(home.map(|at| (at, false))) else {
                continue;
            };
            if !named && !self.leads_to_a_person(shape, &actors) {
                continue;
            }
            let declared = self.map.table(name);
            let open: Vec<&str> = shape
                .columns
                .iter()
                .filter(|column| looks_personal(shape, column))
                .filter(|column| declared.is_none_or(|declared| declared.column(&column.name).is_none()))
                .map(|column| column.name.as_str())
                .collect();
            if open.is_empty() {
                continue;
            }
            let more = if open.len() > MAX_NAMED { ", ..." } else { "" };
            let list = open.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
            let problem =
                format!("{name} has columns that look personal and that nobody declared: {list}{more}");
            let remedy = format!(
                "name them in the columns of [tables.{name}], with category = \"none\" where they are not"
            );
            if self.map.strict {
                self.fault(at, problem, remedy);
            } else {
                self.faults.warn(at, problem, remedy);
            }
        }
    }

    /// Where the map says that rows of a table are about persons.
    fn about_persons(&self, name: &TableName, shape: &TableShape) -> Option<(&At, bool)> {
        if shape.kind == TableKind::View && self.map.view(name).is_some() {
            return None;
        }
        if let Some(table) = self.map.table(name) {
            return Some((&table.name.at, true));
        }
        let kinds = self.map.kinds.iter().map(|kind| &kind.table);
        let mut named = kinds.chain(self.sources().map(|source| &source.table));
        named.find(|table| table.value == *name).map(|table| (&table.at, true))
    }

    fn sources(&self) -> impl Iterator<Item = &Source> {
        let map = self.map;
        let pages = map.pages.iter().filter_map(|page| page.content.rows()).map(|rows| &rows.source);
        let sets = map.documents.iter().map(|set| &set.source);
        let roles = map.roles.iter().map(|role| &role.source);
        sets.chain(pages).chain(roles).chain(map.logs.iter().map(|log| &log.source))
    }

    /// The names of columns that say somewhere who acted: they say so everywhere.
    fn actor_columns(&self) -> BTreeSet<&str> {
        let first = self
            .map
            .tables
            .iter()
            .flat_map(|table| &table.actors)
            .filter_map(|(_, actor)| actor.hops.first());
        let here = first.flat_map(|hop| hop.pairs().unwrap_or_default()).map(|(from, _)| from);
        here.chain(self.map.actors.iter().map(|actor| actor.value.as_str())).collect()
    }

    /// Whether a foreign key leads to a person whom the rows may be about.
    fn leads_to_a_person(&self, shape: &TableShape, actors: &BTreeSet<&str>) -> bool {
        let persons: BTreeSet<&TableName> = self.map.kinds.iter().map(|kind| &kind.table.value).collect();
        let about = |columns: &[String]| !columns.iter().all(|column| actors.contains(column.as_str()));
        let mut foreign = shape.foreign.iter();
        shape.kind == TableKind::Table
            && foreign.any(|key| persons.contains(&key.table) && about(&key.columns))
    }
}

fn looks_personal(shape: &TableShape, column: &ColumnShape) -> bool {
    // Keys name rows, and truth values tell of nobody by themselves.
    let refers = shape.primary.contains(&column.name)
        || shape.foreign.iter().any(|key| key.columns.contains(&column.name));
    let number = matches!(column.nature, Nature::Integer | Nature::Decimal(_) | Nature::Float);
    let reference = number && (column.name.ends_with("_id") || column.name.ends_with("Id"));
    !refers && !reference && column.nature != Nature::Truth && personal::category(&column.name).is_some()
}
