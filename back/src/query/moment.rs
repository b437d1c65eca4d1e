//! Days, months and years as texts: the beginning of how a moment is shown.

use super::{build::Sql, types::Type};
use crate::map::Dialect;

impl Dialect {
    /// The day of a moment: `2026-11-22`.
    pub(super) fn day(self, value: Sql, of: Type) -> Sql {
        self.beginning(value, of, 10)
    }

    /// The month of a moment: `2026-11`.
    pub(super) fn month(self, value: Sql, of: Type) -> Sql {
        self.beginning(value, of, 7)
    }

    /// The year of a moment: `2026`.
    pub(super) fn year(self, value: Sql, of: Type) -> Sql {
        self.beginning(value, of, 4)
    }

    fn beginning(self, value: Sql, of: Type, characters: u64) -> Sql {
        Sql::new("substr(").then(self.shown_text(value, of)).with(", 1, ").number(characters).with(")")
    }
}
