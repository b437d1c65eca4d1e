//! What `[tables]`, roles, groups, expected documents and logs say, against the live tables.

use vantail_shared::config::Spot;

use super::{Check, spot, written};
use crate::map::{Category, ColumnName, Table, TableName};

impl Check<'_> {
    pub(super) fn declared(&self, table: &Table) {
        let Some(shape) = self.table(&table.name, &table.name.at) else { return };
        for link in table.links.iter().flat_map(|links| links.all()) {
            self.link(link);
        }
        table.actors.iter().for_each(|(_, actor)| self.link(actor));
        for declared in &table.columns {
            let column = self.column(&table.name, shape, &declared.column, &declared.column.at);
            if let (Some(column), Some(format)) = (column, declared.format) {
                self.format(&declared.column.at, &declared.column, column, format);
            }
        }
        self.erased(table, shape);
        if let Some(active) = &table.active {
            self.conditions(&table.name, &[], active);
        }
        self.when(&table.name, table.keep_from.iter());
        self.columns(&table.name, table.key.iter().chain(&table.unique).map(spot));
    }

    /// Columns of a table that say when.
    fn when<'c>(&self, table: &TableName, columns: impl Iterator<Item = &'c Spot<String>>) {
        for column in columns {
            self.is_time(table, &[], (&ColumnName::own(column), &column.at));
        }
    }

    pub(super) fn shared(&self) {
        for role in &self.map.roles {
            self.source(&role.source);
            self.when(&role.source.table, role.since.iter().chain(&role.until));
        }
        for group in &self.map.groups {
            let table = &group.source.table;
            self.source(&group.source);
            self.columns(table, group.key.iter().map(spot));
            self.shown(table, &[], written(&group.name));
            let key: Vec<&str> = group.key.iter().map(|column| column.as_str()).collect();
            self.apart(table, &key, &group.key[0].at, "this key", "name the whole key");
        }
        for expected in &self.map.expected {
            self.link(&expected.on);
            let Some(set) = self.map.set(&expected.set) else { continue };
            if let Some(conditions) = &expected.condition {
                self.conditions(&set.source.table, &set.joins, conditions);
            }
            if let (Some(value), Some(Category::Column(_))) = (&expected.category, &set.category)
                && !set.words.is_empty()
                && !set.words.iter().any(|(known, _)| *known == value.value)
            {
                let problem = format!(
                    "{:?} is no value that the words of documents.{} know",
                    value.value, set.id.value
                );
                self.faults.warn(&value.at, problem, "compare the spelling, or add words for it");
            }
        }
        for log in &self.map.logs {
            let table = &log.source.table;
            self.source(&log.source);
            self.when(table, std::iter::once(&log.time));
            self.columns(table, log.columns.iter().map(spot));
            self.columns(table, log.only.iter().map(|(column, _)| spot(column)));
        }
    }
}
