//! The shape of the databases of a `MariaDB` or `MySQL` server, in five questions.
//!
//! Every column is cast: servers give the texts of these views as bytes now and then.

use std::collections::BTreeMap;

use sqlx::{MySqlConnection, Row as _};

use crate::map::{Class, ColumnShape, Dialect, ForeignKey, Nature, Schema, TableKind, TableName, TableShape};

const TABLES: &str = "SELECT CAST(DATABASE() AS CHAR), CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), \
       CAST(TABLE_TYPE AS CHAR), CAST(TABLE_ROWS AS CHAR) \
     FROM information_schema.TABLES \
     WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') \
       AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')";

const COLUMNS: &str = "SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(COLUMN_NAME AS CHAR), \
       CAST(DATA_TYPE AS CHAR), CAST(COLUMN_TYPE AS CHAR), CAST(IS_NULLABLE AS CHAR), \
       CAST(CHARACTER_MAXIMUM_LENGTH AS CHAR), CAST(NUMERIC_SCALE AS CHAR), CAST(EXTRA AS CHAR), \
       CAST(COLUMN_COMMENT AS CHAR), CAST(COLLATION_NAME AS CHAR) \
     FROM information_schema.COLUMNS \
     WHERE TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') \
     ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION";

const KEYS: &str = "SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(INDEX_NAME AS CHAR), \
       CAST(COLUMN_NAME AS CHAR) \
     FROM information_schema.STATISTICS \
     WHERE NON_UNIQUE = 0 \
       AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') \
     ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX";

const FOREIGN: &str = "SELECT CAST(TABLE_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(CONSTRAINT_NAME AS CHAR), \
       CAST(COLUMN_NAME AS CHAR), CAST(REFERENCED_TABLE_SCHEMA AS CHAR), CAST(REFERENCED_TABLE_NAME AS CHAR), \
       CAST(REFERENCED_COLUMN_NAME AS CHAR) \
     FROM information_schema.KEY_COLUMN_USAGE \
     WHERE REFERENCED_TABLE_NAME IS NOT NULL \
       AND TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys') \
     ORDER BY TABLE_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION";

/// CHECK constraints: `MariaDB` says of which table each is, `MySQL` lets it be looked up by a name that it has once.
const CHECKS: [&str; 2] = [
    "SELECT CAST(CONSTRAINT_SCHEMA AS CHAR), CAST(TABLE_NAME AS CHAR), CAST(CHECK_CLAUSE AS CHAR) \
     FROM information_schema.CHECK_CONSTRAINTS ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME",
    "SELECT CAST(t.TABLE_SCHEMA AS CHAR), CAST(t.TABLE_NAME AS CHAR), CAST(c.CHECK_CLAUSE AS CHAR) \
     FROM information_schema.CHECK_CONSTRAINTS AS c JOIN information_schema.TABLE_CONSTRAINTS AS t \
       ON t.CONSTRAINT_SCHEMA = c.CONSTRAINT_SCHEMA AND t.CONSTRAINT_NAME = c.CONSTRAINT_NAME \
     WHERE t.CONSTRAINT_TYPE = 'CHECK' AND t.ENFORCED = 'YES' \
     ORDER BY t.TABLE_SCHEMA, t.TABLE_NAME, c.CONSTRAINT_NAME",
];

/// Asks for one answer.
pub(in crate::business) async fn ping(connection: &mut MySqlConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT 1").execute(connection).await.map(drop)
}

/// All tables and views that the role may read. Where names do not tell small letters from capitals, they are as the
/// server keeps them.
pub(in crate::business) async fn schema(connection: &mut MySqlConnection) -> Result<Schema, sqlx::Error> {
    let mut schema = Schema { dialect: Dialect::MariaDb, ..Schema::default() };
    for row in texts(connection, TABLES).await? {
        let [default, place, name, kind, rows] = row.as_slice() else { continue };
        schema.default_schema.clone_from(default);
        let kind = if kind.as_deref() == Some("VIEW") { TableKind::View } else { TableKind::Table };
        let rows = rows.as_ref().and_then(|rows| rows.parse().ok());
        let shape = TableShape { kind, rows, ..TableShape::default() };
        schema.tables.insert(name_of(&schema, place.as_ref(), name.as_ref()), shape);
    }
    for row in texts(connection, COLUMNS).await? {
        let [place, table, rest @ ..] = row.as_slice() else { continue };
        let name = name_of(&schema, place.as_ref(), table.as_ref());
        if let (Some(shape), Some(column)) = (schema.tables.get_mut(&name), column(rest)) {
            shape.columns.push(column);
        }
    }
    let mut keys: BTreeMap<(TableName, String), Vec<Option<String>>> = BTreeMap::new();
    for row in texts(connection, KEYS).await? {
        let [place, table, Some(key), column] = row.as_slice() else { continue };
        keys.entry((name_of(&schema, place.as_ref(), table.as_ref()), key.clone()))
            .or_default()
            .push(column.clone());
    }
    for ((table, key), columns) in keys {
        // An expression in a key has no name: such a key proves nothing about columns.
        let columns: Option<Vec<String>> = columns.into_iter().collect();
        match (schema.tables.get_mut(&table), columns) {
            (Some(shape), Some(columns)) if key == "PRIMARY" => shape.primary = columns,
            (Some(shape), Some(columns)) => shape.unique.push(columns),
            _ => {}
        }
    }
    for row in checks(connection).await? {
        let [place, table, Some(check)] = row.as_slice() else { continue };
        let name = name_of(&schema, place.as_ref(), table.as_ref());
        if let Some(shape) = schema.tables.get_mut(&name) {
            shape.checks.push(check.clone());
        }
    }
    let mut foreign: BTreeMap<(TableName, String), ForeignKey> = BTreeMap::new();
    for row in texts(connection, FOREIGN).await? {
        let [place, table, Some(key), Some(column), to_place, to_table, Some(to)] = row.as_slice() else {
            continue;
        };
        let named = (name_of(&schema, place.as_ref(), table.as_ref()), key.clone());
        let table = name_of(&schema, to_place.as_ref(), to_table.as_ref());
        let key = foreign.entry(named).or_insert_with(|| ForeignKey { columns: vec![], table, to: vec![] });
        key.columns.push(column.clone());
        key.to.push(to.clone());
    }
    for ((table, _), key) in foreign {
        if let Some(shape) = schema.tables.get_mut(&table) {
            shape.foreign.push(key);
        }
    }
    Ok(schema)
}

