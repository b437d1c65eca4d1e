//! Asking a `SQLite` file for its own shape.

use sqlx::{Row as _, SqliteConnection};

use crate::map::{Class, ColumnShape, Schema, TableName, TableShape};

/// Reads from the file, so that a lock or a damaged header shows.
pub(super) async fn ping(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT count(*) FROM sqlite_schema").fetch_one(connection).await.map(drop)
}

/// All tables and views with their columns. A view that is broken has no columns; it is an error to nobody who does
/// not name it.
pub(super) async fn schema(connection: &mut SqliteConnection) -> Result<Schema, sqlx::Error> {
    let names = sqlx::query(
        "SELECT name, type FROM sqlite_schema \
         WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut schema = Schema::default();
    for row in names {
        let (name, kind): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let shape = match table(connection, &name).await {
            Err(sqlx::Error::Database(_)) if kind == "view" => TableShape::default(),
            other => other?,
        };
        schema.tables.insert(TableName::plain(&name), shape);
    }
    Ok(schema)
}

async fn table(connection: &mut SqliteConnection, name: &str) -> Result<TableShape, sqlx::Error> {
    let rows = sqlx::query("SELECT name, type, \"notnull\", pk FROM pragma_table_xinfo(?) ORDER BY cid")
        .bind(name)
        .fetch_all(&mut *connection)
        .await?;
    let mut primary: Vec<(i64, String)> = Vec::new();
    let mut declared: Vec<(String, String, bool)> = Vec::new();
    for row in rows {
        let (column, kind): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let (not_null, pk): (i64, i64) = (row.try_get(2)?, row.try_get(3)?);
        if pk > 0 {
            primary.push((pk, column.clone()));
        }
        declared.push((column, kind, not_null == 0));
    }
    primary.sort();
    let primary: Vec<String> = primary.into_iter().map(|(_, column)| column).collect();
    let rowid = match primary.as_slice() {
        [single] => declared.iter().any(|(c, kind, _)| c == single && kind.eq_ignore_ascii_case("INTEGER")),
        _ => false,
    };
    let columns = declared
        .into_iter()
        .map(|(name, kind, nullable)| {
            // An INTEGER PRIMARY KEY is the row id, which is never absent; other keys of SQLite may be (quirks.html).
            let nullable = nullable && !(rowid && primary.first() == Some(&name));
            ColumnShape { sql_type: kind.clone(), ..ColumnShape::plain(&name, class(&kind), nullable) }
        })
        .collect();
    let unique = indexes(connection, name).await?;
    Ok(TableShape { columns, primary, unique, ..TableShape::default() })
}

/// The columns of every unique index over whole rows.
async fn indexes(connection: &mut SqliteConnection, table: &str) -> Result<Vec<Vec<String>>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT i.name, c.name FROM pragma_index_list(?) AS i JOIN pragma_index_info(i.name) AS c \
         WHERE i.\"unique\" = 1 AND i.origin <> 'pk' AND i.partial = 0 ORDER BY i.seq, c.seqno",
    )
    .bind(table)
    .fetch_all(connection)
    .await?;
    let mut sets: Vec<(String, Vec<Option<String>>)> = Vec::new();
    for row in rows {
        let (index, column): (String, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
        match sets.last_mut() {
            Some((name, columns)) if *name == index => columns.push(column),
            _ => sets.push((index, vec![column])),
        }
    }
    // An expression in an index has no name: such an index proves nothing about columns.
    Ok(sets.into_iter().filter_map(|(_, columns)| columns.into_iter().collect()).collect())
}

/// The affinity of a declared type (sqlite.org/datatype3.html, section 3.1).
fn class(declared: &str) -> Class {
    let declared = declared.to_ascii_uppercase();
    let has = |part: &str| declared.contains(part);
    if has("INT") {
        Class::Number
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        Class::Text
    } else if has("BLOB") || declared.is_empty() {
        Class::Untyped
    } else {
        Class::Number
    }
}
