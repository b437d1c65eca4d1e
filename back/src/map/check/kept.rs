//! A balance that the database keeps is that of one account: on its page a person must have one at the most.

use super::{Check, joins::quoted};
use crate::map::{Ledger, Link, Page, Rows, TableName};

impl Check<'_> {
    pub(super) fn kept(&self, page: &Page, rows: &Rows, ledger: &Ledger) {
        let Some(balance) = &ledger.balance else { return };
        let kinds = self.map.kinds.iter().filter(|kind| page.is_for(self.map, kind));
        let mixed = kinds.into_iter().find_map(|kind| match rows.source.ways(kind).as_slice() {
            [] => None,
            [way] => self.several(way).map(|(table, columns)| {
                let problem =
                    format!("a person may have several rows of {table}, each with a balance of its own");
                let unique = format!("unique = [{}] in [tables.{table}]", quoted(&columns));
                (problem, format!("; or, where nobody has two of them, say so: {unique}"))
            }),
            _ => Some((
                "lines lead to their person in several ways, each with a balance of its own".into(),
                String::new(),
            )),
        });
        if let Some((problem, also)) = mixed {
            let problem = format!("`balance` of pages.{} would mix accounts: {problem}", page.id.value);
            self.fault(
                &balance.at,
                problem,
                format!("leave `balance` out: the amounts are added up then{also}"),
            );
        }
    }

    /// The table on a way, beyond the lines themselves, of which a person may have several rows, and the columns that
    /// would have to tell them apart.
    fn several<'w>(&self, way: &'w Link) -> Option<(&'w TableName, Vec<&'w str>)> {
        // A hop begins at what the one before it called its row.
        let tables = way.hops.iter().map(|hop| &hop.to);
        way.hops.iter().skip(1).zip(tables).find_map(|(hop, table)| {
            let (shape, fixed) = (self.schema.table(table)?, hop.fixed());
            let holds =
                |key: &[String]| !key.is_empty() && key.iter().all(|name| fixed.contains(&name.as_str()));
            let is_one = holds(&shape.primary) || shape.unique.iter().any(|key| holds(key));
            (!is_one).then_some((table, fixed))
        })
    }
}
