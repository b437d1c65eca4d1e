//! Tables of traces: what was done, and when.

use std::collections::BTreeSet;

use super::{column, page, survey, table::Table, theme::Theme};
use crate::{
    map::{DataCategory, Nature, Schema, TableShape},
    words::{self, Title},
};

/// The heads of names of tables of what people did: other tables of traces hold messages.
const TRACES: &[&str] = &[
    "log",
    "audit",
    "journal",
    "activity",
    "visit",
    "login",
    "trace",
    "access",
    "attempt",
    "connection",
    "connexion",
];

/// A drafted log.
#[derive(Debug, Clone)]
pub struct Log {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Title,
    /// The number of its table among the drafted ones.
    pub table: usize,
    /// The column with the moment.
    pub time: String,
    /// The columns that tell of a person.
    pub columns: Vec<String>,
}

/// The logs among these tables.
pub fn all(schema: &Schema, tables: &[Table]) -> Vec<Log> {
    let mut ids = BTreeSet::new();
    let mut logs = Vec::new();
    for (at, table) in tables.iter().enumerate() {
        let head =
            words::split(&table.name.name).last().map(|word| words::singular(word)).unwrap_or_default();
        let is_log = table.theme == Theme::Traces
            && table.kind.is_none()
            && table.after.is_none()
            && !table.leads.is_forward
            && !table.leads.subjects.is_empty()
            && TRACES.contains(&head.as_str());
        let Some(shape) = schema.table(&table.name).filter(|_| is_log) else { continue };
        let Some(time) = time(table, shape) else { continue };
        let columns = shape.columns.iter().filter(|own| {
            let category = table.column(&own.name).map(|column| column.category);
            let tells = matches!(
                category,
                Some(
                    DataCategory::Traces
                        | DataCategory::FreeText
                        | DataCategory::Identity
                        | DataCategory::Contact
                )
            );
            let names = table
                .leads
                .actors
                .iter()
                .any(|(_, step)| step.pairs.iter().any(|(from, _)| *from == own.name));
            let is_text = matches!(own.nature, Nature::Text | Nature::Json) && !survey::is_list(shape, own);
            !shape.in_key(&own.name) && !own.generated && (tells && is_text || names && category.is_some())
        });
        logs.push(Log {
            id: page::id(&table.title.en, "log", &mut ids),
            title: table.title.clone(),
            table: at,
            time,
            columns: columns.map(|column| column.name.clone()).collect(),
        });
    }
    logs
}

/// When something was done: never when it was changed or ends.
fn time(table: &Table, shape: &TableShape) -> Option<String> {
    let first = shape.columns.iter().find(|own| column::is_date(own) && !own.generated);
    table.day.clone().or_else(|| first.map(|own| own.name.clone()))
}
