//! Whose rows they are, said the other way round: first what holds them, then the rows of each holder.

use super::{
    access::Whom,
    alias::Alias,
    build::Sql,
    condition::{Row, Scope},
    hop::Parts,
    operand::Operand,
    owner::Used,
};
use crate::map::{Link, TableName};

/// What holds a person's rows of a table, as an account holds entries: one, as the checked map promises.
#[derive(Debug, Clone)]
pub(super) struct Holders {
    /// A select that gives the columns `k0`.. once each.
    pub(super) select: Sql,
    /// Whether it fails rather than give two: lines of both mixed would have to be sorted.
    pub(super) is_one: bool,
}

impl<'a> Whom<'a> {
    /// What holds this person's rows of a table, and the condition that `alias` is a row of such a holder `k`. Together they
    /// say what [`Whom::owns`] says.
    ///
    /// `None` where the row itself names the person, where there are several ways, and where the first hop asks more than
    /// equal values.
    pub(super) fn holders(
        &self,
        table: &'a TableName,
        ways: &[&'a Link],
        alias: Alias,
    ) -> Option<(Holders, Sql)> {
        let [only] = ways else { return None };
        let (hop, rest) = only.hops.split_first()?;
        let row = Row::plain(table, alias);
        let next = Row::beyond(hop, alias.next());
        let parts = Parts::of(&Scope::of_hop(self, &row, &next), hop);
        let at_hand = rest.is_empty() && self.key_at_hand(&row, &parts).is_some();
        if at_hand || !parts.crossing.is_empty() {
            return None;
        }
        let used = Used::by(table, only, ways);
        let natural = self.natural_key_is_there(&next, &parts);
        let there = self.way(&next, rest, &used);
        let (mut held, mut names) = (parts.outer, Vec::new());
        for (index, pair) in parts.pairs.into_iter().enumerate() {
            let (own, name) = Operand::alike(self.dialect(), pair.from, pair.to);
            held.push(own.with(" = ").label("k.k", index));
            names.push(name.label(" AS k", index));
        }
        held.extend(self.names_nobody_else(&row, &used));
        let is_one = names.len() == 1;
        let select = Sql::new("SELECT DISTINCT ")
            .then(Sql::join(names, ", "))
            .then(self.among(&next, parts.inner.into_iter().chain(natural).chain([there])));
        let select = if is_one { Sql::new("SELECT (").then(select).with(") AS k0") } else { select };
        Some((Holders { select, is_one }, Sql::join(held, " AND ")))
    }
}
