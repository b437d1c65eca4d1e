//! A statement without the values of whoever asks: put together once, it can be asked of anybody.

use std::sync::Arc;

use super::Statement;
use crate::{
    map::{Dialect, Schema},
    query::{
        bound::{Bound, Given},
        build::{Select, Sql},
        types::Type,
    },
};

/// A text, and what its placeholders stand for. Cloning it is cheap.
#[derive(Debug, Clone)]
pub(in crate::query) struct Prepared {
    sql: Arc<str>,
    slots: Arc<[(Bound, Type)]>,
    dialect: Dialect,
}

impl Prepared {
    /// Any text that was built over the tables of a schema.
    pub(super) fn new(schema: &Schema, sql: Sql) -> Self {
        let (sql, slots) = sql.render(schema);
        Self { sql: sql.into(), slots: slots.into(), dialect: schema.dialect }
    }

    /// One select.
    pub(in crate::query) fn one(schema: &Schema, select: Select) -> Self {
        Self::new(schema, select.into_sql(schema.dialect))
    }

    /// Several selects as one statement; see [`Select::together`].
    pub(in crate::query) fn together(schema: &Schema, selects: Vec<Select>) -> Self {
        Self::new(schema, Select::together(schema.dialect, selects))
    }

    /// The statement of whoever gives these values. One that the column on the other side cannot hold is bound as absent.
    pub(in crate::query) fn of(&self, given: &Given<'_>) -> Statement {
        let value =
            |(bound, of): &(Bound, Type)| given.value(bound).filter(|value| of.admits(self.dialect, value));
        Statement { sql: Arc::clone(&self.sql), binds: self.slots.iter().map(value).collect() }
    }
}
