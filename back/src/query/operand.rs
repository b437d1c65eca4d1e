//! Values of the database and how two of them are compared.

use super::{alias::Alias, build::Sql, types::Type};
use crate::map::{CheckedMap, Dialect, Schema, TableName};

/// A value of the database, and what decides how it compares.
#[derive(Debug, Clone)]
pub(super) struct Operand<'a> {
    pub(super) sql: Sql,
    pub(super) of: Type,
    /// Of a column of texts in `MariaDB`; what functions give has none.
    collation: Option<&'a str>,
}

impl<'a> Operand<'a> {
    /// A column.
    pub(super) fn column(map: &'a CheckedMap, table: &TableName, alias: Alias, column: &str) -> Self {
        let sql = alias.column(column);
        let found = Self::of(map.schema(), table, sql.clone(), column);
        found.unwrap_or(Self { sql, of: Type::Other, collation: None })
    }

    /// What stands for a column, however it was come by; `None` when there is no such column.
    pub(super) fn of(schema: &'a Schema, table: &TableName, sql: Sql, column: &str) -> Option<Self> {
        let shape = schema.table(table)?.column(column)?;
        Some(Self { sql, of: Type::of(schema.dialect, shape), collation: shape.collation.as_deref() })
    }

    /// A text that a function gave.
    pub(super) fn built(sql: Sql) -> Self {
        Self { sql, of: Type::Text, collation: None }
    }

    /// Whether `right` can stand for this side and a value means the same compared with either.
    pub(super) fn compares_like(&self, right: &Self) -> bool {
        match (self.of, right.of) {
            (Type::Affine, Type::Affine)
            | (Type::Integer(_) | Type::Unsigned, Type::Integer(_) | Type::Unsigned)
            | (Type::Uuid, Type::Uuid) => true,
            // What one collation takes for the same, another may tell apart.
            (Type::Text, Type::Text) => self.collation == right.collation,
            _ => false,
        }
    }

    /// Both sides of a comparison, changed as little as possible so that indexes serve.
    ///
    /// Types that do not compare are compared as texts; `SQLite` compares them by their affinities. `MariaDB` compares texts
    /// of different collations by their bytes, where it would refuse to, or take more for the same than one of them does.
    pub(super) fn alike(dialect: Dialect, left: Self, right: Self) -> (Sql, Sql) {
        let comparable = family(left.of) == family(right.of) && left.of != Type::Other;
        if dialect == Dialect::Sqlite {
            return (left.sql, right.sql);
        }
        if dialect == Dialect::Postgres || left.of != Type::Text && comparable {
            return if comparable {
                (left.sql, right.sql)
            } else {
                (dialect.text(left.sql, left.of), dialect.text(right.sql, right.of))
            };
        }
        if comparable && left.collation.is_some() && left.collation == right.collation {
            return (left.sql, right.sql);
        }
        let plain = |side: &Self| side.of == Type::Text && side.collation.is_some();
        // One side is enough: an explicit collation wins.
        if plain(&left) {
            (left.sql, bytewise(dialect, right.sql, right.of))
        } else if plain(&right) {
            (bytewise(dialect, left.sql, left.of), right.sql)
        } else {
            (bytewise(dialect, left.sql, left.of), bytewise(dialect, right.sql, right.of))
        }
    }
}

/// A text of `MariaDB` that compares by its bytes.
fn bytewise(dialect: Dialect, value: Sql, of: Type) -> Sql {
    Sql::new("(").then(dialect.text(value, of)).with(" COLLATE utf8mb4_bin)")
}

fn family(of: Type) -> Type {
    match of {
        Type::Integer(_) | Type::Unsigned | Type::Decimal | Type::Real | Type::Double => Type::Decimal,
        Type::Date | Type::Moment | Type::Instant => Type::Moment,
        Type::Text | Type::Padded => Type::Text,
        other => other,
    }
}
