//! The shape of a `PostgreSQL` database, in six questions.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{PgConnection, Row as _};

use crate::map::{Class, ColumnShape, Dialect, ForeignKey, Nature, Schema, TableKind, TableName, TableShape};

/// The schema that a name without one stands in, whatever the role's search path is.
const DEFAULT: &str = "public";

/// Relations that the role may read something of, and whether each is but a part of another: a partition, or an inherited
/// child that holds hardly more than its parent shows. One that has far more columns is a table in its own right.
/// A materialised view that was never filled cannot be read at all.
const TABLES: &str = "SELECT c.oid::int8, n.nspname::text, c.relname::text, c.relkind::text, \
       c.reltuples::float8, c.relispopulated, \
       EXISTS (SELECT FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent \
         WHERE i.inhrelid = c.oid AND (c.relispartition OR c.relnatts <= 2 * p.relnatts)) \
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname <> 'information_schema' \
       AND n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE') \
       AND has_any_column_privilege(c.oid, 'SELECT')";

/// Their columns; those of a domain with the type below all domains.
const COLUMNS: &str = "WITH RECURSIVE below AS ( \
       SELECT t.oid AS domain, t.typbasetype AS base, t.typtypmod AS modifier, t.typnotnull AS present \
       FROM pg_type t WHERE t.typtype = 'd' \
       UNION ALL \
       SELECT b.domain, t.typbasetype, CASE WHEN t.typtypmod >= 0 THEN t.typtypmod ELSE b.modifier END, \
         b.present OR t.typnotnull \
       FROM below b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd'), \
     domains AS (SELECT b.* FROM below b JOIN pg_type t ON t.oid = b.base WHERE t.typtype <> 'd') \
     SELECT a.attrelid::int8, a.attname::text, \
       format_type(coalesce(d.base, a.atttypid), coalesce(d.modifier, a.atttypmod)), \
       t.typtype::text, t.typcategory::text, NOT (a.attnotnull OR coalesce(d.present, false)), \
       coalesce(d.modifier, a.atttypmod), a.attgenerated <> '', coalesce(col_description(c.oid, a.attnum), ''), \
       (SELECT k.collname::text FROM pg_collation k WHERE k.oid = a.attcollation AND k.collname <> 'default') \
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     LEFT JOIN domains d ON d.domain = a.atttypid \
     JOIN pg_type t ON t.oid = coalesce(d.base, a.atttypid) \
     WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') \
       AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
       AND has_column_privilege(c.oid, a.attnum, 'SELECT') \
     ORDER BY a.attrelid, a.attnum";

/// Keys over whole rows, the primary one first.
const KEYS: &str = "SELECT i.indrelid::int8, i.indisprimary, \
       ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place) \
         JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum \
         WHERE k.place <= i.indnkeyatts ORDER BY k.place) \
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL \
       AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' \
     ORDER BY i.indisprimary DESC, i.indexrelid";

/// Foreign keys; those of a part also as keys of every table above it.
const FOREIGN: &str = "WITH RECURSIVE above AS ( \
       SELECT inhrelid AS part, inhparent AS whole FROM pg_inherits \
       UNION SELECT a.part, i.inhparent FROM above a JOIN pg_inherits i ON i.inhrelid = a.whole), \
     keys AS ( \
       SELECT k.oid, k.conrelid AS holder, k.conrelid, k.confrelid, k.conkey, k.confkey \
       FROM pg_constraint k WHERE k.contype = 'f' \
       UNION SELECT k.oid, a.whole, k.conrelid, k.confrelid, k.conkey, k.confkey \
       FROM pg_constraint k JOIN above a ON a.part = k.conrelid WHERE k.contype = 'f') \
     SELECT k.holder::int8, n.nspname::text, c.relname::text, \
       ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY AS u(attnum, place) \
         JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.attnum ORDER BY u.place), \
       ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY AS u(attnum, place) \
         JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.attnum ORDER BY u.place) \
     FROM keys k JOIN pg_class c ON c.oid = k.confrelid JOIN pg_namespace n ON n.oid = c.relnamespace \
     ORDER BY k.holder, k.oid";

/// CHECK constraints that hold for the rows there are and will be.
const CHECKS: &str = "SELECT k.conrelid::int8, pg_get_expr(k.conbin, k.conrelid)::text FROM pg_constraint k \
     WHERE k.contype = 'c' AND k.conrelid <> 0 ORDER BY k.conrelid, k.oid";

/// CHECK constraints of the domains that columns are of, and of the domains below those.
const DOMAIN_CHECKS: &str = "WITH RECURSIVE below AS ( \
       SELECT t.oid AS domain, t.oid AS one, t.typbasetype AS base, 0 AS depth FROM pg_type t WHERE t.typtype = 'd' \
       UNION ALL \
       SELECT b.domain, t.oid, t.typbasetype, b.depth + 1 FROM below b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd') \
     SELECT a.attrelid::int8, a.attname::text, pg_get_expr(k.conbin, 0)::text \
     FROM below b JOIN pg_constraint k ON k.contypid = b.one JOIN pg_attribute a ON a.atttypid = b.domain \
     WHERE k.contype = 'c' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum, b.depth, k.oid";

/// Asks for one answer.
pub(in crate::business) async fn ping(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("SELECT 1").execute(connection).await.map(drop)
}

