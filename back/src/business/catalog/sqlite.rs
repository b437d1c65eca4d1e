//! Asking a `SQLite` file for its own shape.

use sqlparser::{
    ast::{ColumnOption, Statement, TableConstraint},
    dialect::SQLiteDialect,
    parser::Parser,
};
use sqlx::{Row as _, SqliteConnection};

use crate::map::{Class, ColumnShape, ForeignKey, Nature, Schema, TableKind, TableName, TableShape};

/// The names of a row's number: see <https://sqlite.org/lang_createtable.html#rowid>.
const ROW_IDS: [&str; 3] = ["rowid", "_rowid_", "oid"];

/// Reads from the file, so that a lock or a damaged header shows.
pub(in crate::business) async fn ping(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT count(*) FROM sqlite_schema").fetch_one(connection).await.map(drop)
}

/// All tables and views with their columns. A view that is broken has no columns; it is an error to nobody who does
/// not name it.
pub(in crate::business) async fn schema(connection: &mut SqliteConnection) -> Result<Schema, sqlx::Error> {
    let names = sqlx::query(
        "SELECT s.name, s.type, s.sql, coalesce((SELECT l.wr = 0 AND l.type = 'table' FROM pragma_table_list(s.name) AS l \
           WHERE l.schema = 'main'), 0) \
         FROM sqlite_schema AS s \
         WHERE s.type IN ('table', 'view') AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.name",
    )
    .fetch_all(&mut *connection)
    .await?;
    // Named always, so that no table of the organisation is taken for a name of a statement of ours.
    let mut schema = Schema { default_schema: Some("main".to_owned()), ..Schema::default() };
    for row in names {
        let (name, kind): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let mut shape = match table(connection, &name).await {
            Err(sqlx::Error::Database(_)) if kind == "view" => TableShape::default(),
            other => other?,
        };
        if kind == "view" {
            shape.kind = TableKind::View;
        }
        if kind == "table" {
            shape.checks = checks(&row.try_get::<Option<String>, _>(2)?.unwrap_or_default());
        }
        if row.try_get::<i64, _>(3)? != 0 {
            let hidden =
                |name: &str| shape.columns.iter().any(|column| column.name.eq_ignore_ascii_case(name));
            shape.row_id = ROW_IDS.into_iter().find(|name| !hidden(name));
        }
        schema.tables.insert(TableName::plain(&name), shape);
    }
    Ok(schema)
}

/// The CHECK constraints of a table, out of the statement that made it: no other place has them. A statement that another
/// parser does not understand tells of none.
fn checks(sql: &str) -> Vec<String> {
    let parsed = Parser::parse_sql(&SQLiteDialect {}, sql).unwrap_or_default();
    let Some(Statement::CreateTable(table)) = parsed.first() else { return Vec::new() };
    let of_columns = table.columns.iter().flat_map(|column| &column.options);
    let of_columns = of_columns.filter_map(|option| match &option.option {
        ColumnOption::Check(check) => Some(check.expr.to_string()),
        _ => None,
    });
    let of_table = table.constraints.iter().filter_map(|constraint| match constraint {
        TableConstraint::Check(check) => Some(check.expr.to_string()),
        _ => None,
    });
    of_columns.chain(of_table).collect()
}

async fn table(connection: &mut SqliteConnection, name: &str) -> Result<TableShape, sqlx::Error> {
    // Hidden columns of virtual tables (1) are no columns to read.
    let rows = sqlx::query(
        "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?) WHERE hidden <> 1 ORDER BY cid",
    )
    .bind(name)
    .fetch_all(&mut *connection)
    .await?;
    let mut primary: Vec<(i64, String)> = Vec::new();
    let mut declared: Vec<(String, String, bool, bool)> = Vec::new();
    for row in rows {
        let (column, kind): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let (not_null, pk, hidden): (i64, i64, i64) = (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
        if pk > 0 {
            primary.push((pk, column.clone()));
        }
        declared.push((column, kind, not_null == 0, hidden != 0));
    }
    primary.sort();
    let primary: Vec<String> = primary.into_iter().map(|(_, column)| column).collect();
    let rowid = match primary.as_slice() {
        [single] => declared.iter().any(|(c, kind, ..)| c == single && kind.eq_ignore_ascii_case("INTEGER")),
        _ => false,
    };
    let columns = declared
        .into_iter()
        .map(|(name, kind, nullable, generated)| {
            // An INTEGER PRIMARY KEY is the row id, which is never absent; other keys of SQLite may be (quirks.html).
            let nullable = nullable && !(rowid && primary.first() == Some(&name));
            ColumnShape {
                nature: nature(&kind),
                max_length: length(&kind),
                sql_type: kind.clone(),
                generated,
                ..ColumnShape::plain(&name, class(&kind), nullable)
            }
        })
        .collect();
    let unique = indexes(connection, name).await?;
    let foreign = foreign(connection, name).await?;
    Ok(TableShape { columns, primary, unique, foreign, ..TableShape::default() })
}

/// The declared foreign keys. A key that names no columns there means the primary key.
async fn foreign(connection: &mut SqliteConnection, table: &str) -> Result<Vec<ForeignKey>, sqlx::Error> {
    let rows = sqlx::query(
        "SELECT f.id, f.\"table\", f.\"from\", \
           coalesce(f.\"to\", (SELECT p.name FROM pragma_table_info(f.\"table\") AS p WHERE p.pk = f.seq + 1)) \
         FROM pragma_foreign_key_list(?) AS f ORDER BY f.id, f.seq",
    )
    .bind(table)
    .fetch_all(connection)
    .await?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    for row in rows {
        let (id, to_table): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
        let (from, to): (String, Option<String>) = (row.try_get(2)?, row.try_get(3)?);
        // The table it leads to may be missing.
        let Some(to) = to else { continue };
        match keys.last_mut() {
            Some((last, key)) if *last == id => {
                key.columns.push(from);
                key.to.push(to);
            }
            _ => {
                let table = TableName::plain(&to_table);
                keys.push((id, ForeignKey { columns: vec![from], table, to: vec![to] }));
            }
        }
    }
    Ok(keys.into_iter().map(|(_, key)| key).collect())
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

/// What people mean by a declared type; `SQLite` itself keeps anything in any column.
fn nature(declared: &str) -> Nature {
    let declared = declared.to_ascii_uppercase();
    let has = |part: &str| declared.contains(part);
    if has("BOOL") {
        Nature::Truth
    } else if has("DATETIME") || has("TIMESTAMP") {
        Nature::Moment
    } else if has("DATE") {
        Nature::Date
    } else if has("JSON") {
        Nature::Json
    } else if has("INT") {
        Nature::Integer
    } else if has("CHAR") || has("CLOB") || has("TEXT") {
        Nature::Text
    } else if has("BLOB") {
        Nature::Bytes
    } else if has("REAL") || has("FLOA") || has("DOUB") {
        Nature::Float
    } else if has("DEC") || has("NUM") || has("MONEY") {
        let scale =
            declared.split_once(',').and_then(|(_, rest)| rest.trim_end_matches(')').trim().parse().ok());
        Nature::Decimal(scale)
    } else {
        Nature::Other
    }
}

/// The length of `VARCHAR(30)`, which `SQLite` does not enforce.
fn length(declared: &str) -> Option<u64> {
    let upper = declared.to_ascii_uppercase();
    let inner = upper.split_once('(').filter(|(name, _)| name.contains("CHAR"))?.1;
    inner.trim_end_matches(')').trim().parse().ok()
}
