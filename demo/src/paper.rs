//! The documents as PDF files: what each says, laid out as a letter on A4.

mod building;
mod drawing;
mod font;
mod letter;
mod page;
mod personal;

pub use letter::{Align, Column, Letter};

use crate::sample::{
    Organisation,
    ledger::Ledger,
    papers::{Paper, Subject},
};

/// Whose document it is.
#[derive(Debug, Clone, Copy)]
pub enum Holder {
    /// The person with this index.
    Person(usize),
    /// The building with this index.
    Building(usize),
}

/// The bytes of the document's file.
pub fn render(organisation: &Organisation, ledger: &Ledger<'_>, holder: Holder, paper: &Paper) -> Vec<u8> {
    let letter = match holder {
        Holder::Person(index) => personal::letter(organisation, ledger, index, paper),
        Holder::Building(index) => building::letter(&organisation.buildings[index], paper),
    };
    match paper.subject {
        Subject::Survey => page::render(&letter, &[drawing::facade(), drawing::plan()]),
        _ => page::render(&letter, &[]),
    }
}

#[cfg(test)]
mod tests;
