//! The columns that a list shows beside each other: its own, and words of what its rows point to.

use super::{column::Column, page::Cell};
use crate::words::{self, Title};

/// Columns beside each other at the most; the rest is shown when a row is opened.
const BESIDE: usize = 6;
/// Amounts among them at the most.
const AMOUNTS: usize = 2;
/// Words of what the row itself points to that stand before its own, at the most.
const NEAR: usize = 2;

/// Words of a joined table, where they may stand.
pub struct Beside {
    /// The column.
    pub cell: Cell,
    /// Whether they name the thing that the row is about.
    pub names: bool,
    /// Whether the row itself points to it.
    pub is_near: bool,
}

/// The columns of a list: the date, the words for what the row is about, what it says itself, further words, and last the
/// amounts, which always have a place.
pub fn side_by_side(own: &[&Column], joined: &[Beside]) -> Vec<Cell> {
    let is_amount = |column: &&&Column| column.format == Some("money");
    let amounts: Vec<Cell> = own.iter().filter(is_amount).take(AMOUNTS).map(|column| column.cell()).collect();
    let (near, far): (Vec<&Beside>, Vec<&Beside>) =
        joined.iter().filter(|beside| beside.names).partition(|beside| beside.is_near);
    let words = |list: &[&Beside]| list.iter().map(|beside| beside.cell.clone()).collect::<Vec<_>>();
    let near = words(&near);
    let said = own.iter().filter(|column| !is_amount(column)).map(|column| column.cell());
    let mut said = said.collect::<Vec<_>>().into_iter();
    let (some, more) = near.split_at(near.len().min(NEAR));
    let mut cells: Vec<Cell> = said.next().into_iter().chain(some.iter().cloned()).collect();
    cells.extend(said);
    cells.extend(more.iter().cloned().chain(words(&far)));
    cells.truncate(BESIDE - amounts.len());
    cells.extend(amounts);
    cells
}

impl Column {
    /// Its place on a page.
    pub fn cell(&self) -> Cell {
        Cell::Own(self.name.clone())
    }
}

/// The title of a column that names the rows of a table: what it names. Where that is what every table calls it, the
/// table's own words say it.
pub fn title_of(column: &str, table: &str) -> Title {
    let said = words::split(column);
    let names = |word: &&String| matches!(word.as_str(), "name" | "title" | "label" | "nom" | "libelle");
    let rest: Vec<&str> = said.iter().filter(|word| !names(word)).map(String::as_str).collect();
    match rest.as_slice() {
        _ if rest.len() == said.len() && !matches!(rest.as_slice(), ["type" | "code"]) => {
            words::of_column(column)
        }
        [] | ["type" | "code" | "short" | "long" | "full" | "display"] => words::of_column(table),
        _ => words::of_column(&rest.join(" ")),
    }
}
