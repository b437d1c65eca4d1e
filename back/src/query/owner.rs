//! The owner at both ends: a row that names a person of its own is shown to that person alone, whatever way leads to it.

use std::collections::BTreeSet;

use super::{
    access::Whom,
    alias::Alias,
    build::Sql,
    condition::{Row, either},
    operand::Operand,
};
use crate::map::{Comparison, Condition, Link, OwnPerson, TableName};

/// The columns that a way joins its tables by: of them the map itself says whom they lead to.
#[derive(Debug, Clone, Default)]
pub(super) struct Used<'a>(BTreeSet<(&'a TableName, &'a str)>);

impl<'a> Used<'a> {
    /// The columns of one of the `ways` that begin at `start`.
    ///
    /// A row may name several persons and be every one's, as a message is: a way of one hop leaves the columns of the others
    /// of one hop alone. A way round about does not: what lies in a house and names somebody is not everybody's there.
    pub(super) fn by(start: &'a TableName, way: &'a Link, ways: &[&'a Link]) -> Self {
        let mut used = Self::default();
        used.add(start, way);
        if way.hops.len() == 1 {
            for other in ways.iter().filter(|other| other.hops.len() == 1) {
                used.add(start, other);
            }
        }
        used
    }

    fn add(&mut self, start: &'a TableName, way: &'a Link) {
        let mut from = start;
        for hop in &way.hops {
            let equal = hop.conditions.0.iter().filter_map(|condition| match condition {
                Condition::Compare(left, Comparison::Equal, right)
                    if left.table().is_some() && right.table().is_some() =>
                {
                    Some([left, right])
                }
                _ => None,
            });
            for (name, column) in equal.flatten().flat_map(|term| term.columns()) {
                // In a hop of a table to itself the name stands for both rows, which are of one table.
                let table = if name == Some(&hop.from) { from } else { &hop.to };
                self.0.insert((table, column));
            }
            from = &hop.to;
        }
    }

    fn holds(&self, table: &'a TableName, own: &'a OwnPerson) -> bool {
        own.columns.iter().all(|column| self.0.contains(&(table, column.as_str())))
    }
}

impl<'a> Whom<'a> {
    /// The condition that no person column of a row names somebody else; `None` when the row has none but those in `used`.
    pub(super) fn names_nobody_else(&self, row: &Row<'a>, used: &Used<'_>) -> Option<Sql> {
        let own = self.map.own_person_columns(row.table, self.kind);
        let conditions: Vec<Sql> = own
            .iter()
            .filter(|own| !used.holds(row.table, own))
            .map(|own| self.names_this_person(row, own))
            .collect();
        (!conditions.is_empty()).then(|| Sql::join(conditions, " AND "))
    }

    /// Nobody at all is named when a column is absent.
    fn names_this_person(&self, row: &Row<'a>, own: &OwnPerson) -> Sql {
        let absent = own.columns.iter().map(|column| row.alias.column(column).with(" IS NULL"));
        let named = self.by_key(row, own).unwrap_or_else(|| self.by_row(row, own));
        either([named].into_iter().chain(absent).collect())
    }

    /// When the columns lead to the key itself.
    fn by_key(&self, row: &Row<'a>, own: &OwnPerson) -> Option<Sql> {
        if own.to.len() != self.kind.key.len() {
            return None;
        }
        let mut conditions = Vec::with_capacity(own.to.len());
        for (index, key) in self.kind.key.iter().enumerate() {
            let at = own.to.iter().position(|to| *to == key.value)?;
            let column = own.columns.get(at)?;
            let of = |table, alias, column| Operand::column(self.map, table, alias, column);
            let person = of(&self.kind.table, Alias::OWNER, &key.value);
            if !of(row.table, row.alias, column).compares_like(&person) {
                return None;
            }
            conditions.push(self.is_key(row.table, row.alias, column, index));
        }
        Some(Sql::new("(").then(Sql::join(conditions, " AND ")).with(")"))
    }

    /// When they lead to other columns of the person's row.
    fn by_row(&self, row: &Row<'a>, own: &OwnPerson) -> Sql {
        let person = Alias::OWNER;
        let pairs = own.columns.iter().zip(&own.to).map(|(column, to)| {
            let own = Operand::column(self.map, row.table, row.alias, column);
            let there = Operand::column(self.map, &self.kind.table, person, to);
            let (left, right) = Operand::alike(self.dialect(), own, there);
            left.with(" = ").then(right)
        });
        Sql::new("EXISTS (SELECT 1 FROM ")
            .table(&self.kind.table)
            .with(" AS ")
            .then(person.sql())
            .with(" WHERE ")
            .then(Sql::join(pairs.chain([self.has_key(person)]), " AND "))
            .with(")")
    }
}
