//! What stands in `FROM`: tables of the database, and those that the map makes of SQL.

use super::{alias::Alias, build::Sql, statement::Statement};
use crate::map::{CheckedMap, Schema, TableName};

/// Asks the database whether SQL of the map can be run: it plans it, and gives no row.
pub(crate) fn trial(schema: &Schema, select: &str) -> Statement {
    Statement::of(schema, Sql::new("SELECT '1' FROM (").configured(select).with("\n) AS q WHERE 1 = 0"))
}

/// `table AS alias`, or `(select) AS alias` of a view of the map.
pub(super) fn from(map: &CheckedMap, table: &TableName, alias: Alias) -> Sql {
    let rows = match map.view(table) {
        // A comment at the end of the text must not swallow what follows.
        Some(view) => Sql::new("(").configured(&view.sql).with("\n)"),
        None => Sql::default().table(table),
    };
    rows.with(" AS ").then(alias.sql())
}
