//! Generates the organisation into a database, and its documents into a folder.

mod house;
mod money;
mod papers;
mod people;
mod staff;

use std::path::Path;

use anyhow::{Context as _, Result};
use tokio::sync::mpsc::{Sender, channel};

use crate::{
    database::{
        self,
        rows::{Portion, Rows},
    },
    documents::Documents,
    sample::{
        scale::Scale,
        unit::{Unit, Units},
    },
    users::Candidates,
};

/// Portions that wait for the database.
const WAITING: usize = 32;

/// What was generated.
#[derive(Debug, Default)]
pub struct Filled {
    /// Who may be given an account.
    pub candidates: Candidates,
    /// Files of documents.
    pub files: usize,
}

/// Fills the empty database at `url`, and the folder `documents` if one is given.
///
/// # Errors
/// The database cannot be reached, is not empty, or refuses; a file cannot be written.
pub async fn fill(scale: Scale, url: &str, documents: Option<&Path>) -> Result<Filled> {
    let (to, from) = channel(WAITING);
    let documents = documents.map(Documents::new);
    let drawing = tokio::task::spawn_blocking(move || draw(scale, to, documents));
    let filled = database::fill(url, from).await;
    let drawn = drawing.await.context("drawing the organisation")?;
    // Where both failed, the database's failure is the cause.
    filled?;
    drawn
}

/// Draws the whole organisation into `to`.
fn draw(scale: Scale, to: Sender<Portion>, documents: Option<Documents>) -> Result<Filled> {
    let mut filling = Filling {
        rows: Rows::new(to),
        counts: Counts::default(),
        documents,
        candidates: Candidates::default(),
    };
    if let (Some(documents), false) = (&mut filling.documents, scale.own_files()) {
        documents.write_shared()?;
    }
    filling.offices(scale)?;
    for unit in Units::new(scale) {
        filling.unit(&unit)?;
    }
    filling.after(scale)?;
    let files = filling.documents.map_or(0, |documents| documents.files);
    filling.rows.finish()?;
    Ok(Filled { candidates: filling.candidates, files })
}

/// The numbers of the first rows of the unit that is being put in, less one.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    lots: i64,
    contracts: i64,
    leases: i64,
    accounts: i64,
    calls: i64,
}

/// The organisation on its way into the database.
struct Filling {
    rows: Rows,
    counts: Counts,
    documents: Option<Documents>,
    candidates: Candidates,
}

impl Filling {
    fn unit(&mut self, unit: &Unit) -> Result<()> {
        self.candidates.note(unit);
        self.people(unit)?;
        self.house(unit)?;
        self.money(unit)?;
        self.papers(unit)?;
        let count = |len: usize| i64::try_from(len).unwrap_or(0);
        self.counts.lots += count(unit.lots.len());
        self.counts.contracts += count(unit.letting.contracts.len());
        self.counts.leases += count(unit.letting.leases.len());
        self.counts.accounts += count(unit.accounts.len());
        self.counts.calls += count(unit.budget.calls.len());
        Ok(())
    }
}

/// The number of the row with this index, after `before` others.
fn nth(before: i64, index: usize) -> i64 {
    before + 1 + i64::try_from(index).unwrap_or(0)
}

#[cfg(test)]
mod tests;
