//! A table with what is joined to it: one row each, and nothing of another person.

use vantail_shared::config::Spot;

use super::{
    access::{self, Whom},
    alias::Alias,
    build::Sql,
    condition::{Row, Scope},
    holders::Holders,
    owner::Used,
    types::Type,
    view,
};
use crate::map::{ColumnName, Conditions, Hop, Source, TableName};

/// What a statement selects from.
#[derive(Debug, Clone)]
pub(super) struct Joined<'a> {
    scope: Scope<'a>,
    from: Sql,
}

/// The rows of a source that are one person's.
#[derive(Debug, Clone)]
pub(super) struct Mine<'a> {
    /// Their columns.
    pub(super) rows: Joined<'a>,
    holds: Sql,
    /// Whether columns of the row itself say whose it is.
    pub(super) direct: bool,
    /// What their holders are, and the rows of one holder `k`: `FROM ... WHERE ...`.
    pub(super) by_holder: Option<(Holders, Sql)>,
}

impl<'a> Mine<'a> {
    /// Nothing when the source has no way to this kind of person. `audience` is what is asked of the person beside.
    pub(super) fn new(
        whom: &Whom<'a>,
        source: &'a Source,
        joins: &'a [Spot<Hop>],
        condition: Option<&Spot<Conditions>>,
        audience: Option<Sql>,
    ) -> Self {
        let ways = source.ways(whom.kind);
        let rows = Joined::new(whom, &source.table, joins);
        let condition = condition.map(|condition| rows.holds(condition));
        let owns = whom.owns(&source.table, &ways, Alias::OWN);
        let beside: Vec<Sql> = condition.into_iter().chain(audience).collect();
        let with = |owns: Sql| Sql::join([owns].into_iter().chain(beside.clone()), " AND ");
        let by_holder = whom.holders(&source.table, &ways, Alias::OWN).map(|(holders, held)| {
            let clauses = Sql::new(" FROM ").then(rows.from.clone()).with(" WHERE ").then(with(held));
            (holders, clauses)
        });
        let holds = with(owns);
        Self { rows, holds, direct: whom.all_direct(&source.table, &ways), by_holder }
    }

    /// `FROM ... WHERE ...`, to which further conditions may be added.
    pub(super) fn clauses(&self) -> Sql {
        Sql::new(" FROM ").then(self.rows.from.clone()).with(" WHERE ").then(self.holds.clone())
    }
}

impl<'a> Joined<'a> {
    /// `table AS t0 LEFT JOIN next AS j0 ON ...`. A joined row that names another person counts as absent.
    pub(super) fn new(whom: &Whom<'a>, table: &'a TableName, joins: &'a [Spot<Hop>]) -> Self {
        let mut from = view::from(whom.map, table, Alias::OWN);
        let mut rows = vec![Row::plain(table, Alias::OWN)];
        for (index, hop) in joins.iter().enumerate() {
            let next = Row::beyond(hop, Alias::joined(index));
            let on = match rows.iter().find(|row| row.name == hop.from) {
                Some(row) => {
                    let joined = Scope::of_hop(whom, row, &next).all(&hop.conditions);
                    let others = whom.names_nobody_else(&next, &Used::default());
                    Sql::join([joined].into_iter().chain(others), " AND ")
                }
                // The checked map vouches that there is one.
                None => Sql::new("1 = 0"),
            };
            from = from.with(" LEFT JOIN ").then(view::from(whom.map, next.table, next.alias));
            from = from.with(" ON ").then(on);
            rows.push(next);
        }
        Self { scope: whom.scope(rows), from }
    }

    /// What stands behind `FROM`.
    pub(super) fn from(&self) -> Sql {
        self.from.clone()
    }

    /// A column as the map names it, and what its values are; an absent value when it names no table of these.
    pub(super) fn column(&self, name: &ColumnName) -> (Sql, Type) {
        let mut rows = self.scope.rows.iter();
        let row = match &name.table {
            None => rows.next(),
            // A joined table may have the name of the first one, which needs none.
            Some(table) => rows.rev().find(|row| row.name == *table),
        };
        match row {
            Some(row) => {
                let of = access::type_of(self.scope.map, row.table, &name.column);
                (row.alias.column(&name.column), of)
            }
            None => (Sql::new("NULL"), Type::Other),
        }
    }

    /// What the values of a column of a table are.
    pub(super) fn type_of(&self, table: &TableName, column: &str) -> Type {
        access::type_of(self.scope.map, table, column)
    }

    /// Conditions on the rows: a column without a table is one of the first.
    pub(super) fn holds(&self, conditions: &Conditions) -> Sql {
        self.scope.all(conditions)
    }
}
