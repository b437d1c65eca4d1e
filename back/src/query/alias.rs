//! What rows are called in a statement: names of ours, so that none of the database's can stand for another.

use super::build::Sql;

/// The name of a row: a letter and a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alias {
    letter: &'static str,
    number: usize,
}

impl Alias {
    /// The row that a page, a set of documents or a person is made of.
    pub(super) const OWN: Self = Self { letter: "t", number: 0 };
    /// The row that says who holds a role.
    pub(super) const ROLE: Self = Self { letter: "h", number: 0 };

    /// A document that is looked for beside the row.
    pub(super) const DOCUMENT: Self = Self { letter: "d", number: 0 };

    /// The row again, where keys of rows are gathered.
    pub(super) const COPY: Self = Self { letter: "u", number: 0 };

    /// A person whom a row names by other columns than the key.
    pub(super) const OWNER: Self = Self { letter: "w", number: 0 };

    /// The row of a join, counted from 0.
    pub(super) fn joined(number: usize) -> Self {
        Self { letter: "j", number }
    }

    /// The row that this one leads to.
    pub(super) fn next(self) -> Self {
        Self { number: self.number + 1, ..self }
    }

    /// The name itself.
    pub(super) fn sql(self) -> Sql {
        Sql::default().label(self.letter, self.number)
    }

    /// A column of the row.
    pub(super) fn column(self, column: &str) -> Sql {
        self.sql().with(".").name(column)
    }
}
