//! Whose rows they are: the conditions that bind every statement to one person.

use super::{build::Sql, types::Type};
use crate::map::{CheckedMap, Dialect, Hop, Kind, Link, TableName};

/// A person as statements name one: the kind and the key's values. `None` in place of the key matches nobody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whom<'a> {
    pub(super) map: &'a CheckedMap,
    pub(super) kind: &'a Kind,
    pub(super) key: &'a [String],
}

/// What the values of a column are; the checked map knows every column that it names.
pub(super) fn type_of(map: &CheckedMap, table: &TableName, column: &str) -> Type {
    let shape = map.schema().table(table).and_then(|shape| shape.column(column));
    shape.map_or(Type::Other, |column| Type::of(map.schema().dialect, column))
}

/// `alias.column = value`, compared as the column's type is.
pub(super) fn equals(
    map: &CheckedMap,
    table: &TableName,
    alias: &'static str,
    column: &str,
    value: Option<String>,
) -> Sql {
    let of = type_of(map, table, column);
    let (cell, of) = map.schema().dialect.comparable(Sql::column(alias, column), of);
    cell.with(" = ").bind(value, of)
}

impl Whom<'_> {
    /// The kind of database that is asked.
    pub(super) fn dialect(&self) -> Dialect {
        self.map.schema().dialect
    }

    /// The value of one column of the key. A key of the wrong length matches nobody.
    fn key_value(&self, index: usize) -> Option<String> {
        if self.key.len() == self.kind.key.len() { self.key.get(index).cloned() } else { None }
    }

    /// The condition that `alias`, a row of the person's table, is this person and of this kind.
    pub(super) fn is(&self, alias: &'static str) -> Sql {
        let key =
            self.kind.key.iter().enumerate().map(|(index, column)| {
                equals(self.map, &self.kind.table, alias, column, self.key_value(index))
            });
        let only =
            self.kind.only.iter().map(|(column, value)| {
                equals(self.map, &self.kind.table, alias, column, Some(value.clone()))
            });
        // A kind that says more of its rows than this statement asks has nobody rather than too many.
        let more = self.kind.condition.is_some() || self.kind.erased.is_some();
        Sql::join(key.chain(only).chain(more.then(|| Sql::new("1 = 0"))), " AND ")
    }

    /// The condition that `t0` is this person's by any of several ways; the row is shown once.
    pub(super) fn owns_any(&self, ways: &[&Link]) -> Sql {
        let ways = ways.iter().map(|link| self.owns(link));
        Sql::new("(").then(Sql::join(ways, " OR ")).with(")")
    }

    /// The condition that `t0`, a row of the table where `link` begins, is this person's.
    ///
    /// Each hop asks `IN (SELECT ...)`: no row comes twice, and an index on the row's own column is used.
    pub(super) fn owns(&self, link: &Link) -> Sql {
        let hops: Vec<&Hop> = link.hops.iter().map(|hop| &hop.value).collect();
        self.owns_by(&hops)
    }

    fn owns_by(&self, hops: &[&Hop]) -> Sql {
        let Some((hop, rest)) = hops.split_first() else { return self.is("t0") };
        if rest.is_empty()
            && let Some(short) = self.key_at_hand(hop)
        {
            return short;
        }
        let pairs = hop.pairs().unwrap_or_default();
        let (left, right): (Vec<Sql>, Vec<Sql>) = pairs
            .iter()
            .map(|(from, to)| {
                let side = |table: &TableName, column: &str| {
                    (Sql::column("t0", column), type_of(self.map, table, column))
                };
                self.dialect().alike(side(&hop.from, from), side(&hop.to, to))
            })
            .unzip();
        let (left, right) = (Sql::join(left, ", "), Sql::join(right, ", "));
        let left = if pairs.len() == 1 { left } else { Sql::new("(").then(left).with(")") };
        // The inner `t0` hides the outer one: a nested condition can only speak of its own row.
        left.with(" IN (SELECT ")
            .then(right)
            .with(" FROM ")
            .table(&hop.to)
            .with(" AS t0 WHERE ")
            .then(self.owns_by(rest))
            .with(")")
    }

    /// The last hop without the person's table, when its columns are the key and are compared alike on both sides. Every
    /// statement asks for the person's own row beside, and with it for the kind.
    fn key_at_hand(&self, hop: &Hop) -> Option<Sql> {
        let pairs = hop.pairs()?;
        if pairs.len() != self.kind.key.len() {
            return None;
        }
        let mut conditions = Vec::with_capacity(pairs.len());
        for (index, key) in self.kind.key.iter().enumerate() {
            let (from, to) = pairs.iter().find(|(_, to)| *to == key.value)?;
            let types = (type_of(self.map, &hop.from, from), type_of(self.map, &hop.to, to));
            if !matches!(
                types,
                (Type::Affine, Type::Affine)
                    | (Type::Text, Type::Text)
                    | (Type::Integer(_) | Type::Unsigned, Type::Integer(_) | Type::Unsigned)
                    | (Type::Uuid, Type::Uuid)
            ) {
                return None;
            }
            conditions.push(equals(self.map, &hop.from, "t0", from, self.key_value(index)));
        }
        Some(Sql::join(conditions, " AND "))
    }
}
