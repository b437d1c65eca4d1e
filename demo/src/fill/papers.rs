//! Documents: their rows, and their files where each has one.

use anyhow::Result;

use super::{Filling, nth};
use crate::{
    database::{
        cell::cells,
        tables::{BUILDING_DOCUMENT, DOCUMENT, DOCUMENT_LINK},
    },
    sample::{
        papers::{self, Holder},
        unit::Unit,
    },
};

impl Filling {
    pub(super) fn papers(&mut self, unit: &Unit) -> Result<()> {
        let papers = papers::of_unit(unit);
        let sizes = match &mut self.documents {
            Some(documents) if unit.scale.own_files() => documents.write_own(unit, &papers)?,
            _ => vec![None; papers.len()],
        };
        for (paper, size) in papers.into_iter().zip(sizes) {
            let audience = match paper.holder {
                Holder::Owners => "owners",
                Holder::Council => "council",
                Holder::Person(_) | Holder::Account(_) => {
                    let row = cells![paper.kind, paper.title, paper.on, paper.path, size];
                    let id = self.rows.add(&DOCUMENT, row)?;
                    let person = match paper.holder {
                        Holder::Person(who) => Some(unit.persons[who].id),
                        _ => None,
                    };
                    let account = match paper.holder {
                        Holder::Account(at) => Some(nth(self.counts.accounts, at)),
                        _ => None,
                    };
                    self.rows.add(&DOCUMENT_LINK, cells![id, person, account])?;
                    continue;
                }
            };
            let building = nth(0, unit.number);
            let row = cells![
                building,
                audience,
                paper.kind,
                paper.title,
                paper.on,
                paper.valid_until,
                paper.path,
                size,
            ];
            self.rows.add(&BUILDING_DOCUMENT, row)?;
        }
        Ok(())
    }
}