/// A server that knows neither form has no such constraints.
async fn checks(connection: &mut MySqlConnection) -> Result<Vec<Vec<Option<String>>>, sqlx::Error> {
    let [mariadb, mysql] = CHECKS;
    match texts(connection, mariadb).await {
        Err(sqlx::Error::Database(_)) => {}
        other => return other,
    }
    match texts(connection, mysql).await {
        Err(sqlx::Error::Database(_)) => Ok(Vec::new()),
        rows => {
            let mut rows = rows?;
            rows.iter_mut()
                .filter_map(|row| row.last_mut()?.as_mut())
                .for_each(|check| *check = written(check));
            Ok(rows)
        }
    }
}

/// A constraint as it was written: `MySQL` tells it as a text within a text, and each byte as a letter of its own.
fn written(told: &str) -> String {
    let mut escaped = false;
    let plain = told.chars().filter(|c| {
        escaped = *c == '\\' && !escaped;
        !escaped
    });
    let plain: String = plain.collect();
    let bytes: Option<Vec<u8>> = plain.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or(plain)
}

async fn texts(
    connection: &mut MySqlConnection,
    question: &'static str,
) -> Result<Vec<Vec<Option<String>>>, sqlx::Error> {
    let rows = sqlx::query(question).fetch_all(connection).await?;
    rows.iter().map(|row| (0..row.len()).map(|at| row.try_get(at)).collect()).collect()
}

fn name_of(schema: &Schema, place: Option<&String>, name: Option<&String>) -> TableName {
    let place = place.filter(|place| Some(*place) != schema.default_schema.as_ref());
    TableName { schema: place.cloned(), name: name.cloned().unwrap_or_default() }
}

fn column(row: &[Option<String>]) -> Option<ColumnShape> {
    let [Some(name), Some(data_type), Some(sql_type), nullable, length, scale, extra, comment, collation] =
        row
    else {
        return None;
    };
    let (class, nature) = class(data_type, sql_type, scale.as_deref());
    let extra = extra.as_deref().unwrap_or_default().to_ascii_uppercase();
    Some(ColumnShape {
        name: name.clone(),
        class,
        nature,
        sql_type: sql_type.clone(),
        nullable: nullable.as_deref() == Some("YES"),
        collation: collation.clone(),
        max_length: length.as_ref().and_then(|length| length.parse().ok()).filter(|_| class == Class::Text),
        generated: extra.contains("VIRTUAL") || extra.contains("STORED") || extra.contains("PERSISTENT"),
        checks: Vec::new(),
        comment: comment.clone().unwrap_or_default(),
    })
}

/// What a type is, by `DATA_TYPE` and `COLUMN_TYPE` (mariadb.com/kb/en/data-types).
fn class(data_type: &str, sql_type: &str, scale: Option<&str>) -> (Class, Nature) {
    match data_type.to_ascii_lowercase().as_str() {
        // BOOLEAN is another word for it.
        "tinyint" if sql_type.eq_ignore_ascii_case("tinyint(1)") => (Class::Number, Nature::Truth),
        "bit" if sql_type.eq_ignore_ascii_case("bit(1)") => (Class::Number, Nature::Truth),
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "year" | "bit" => {
            (Class::Number, Nature::Integer)
        }
        "decimal" => (Class::Number, Nature::Decimal(scale.and_then(|scale| scale.parse().ok()))),
        "float" | "double" => (Class::Number, Nature::Float),
        "date" => (Class::Moment, Nature::Date),
        "datetime" | "timestamp" => (Class::Moment, Nature::Moment),
        "enum" => (Class::Text, Nature::Enum),
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => (Class::Text, Nature::Text),
        "json" => (Class::Untyped, Nature::Json),
        "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" | "geometry" | "point"
        | "linestring" | "polygon" | "multipoint" | "multilinestring" | "multipolygon"
        | "geometrycollection" | "geomcollection" | "vector" => (Class::Untyped, Nature::Bytes),
        _ => (Class::Untyped, Nature::Other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_of_mysql_are_told_as_they_were_written() {
        for (told, wanted) in [
            (r"(`price` >= 0)", "(`price` >= 0)"),
            (
                r"(`a` in (_utf8mb4\'it\\\'s\',_utf8mb4\'b\\\\c\'))",
                r"(`a` in (_utf8mb4'it\'s',_utf8mb4'b\\c'))",
            ),
            ("`a` <> '\u{c3}\u{a9}\u{e2}\u{82}\u{ac}'", "`a` <> 'é€'"),
            ("`a` <> 'é'", "`a` <> 'é'"),
            ("`a` <> '日'", "`a` <> '日'"),
        ] {
            assert_eq!(written(told), wanted, "{told}");
        }
    }
}
