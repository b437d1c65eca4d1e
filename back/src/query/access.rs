//! Whose rows they are: the conditions that bind every statement to one person.

use time::Date;
use vantail_shared::config::Spot;

use super::{
    alias::Alias,
    build::Sql,
    condition::{Row, Scope, Side, Value, either},
    operand::Operand,
    owner::Used,
    types::Type,
    view,
};
use crate::map::{CheckedMap, Comparison, Condition, Dialect, Hop, Kind, Link, TableName};

/// A person as statements name one, and the day of the question.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whom<'a> {
    pub(crate) map: &'a CheckedMap,
    pub(crate) kind: &'a Kind,
    /// The values of the key. A key of another length than the kind's matches nobody.
    pub(crate) key: &'a [String],
    /// The day in the organisation's time zone: roles and mandates begin and end with it.
    pub(crate) today: Date,
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
    value: Option<String>,
) -> Sql {
    let (cell, of) = map.schema().dialect.comparable(alias.column(column), type_of(map, table, column));
    cell.with(" = ").bind(value, of)
}

impl<'a> Whom<'a> {
    /// The kind of database that is asked.
    pub(super) fn dialect(&self) -> Dialect {
        self.map.schema().dialect
    }

    pub(super) fn scope(&self, rows: Vec<Row<'a>>) -> Scope<'a> {
        Scope { map: self.map, today: self.today, rows }
    }

    /// The value of one column of the key. A key of the wrong length matches nobody.
    pub(super) fn key_value(&self, index: usize) -> Option<String> {
        if self.key.len() == self.kind.key.len() { self.key.get(index).cloned() } else { None }
    }

    /// The condition that `alias`, a row of the person's table, has this person's key.
    pub(super) fn has_key(&self, alias: Alias) -> Sql {
        let key =
            self.kind.key.iter().enumerate().map(|(index, column)| {
                equals(self.map, &self.kind.table, alias, column, self.key_value(index))
            });
        Sql::join(key, " AND ")
    }

    /// The condition that `alias`, a row of the table where all `ways` begin, is this person's by one of them.
    ///
    /// A way asks `IN (SELECT ...)` wherever that can say it, so that no row comes twice and an index on the row's own
    /// column is used. Whether the person is there, and of this kind, is not asked: every statement has the person's own row
    /// beside it, and gives nothing without it.
    pub(super) fn owns(&self, table: &'a TableName, ways: &[&'a Link], alias: Alias) -> Sql {
        let used = Used::by(table, ways);
        let row = Row::plain(table, alias);
        let mut ways: Vec<Sql> = ways.iter().map(|way| self.way(&row, &way.hops, &used)).collect();
        match ways.pop() {
            Some(only) if ways.is_empty() => only,
            last => {
                either(ways.into_iter().chain(last).map(|way| Sql::new("(").then(way).with(")")).collect())
            }
        }
    }

    fn way(&self, row: &Row<'a>, hops: &'a [Spot<Hop>], used: &Used<'a>) -> Sql {
        let Some((hop, rest)) = hops.split_first() else { return self.has_key(row.alias) };
        let others = self.names_nobody_else(row, used);
        Sql::join([self.hop(row, hop, rest, used)].into_iter().chain(others), " AND ")
    }

    fn hop(&self, row: &Row<'a>, hop: &'a Hop, rest: &'a [Spot<Hop>], used: &Used<'a>) -> Sql {
        let next = Row::beyond(hop, row.alias.next());
        let parts = Parts::of(&Scope::of_hop(self, row, &next), hop);
        if rest.is_empty()
            && parts.inner.is_empty()
            && parts.crossing.is_empty()
            && let Some(short) = self.key_at_hand(row, &parts)
        {
            return Sql::join(short.into_iter().chain(parts.outer), " AND ");
        }
        let dialect = self.dialect();
        let there = self.way(&next, rest, used);
        let natural = self.natural_key_is_there(&next, &parts);
        let inner = parts.inner.into_iter().chain(natural).chain([there]);
        if parts.crossing.is_empty() {
            let (left, right): (Vec<Sql>, Vec<Sql>) =
                parts.pairs.into_iter().map(|pair| Operand::alike(dialect, pair.from, pair.to)).unzip();
            let several = left.len() > 1;
            let left = Sql::join(left, ", ");
            let left = if several { Sql::new("(").then(left).with(")") } else { left };
            let within = left
                .with(" IN (SELECT ")
                .then(Sql::join(right, ", "))
                .with(" FROM ")
                .then(view::from(self.map, next.table, next.alias))
                .with(" WHERE ")
                .then(Sql::join(inner, " AND "))
                .with(")");
            return Sql::join(parts.outer.into_iter().chain([within]), " AND ");
        }
        let pairs = parts.pairs.into_iter().map(|pair| {
            let (left, right) = Operand::alike(dialect, pair.from, pair.to);
            left.with(" = ").then(right)
        });
        let there = Sql::new("EXISTS (SELECT 1 FROM ")
            .then(view::from(self.map, next.table, next.alias))
            .with(" WHERE ")
            .then(Sql::join(pairs.chain(parts.crossing).chain(inner), " AND "))
            .with(")");
        Sql::join(parts.outer.into_iter().chain([there]), " AND ")
    }

