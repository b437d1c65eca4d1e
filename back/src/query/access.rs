//! Whose rows they are: the conditions that bind every statement to one person.

use time::Date;
use vantail_shared::config::Spot;

use super::{
    alias::Alias,
    bound::{Bound, Given},
    build::Sql,
    condition::{Row, Scope, either},
    hop::{Pair, Parts},
    operand::Operand,
    owner::Used,
    types::Type,
    view,
};
use crate::map::{CheckedMap, Dialect, Hop, Kind, Link, TableName};

/// A person as statements name one, and the day of the question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whom<'a> {
    pub(crate) map: &'a CheckedMap,
    pub(crate) kind: &'a Kind,
    /// The values of the key. A key of another length than the kind's matches nobody.
    key: &'a [String],
    /// A row of the kind's table in the same statement: the person is whoever it is of, and the key says nothing.
    beside: Option<Alias>,
    /// The day in the organisation's time zone: roles and mandates begin and end with it.
    pub(super) today: Date,
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
    alias: Alias,
    column: &str,
    value: impl Into<Bound>,
) -> Sql {
    let (cell, of) = map.schema().dialect.comparable(alias.column(column), type_of(map, table, column));
    cell.with(" = ").bind(value, of)
}

impl<'a> Whom<'a> {
    /// One person, by the values of the key.
    pub(crate) fn new(map: &'a CheckedMap, kind: &'a Kind, key: &'a [String], today: Date) -> Self {
        Self { map, kind, key, beside: None, today }
    }

    /// Each person of a kind in turn: the one whose row is [`Alias::OWN`].
    pub(super) fn each(map: &'a CheckedMap, kind: &'a Kind, today: Date) -> Self {
        Self { map, kind, key: &[], beside: Some(Alias::OWN), today }
    }

    /// The kind of database that is asked.
    pub(super) fn dialect(&self) -> Dialect {
        self.map.schema().dialect
    }

