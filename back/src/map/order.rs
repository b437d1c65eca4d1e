//! The order of a page's rows.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

/// One column of an order. An absent value counts as smaller than every other, in every database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBy {
    /// The column.
    pub column: String,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl FromStr for OrderBy {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (column, descending) = text.strip_prefix('-').map_or((text, false), |column| (column, true));
        if column.is_empty() { Err(()) } else { Ok(Self { column: column.to_owned(), descending }) }
    }
}

impl OrderBy {
    /// Reads `order`.
    pub(super) fn read(section: &Section<'_>) -> Vec<Spot<Self>> {
        section.all_parsed("order", "a column, with a hyphen before it for the greatest first")
    }
}