    /// The last hop without the person's table, when its columns are the key and are compared alike on both sides.
    fn key_at_hand(&self, row: &Row<'a>, parts: &Parts<'_>) -> Option<Vec<Sql>> {
        if parts.pairs.len() != self.kind.key.len() {
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
            conditions.push(equals(self.map, row.table, row.alias, from, self.key_value(index)));
        }
        Some(conditions)
    }

    /// A text that leads to a person and is not their key, such as a card's number: an empty one is nobody's.
    fn natural_key_is_there(&self, next: &Row<'a>, parts: &Parts<'_>) -> Option<Sql> {
        let [Pair { columns: Some((_, to)), .. }] = parts.pairs.as_slice() else { return None };
        let text = type_of(self.map, next.table, to) == Type::Text;
        let natural =
            *next.table == self.kind.table.value && !self.kind.key.iter().any(|key| key.value == *to);
        (text && natural).then(|| next.alias.column(to).with(" <> ''"))
    }
}

/// What a hop asks, by the rows that it speaks of.
struct Parts<'a> {
    /// Equalities between the two rows.
    pairs: Vec<Pair<'a>>,
    /// Of the row nearer to the page alone.
    outer: Vec<Sql>,
    /// Of the row nearer to the person alone.
    inner: Vec<Sql>,
    /// Of both, and no equality.
    crossing: Vec<Sql>,
}

struct Pair<'a> {
    from: Operand<'a>,
    to: Operand<'a>,
    /// When both are plain columns.
    columns: Option<(String, String)>,
}

impl<'a> Parts<'a> {
    /// `scope` holds the row of `from`, then that of `to`.
    fn of(scope: &Scope<'a>, hop: &Hop) -> Self {
        let mut parts =
            Self { pairs: Vec::new(), outer: Vec::new(), inner: Vec::new(), crossing: Vec::new() };
        for condition in &hop.conditions.0 {
            if let Some(pair) = Pair::of(scope, condition) {
                parts.pairs.push(pair);
                continue;
            }
            let spoken_of = scope.spoken_of(condition);
            let only = |index: usize| {
                let alias = scope.rows.get(index).map(|row| row.alias);
                spoken_of.iter().all(|spoken_of| *spoken_of == alias)
            };
            let place = if only(0) {
                &mut parts.outer
            } else if only(1) {
                &mut parts.inner
            } else {
                &mut parts.crossing
            };
            place.push(scope.one(condition));
        }
        if parts.pairs.is_empty() {
            // The reader of hops asks for an equality; without one nothing may be selected by `IN`.
            parts.crossing.push(Sql::new("1 = 0"));
        }
        parts
    }
}

impl<'a> Pair<'a> {
    fn of(scope: &Scope<'a>, condition: &Condition) -> Option<Self> {
        let Condition::Compare(left, Comparison::Equal, right) = condition else { return None };
        let alias = |index: usize| scope.rows.get(index).map(|row| row.alias);
        let of = |term, side, index| {
            let spoken_of = scope.named_by(term, side);
            !spoken_of.is_empty() && spoken_of.iter().all(|spoken_of| *spoken_of == alias(index))
        };
        let (from, to) = if of(left, Side::Left, 0) && of(right, Side::Right, 1) {
            ((left, Side::Left), (right, Side::Right))
        } else if of(left, Side::Left, 1) && of(right, Side::Right, 0) {
            ((right, Side::Right), (left, Side::Left))
        } else {
            return None;
        };
        let cell = |(term, side)| match scope.value(term, side)? {
            Value::Cell(cell) => Some(cell),
            Value::Literal(_) => None,
        };
        let columns = from.0.plain_column().zip(to.0.plain_column());
        let columns = columns.map(|(from, to)| (from.to_owned(), to.to_owned()));
        Some(Self { from: cell(from)?, to: cell(to)?, columns })
    }
}
