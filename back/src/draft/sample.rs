//! What a look at some of the values has shown.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    person::Candidate,
    reference::Reference,
    way::{Step, Way},
};
use crate::map::TableName;

/// A column.
pub type Column = (TableName, String);

/// How many of the values that were looked at stand in another column as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Overlap {
    /// Different values that were looked at.
    pub sampled: u64,
    /// Those that are there as well.
    pub found: u64,
}

impl Overlap {
    /// Whether most are there: enough for a value that people write.
    pub fn mostly(self) -> bool {
        self.sampled > 0 && self.found * 4 >= self.sampled * 3
    }

    /// Whether all but a few stray ones are there, and enough were seen.
    pub fn holds(self) -> bool {
        self.sampled > 0 && self.found * 100 >= self.sampled * 95
    }
}

/// Everything that was seen.
#[derive(Debug, Clone, Default)]
pub struct Samples {
    /// Values of one column in another.
    pub overlaps: BTreeMap<(Column, Column), Overlap>,
    /// For a column whose meaning another column tells: the words of that one and the overlaps for each.
    pub kinds: BTreeMap<(Column, String, Column), Vec<(String, Overlap)>>,
    /// Rows and different values of a reference.
    pub shares: BTreeMap<Column, (u64, u64)>,
    /// The few words that a column holds.
    pub words: BTreeMap<Column, Vec<String>>,
    /// Columns of tables with rows in which nothing stands.
    pub empty: BTreeSet<Column>,
}

impl Samples {
    /// Whether the rows that a reference leads to are mostly named once. What nobody looked at counts as such.
    pub fn is_own(&self, reference: &Reference) -> bool {
        let column = (reference.from.clone(), reference.name().to_owned());
        self.shares.get(&column).is_none_or(|(rows, different)| different * 2 >= *rows)
    }

    /// Whether most telephone numbers of one table of persons stand in another.
    pub fn same_phones(&self, here: &Candidate, there: &Candidate) -> bool {
        let (Some(own), Some(other)) = (&here.phone, &there.phone) else { return false };
        let columns = ((here.table.clone(), own.clone()), (there.table.clone(), other.clone()));
        self.overlaps.get(&columns).is_some_and(|overlap| overlap.mostly())
    }

    /// Ways that hold for some words of another column only: an id and what it is the id of.
    pub fn by_words(&self, kinds: &[Candidate]) -> Vec<(TableName, Way, usize)> {
        let mut ways = Vec::new();
        for (((table, column), of, (to, key)), words) in &self.kinds {
            let Some(kind) = kinds.iter().position(|kind| kind.table == *to) else { continue };
            let held: Vec<String> =
                words.iter().filter(|(_, overlap)| overlap.holds()).map(|(word, _)| word.clone()).collect();
            if held.is_empty() {
                continue;
            }
            let pairs = vec![(column.clone(), key.clone())];
            let step = Step {
                from: table.clone(),
                to: to.clone(),
                pairs,
                words: Some((of.clone(), held)),
                loose: false,
            };
            ways.push((table.clone(), vec![step], kind));
        }
        ways
    }
}
