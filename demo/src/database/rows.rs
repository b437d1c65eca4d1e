//! Gathers rows by table and hands them on in portions, so that a database of any size passes through little memory.

use std::collections::HashMap;

use anyhow::{Result, anyhow};
use tokio::sync::mpsc::Sender;

use super::{
    cell::Cell,
    table::{MANY, Table},
};

/// Rows of one table, one after the other.
#[derive(Debug)]
pub struct Portion {
    /// The table.
    pub table: &'static Table,
    /// The cells of all rows; as many to a row as the table has columns.
    pub cells: Vec<Cell>,
}

/// Takes rows; gives whole portions away as they are full.
#[derive(Debug)]
pub struct Rows {
    to: Sender<Portion>,
    waiting: HashMap<&'static str, Portion>,
    counts: HashMap<&'static str, i64>,
}

impl Rows {
    /// Gives its portions to `to`; waits where that is full, so it may run on no thread of a runtime.
    pub fn new(to: Sender<Portion>) -> Self {
        Self { to, waiting: HashMap::new(), counts: HashMap::new() }
    }

    /// Adds a row under the next number of its table, which it returns.
    pub fn add<const N: usize>(&mut self, table: &'static Table, cells: [Cell; N]) -> Result<i64> {
        let count = self.counts.entry(table.name).or_insert(0);
        *count += 1;
        let id = *count;
        self.put(table, id, cells)?;
        Ok(id)
    }

    /// Adds a row under a number of the caller's.
    pub fn put<const N: usize>(&mut self, table: &'static Table, id: i64, cells: [Cell; N]) -> Result<()> {
        debug_assert_eq!(N + 1, table.columns.len(), "{}", table.name);
        let portion = self.waiting.entry(table.name).or_insert_with(|| Portion { table, cells: Vec::new() });
        portion.cells.push(Cell::Number(id));
        portion.cells.extend(cells);
        if portion.cells.len() >= MANY * table.columns.len() {
            let full = Portion { table, cells: std::mem::take(&mut portion.cells) };
            self.send(full)?;
        }
        Ok(())
    }

    /// Hands on what is left.
    pub fn finish(mut self) -> Result<()> {
        let mut left: Vec<Portion> = self.waiting.drain().map(|(_, portion)| portion).collect();
        left.sort_by_key(|portion| portion.table.name);
        left.into_iter().try_for_each(|portion| self.send(portion))
    }

    fn send(&self, portion: Portion) -> Result<()> {
        self.to.blocking_send(portion).map_err(|_| anyhow!("the database no longer takes rows"))
    }
}
