//! Charts for pages that people would rather look at than read.

use super::{
    Draft,
    page::{Cell, Page, Presentation},
};
use crate::words::{self, Title};

/// Bars of one chart: fewer say nothing, more are no picture.
const BARS: std::ops::RangeInclusive<usize> = 2..=12;
/// Words of columns of other tables whose few values are worth a bar each.
const SORTS: &[&str] = &["type", "kind", "category", "rating", "status", "nature", "sort"];

/// A drafted chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chart {
    /// The balance of a statement.
    Balance,
    /// The sum of a column for each value of another.
    Bars {
        /// The column whose values have a bar each, as the map writes it.
        by: String,
        /// The column that is summed.
        sum: String,
        /// Its title.
        title: Title,
    },
}

/// What a page's rows look like, when they are worth a look.
pub fn of(draft: &Draft, page: &Page) -> Option<Chart> {
    if matches!(page.presentation, Presentation::Statement(..)) {
        return Some(Chart::Balance);
    }
    let sum = page.totals.first()?;
    let table = &draft.tables[page.table];
    let by = page.columns.iter().chain(&page.detail).find_map(|cell| match cell {
        Cell::Own(name) => {
            let words = draft.words.get(&(table.name.clone(), name.clone()))?;
            BARS.contains(&words.len()).then(|| (name.clone(), words::of_column(name)))
        }
        Cell::Joined(name, title) => {
            let last = words::split(name).pop()?;
            SORTS.contains(&last.as_str()).then(|| (name.clone(), title.clone()))
        }
    });
    let (by, called) = by?;
    let of = words::of_column(sum);
    let title = Title {
        fr: format!("{} : {}", of.fr, called.fr.to_lowercase()),
        en: format!("{} by {}", of.en, called.en.to_lowercase()),
        known: of.known && called.known,
        sure: of.sure && called.sure,
    };
    Some(Chart::Bars { by, sum: sum.clone(), title })
}
