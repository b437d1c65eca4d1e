//! Few lines of a ledger whose balance the database keeps: those of one part, and the newest of all.

use super::{
    build::Sql,
    holders::Holders,
    keyset::{Term, order},
    layout::KeptBalance,
};
use crate::map::Dialect;

/// All lines of a person, in a form of which the nearest can be had without the others.
#[derive(Debug, Clone)]
pub(super) struct KeptLines {
    /// A select that gives the columns of a [`Query`](super::listing::Query)'s base, whatever was asked.
    pub(super) lines: Sql,
    /// What holds them, where `lines` speaks of one row `k` of it: an account, mostly.
    pub(super) holders: Option<Holders>,
}

/// Which lines of `r` are wanted, and what of them.
pub(super) struct Lines {
    pub(super) columns: Sql,
    pub(super) beyond: Vec<Sql>,
    pub(super) backward: bool,
    pub(super) limit: u64,
}

impl Lines {
    /// A select of the first of them from `rows`.
    pub(super) fn of(self, dialect: Dialect, terms: &[Term], rows: Sql) -> Sql {
        let select = Sql::new("SELECT ").then(self.columns).with(" FROM ").then(rows);
        let select = if self.beyond.is_empty() {
            select
        } else {
            select.with(" WHERE ").then(Sql::join(self.beyond, " AND "))
        };
        let ordered = select.with(" ORDER BY ").then(order(dialect, terms, "r", self.backward));
        ordered.with(" LIMIT ").number(self.limit)
    }
}

impl KeptLines {
    /// The nearest lines. An index on the holder and the order gives the lines of one holder in their order, but not
    /// those of all of them: so they are asked for holder by holder.
    pub(super) fn nearest(&self, dialect: Dialect, terms: &[Term], wanted: Lines) -> Sql {
        let all = Sql::new("(").then(self.lines.clone()).with(") AS r");
        let Some(holders) = &self.holders else { return wanted.of(dialect, terms, all) };
        let Lines { columns, beyond, backward, limit } = wanted;
        let of_each = Lines { columns: Sql::new("r.*"), beyond, backward, limit }.of(dialect, terms, all);
        let rows = Sql::new("(")
            .then(holders.select.clone())
            .with(") AS k CROSS JOIN LATERAL (")
            .then(of_each)
            .with(") AS r");
        if holders.is_one {
            return Sql::new("SELECT ").then(columns).with(" FROM ").then(rows);
        }
        Lines { columns, beyond: Vec::new(), backward, limit }.of(dialect, terms, rows)
    }

    /// The newest line that has a balance: its column is `b`.
    pub(super) fn newest(&self, dialect: Dialect, terms: &[Term], balance: KeptBalance) -> Sql {
        let beyond = if balance.nullable { vec![Sql::new("r.b IS NOT NULL")] } else { Vec::new() };
        let wanted = Lines { columns: Sql::new("r.b AS b"), beyond, backward: false, limit: 1 };
        self.nearest(dialect, terms, wanted)
    }
}
