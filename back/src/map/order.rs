//! The order of a page's rows.

use vantail_shared::config::{Section, Spot};

use super::{ColumnName, Scope};

/// One column of an order. An absent value counts as smaller than every other, in every database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderBy {
    /// The column.
    pub column: ColumnName,
    /// Whether the greatest comes first.
    pub descending: bool,
}

impl OrderBy {
    /// Reads `order`.
    pub(super) fn read(section: &Section<'_>, scope: &Scope<'_>) -> Vec<Spot<Self>> {
        let mut order = Vec::new();
        for text in section.texts("order") {
            let (column, descending) =
                text.strip_prefix('-').map_or((&*text.value, false), |column| (column, true));
            match scope.column(column) {
                Some(column) => order.push(Spot { value: Self { column, descending }, at: text.at }),
                None => section.fault(
                    &text.at,
                    "order",
                    &format!("holds {:?}", text.value),
                    "write a column, with a hyphen before it for the greatest first",
                ),
            }
        }
        order
    }
}