    /// The person's own values, for a statement that asks about them.
    pub(super) fn given(&self) -> Given<'a> {
        Given { person: if self.key.len() == self.kind.key.len() { self.key } else { &[] }, row: &[] }
    }

    pub(super) fn scope(&self, rows: Vec<Row<'a>>) -> Scope<'a> {
        Scope { map: self.map, today: self.today, rows }
    }

    /// The condition that a column is the one of the person's key with this number.
    pub(super) fn is_key(&self, table: &TableName, alias: Alias, column: &str, index: usize) -> Sql {
        if let Some((person, key)) = self.beside.zip(self.kind.key.get(index)) {
            let column = Operand::column(self.map, table, alias, column);
            let key = Operand::column(self.map, &self.kind.table, person, key);
            let (left, right) = Operand::alike(self.dialect(), column, key);
            return left.with(" = ").then(right);
        }
        equals(self.map, table, alias, column, Bound::Person(index))
    }

    /// The condition that `alias`, a row of the person's table, has this person's key.
    pub(super) fn has_key(&self, alias: Alias) -> Sql {
        let columns = self.kind.key.iter().enumerate();
        let key = columns.map(|(index, column)| self.is_key(&self.kind.table, alias, column, index));
        Sql::join(key, " AND ")
    }

    /// The condition that `alias`, a row of the table where all `ways` begin, is this person's by one of them.
    ///
    /// A way asks `IN (SELECT ...)` wherever that can say it, so that no row comes twice and an index on the row's own
    /// column is used. Whether the person is there, and of this kind, is not asked: every statement has the person's own row
    /// beside it, and gives nothing without it.
    pub(super) fn owns(&self, table: &'a TableName, ways: &[&'a Link], alias: Alias) -> Sql {
        let row = Row::plain(table, alias);
        if let [only] = ways {
            return self.way(&row, &only.hops, &Used::by(table, only, ways));
        }
        let key = self.map.schema().table(table).map(|shape| shape.primary.as_slice()).unwrap_or_default();
        if !key.is_empty() && !self.all_direct(table, ways) {
            return self.owns_by_key(&row, key, ways);
        }
        let each = ways.iter().map(|way| {
            let used = Used::by(table, way, ways);
            Sql::new("(").then(self.way(&row, &way.hops, &used)).with(")")
        });
        either(each.collect())
    }

    /// Several ways of which some have selects of their own: no index would serve an OR of those. The rows' keys are
    /// gathered way by way instead.
    fn owns_by_key(&self, row: &Row<'a>, key: &[String], ways: &[&'a Link]) -> Sql {
        let copy = Row::plain(row.table, Alias::COPY);
        let selects = ways.iter().map(|way| {
            let own =
                key.iter().enumerate().map(|(index, column)| copy.alias.column(column).label(" AS k", index));
            Sql::new("SELECT ")
                .then(Sql::join(own, ", "))
                .with(" FROM ")
                .then(view::from(self.map, copy.table, copy.alias))
                .with(" WHERE ")
                .then(self.way(&copy, &way.hops, &Used::by(copy.table, way, ways)))
        });
        let gathered = (0..key.len()).map(|index| Sql::new("k").label(".k", index));
        tuple(key.iter().map(|column| row.alias.column(column)).collect())
            .with(" IN (SELECT ")
            .then(Sql::join(gathered, ", "))
            .with(" FROM (")
            .then(Sql::join(selects, " UNION "))
            .with(") AS k)")
    }

    /// Whether all ways ask nothing but the row itself.
    pub(super) fn all_direct(&self, table: &'a TableName, ways: &[&'a Link]) -> bool {
        let row = Row::plain(table, Alias::OWN);
        ways.iter().all(|way| self.is_direct(&row, &way.hops))
    }

    /// Whether a way asks nothing but the row itself.
    fn is_direct(&self, row: &Row<'a>, hops: &'a [Spot<Hop>]) -> bool {
        match hops {
            [] => true,
            [hop] => {
                let next = Row::beyond(hop, row.alias.next());
                self.key_at_hand(row, &Parts::of(&Scope::of_hop(self, row, &next), hop)).is_some()
            }
            _ => false,
        }
    }

    pub(super) fn way(&self, row: &Row<'a>, hops: &'a [Spot<Hop>], used: &Used<'a>) -> Sql {
        let Some((hop, rest)) = hops.split_first() else { return self.has_key(row.alias) };
        let others = self.names_nobody_else(row, used);
        Sql::join([self.hop(row, hop, rest, used)].into_iter().chain(others), " AND ")
    }

    fn hop(&self, row: &Row<'a>, hop: &'a Hop, rest: &'a [Spot<Hop>], used: &Used<'a>) -> Sql {
        let next = Row::beyond(hop, row.alias.next());
        let parts = Parts::of(&Scope::of_hop(self, row, &next), hop);
        if rest.is_empty()
            && let Some(short) = self.key_at_hand(row, &parts)
        {
            return Sql::join(short.into_iter().chain(parts.outer), " AND ");
        }
        let dialect = self.dialect();
        let there = self.way(&next, rest, used);
        let natural = self.natural_key_is_there(&next, &parts);
        let inner: Vec<Sql> = parts.inner.into_iter().chain(natural).chain([there]).collect();
        let pairs: Vec<(Sql, Sql)> =
            parts.pairs.into_iter().map(|pair| Operand::alike(dialect, pair.from, pair.to)).collect();
        let within = (!pairs.is_empty()).then(|| {
            let (left, right): (Vec<Sql>, Vec<Sql>) = pairs.iter().cloned().unzip();
            tuple(left)
                .with(" IN (SELECT ")
                .then(Sql::join(right, ", "))
                .then(self.among(&next, inner.clone()))
                .with(")")
        });
        // `IN` alone cannot say what crosses, but an index serves it where it would not serve EXISTS.
        let there = (!parts.crossing.is_empty()).then(|| {
            let pairs = pairs.into_iter().map(|(left, right)| left.with(" = ").then(right));
            let all = pairs.chain(parts.crossing).chain(inner);
            Sql::new("EXISTS (SELECT 1").then(self.among(&next, all)).with(")")
        });
        Sql::join(parts.outer.into_iter().chain(within).chain(there), " AND ")
    }

    /// `FROM ... WHERE ...` of the rows that a hop leads to.
    pub(super) fn among(&self, next: &Row<'a>, conditions: impl IntoIterator<Item = Sql>) -> Sql {
        Sql::new(" FROM ")
            .then(view::from(self.map, next.table, next.alias))
            .with(" WHERE ")
            .then(Sql::join(conditions, " AND "))
    }

    /// The last hop without the person's table, when its columns are the key and are compared alike on both sides.
    pub(super) fn key_at_hand(&self, row: &Row<'a>, parts: &Parts<'_>) -> Option<Vec<Sql>> {
        let more = !parts.inner.is_empty() || !parts.crossing.is_empty();
        if more || parts.pairs.len() != self.kind.key.len() {
            return None;
        }
        let mut conditions = Vec::with_capacity(parts.pairs.len());
        for (index, key) in self.kind.key.iter().enumerate() {
            let (pair, from) = parts.pairs.iter().find_map(|pair| {
                let (from, to) = pair.columns.as_ref()?;
                (*to == key.value).then_some((pair, from))
            })?;
            if !pair.from.compares_like(&pair.to) {
                return None;
            }
            conditions.push(self.is_key(row.table, row.alias, from, index));
        }
        Some(conditions)
    }

    /// A text that leads to a person and is not their key, such as a card's number: an empty one is nobody's.
    pub(super) fn natural_key_is_there(&self, next: &Row<'a>, parts: &Parts<'_>) -> Option<Sql> {
        let [Pair { columns: Some((_, to)), .. }] = parts.pairs.as_slice() else { return None };
        let text = type_of(self.map, next.table, to) == Type::Text;
        let natural =
            *next.table == self.kind.table.value && !self.kind.key.iter().any(|key| key.value == *to);
        (text && natural).then(|| next.alias.column(to).with(" <> ''"))
    }
}

/// Values side by side.
pub(super) fn tuple(values: Vec<Sql>) -> Sql {
    let several = values.len() > 1;
    let values = Sql::join(values, ", ");
    if several { Sql::new("(").then(values).with(")") } else { values }
}
