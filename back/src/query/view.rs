//! What stands in `FROM`: tables of the database, and those that the map makes of SQL.

use super::{alias::Alias, build::Sql};
use crate::map::{CheckedMap, TableName};

/// `table AS alias`, or `(select) AS alias` of a view of the map.
pub(super) fn from(map: &CheckedMap, table: &TableName, alias: Alias) -> Sql {
    let rows = match map.view(table) {
        // A comment at the end of the text must not swallow what follows.
        Some(view) => Sql::new("(").configured(&view.sql).with("\n)"),
        None => Sql::default().table(table),
    };
    rows.with(" AS ").then(alias.sql())
}