/// All tables and views that the role may read.
pub(in crate::business) async fn schema(connection: &mut PgConnection) -> Result<Schema, sqlx::Error> {
    let mut tables: BTreeMap<i64, (TableName, TableShape)> = BTreeMap::new();
    let mut unread: BTreeSet<i64> = BTreeSet::new();
    for row in sqlx::query(TABLES).fetch_all(&mut *connection).await? {
        let (schema, name, kind): (String, String, String) =
            (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        let (rows, filled, part): (f64, bool, bool) = (row.try_get(4)?, row.try_get(5)?, row.try_get(6)?);
        let kind = match kind.as_str() {
            "v" | "m" => TableKind::View,
            _ if part => TableKind::Part,
            _ => TableKind::Table,
        };
        if !filled {
            unread.insert(row.try_get(0)?);
        }
        let shape = TableShape { kind, rows: estimate(rows), ..TableShape::default() };
        tables.insert(row.try_get(0)?, (name_of(schema, &name), shape));
    }
    for row in sqlx::query(COLUMNS).fetch_all(&mut *connection).await? {
        let table: i64 = row.try_get(0)?;
        if let Some((_, shape)) = tables.get_mut(&table).filter(|_| !unread.contains(&table)) {
            shape.columns.push(column(&row)?);
        }
    }
    for row in sqlx::query(KEYS).fetch_all(&mut *connection).await? {
        let (table, primary, columns): (i64, bool, Vec<String>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        match tables.get_mut(&table) {
            Some((_, shape)) if primary => shape.primary = columns,
            Some((_, shape)) => shape.unique.push(columns),
            None => {}
        }
    }
    for row in sqlx::query(CHECKS).fetch_all(&mut *connection).await? {
        let (table, check): (i64, Option<String>) = (row.try_get(0)?, row.try_get(1)?);
        if let (Some((_, shape)), Some(check)) = (tables.get_mut(&table), check) {
            shape.checks.push(check);
        }
    }
    for row in sqlx::query(DOMAIN_CHECKS).fetch_all(&mut *connection).await? {
        let (table, column, check): (i64, String, Option<String>) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let columns = tables.get_mut(&table).map(|(_, shape)| shape.columns.iter_mut());
        if let Some(column) = columns.and_then(|mut columns| columns.find(|own| own.name == column)) {
            column.checks.extend(check);
        }
    }
    for row in sqlx::query(FOREIGN).fetch_all(connection).await? {
        let (table, schema, name): (i64, String, String) =
            (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let key = ForeignKey { columns: row.try_get(3)?, table: name_of(schema, &name), to: row.try_get(4)? };
        // An inherited child has columns of its own, which its parent does not show.
        if let Some((_, shape)) = tables.get_mut(&table)
            && key.columns.iter().all(|column| shape.column(column).is_some())
            && !shape.foreign.contains(&key)
            // A child may have columns that its parent does not.
            && key.columns.iter().all(|column| shape.column(column).is_some())
        {
            shape.foreign.push(key);
        }
    }
    Ok(Schema {
        dialect: Dialect::Postgres,
        default_schema: Some(DEFAULT.to_owned()),
        tables: tables.into_values().collect(),
    })
}

fn name_of(schema: String, name: &str) -> TableName {
    TableName { schema: Some(schema).filter(|schema| schema != DEFAULT), name: name.to_owned() }
}

/// Before the first analysis the catalog knows nothing and says -1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a guess that is not negative")]
fn estimate(rows: f64) -> Option<u64> {
    (rows >= 0.0).then_some(rows as u64)
}

fn column(row: &sqlx::postgres::PgRow) -> Result<ColumnShape, sqlx::Error> {
    let (sql_type, kind, category): (String, String, String) =
        (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
    let modifier: i32 = row.try_get(6)?;
    let (class, nature) = class(&sql_type, &kind, &category);
    let text = sql_type.starts_with("character");
    Ok(ColumnShape {
        name: row.try_get(1)?,
        class,
        nature,
        sql_type,
        nullable: row.try_get(5)?,
        collation: row.try_get(9)?,
        // The modifier of a text counts four bytes of its own.
        max_length: u64::try_from(modifier - 4).ok().filter(|_| text && modifier >= 4),
        generated: row.try_get(7)?,
        checks: Vec::new(),
        comment: row.try_get(8)?,
    })
}

/// What a type is, by its name, the kind and the category of `pg_type`.
fn class(sql_type: &str, kind: &str, category: &str) -> (Class, Nature) {
    let name = sql_type.split('(').next().unwrap_or_default().trim_end();
    match (name, kind, category) {
        (_, "e", _) => (Class::Untyped, Nature::Enum),
        (_, _, "A") => (Class::Untyped, Nature::Other),
        ("smallint" | "integer" | "bigint", ..) => (Class::Number, Nature::Integer),
        ("numeric", ..) => (Class::Number, Nature::Decimal(places(sql_type))),
        ("real" | "double precision", ..) => (Class::Number, Nature::Float),
        ("money", ..) => (Class::Untyped, Nature::Decimal(None)),
        ("boolean", ..) => (Class::Untyped, Nature::Truth),
        ("date", ..) => (Class::Moment, Nature::Date),
        ("timestamp" | "timestamp without time zone" | "timestamp with time zone", ..) => {
            (Class::Moment, Nature::Moment)
        }
        ("json" | "jsonb", ..) => (Class::Untyped, Nature::Json),
        ("bytea", ..) => (Class::Untyped, Nature::Bytes),
        ("text" | "character varying" | "character", ..) => (Class::Text, Nature::Text),
        (_, _, "S") => (Class::Untyped, Nature::Text),
        _ => (Class::Untyped, Nature::Other),
    }
}

/// The decimal places of `numeric(12,2)`.
fn places(sql_type: &str) -> Option<u8> {
    let inner = sql_type.split_once('(')?.1.strip_suffix(')')?;
    inner.split_once(',')?.1.trim().parse().ok()
}
