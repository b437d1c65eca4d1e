//! How large the organisation is, and what follows from that.

use time::{Date, Month};

use super::dice::Dice;

/// Years of accounts before the current one.
const YEARS: i32 = 14;
/// Persons up to whom everyone has documents of their own, each with a file of its own.
const OWN_FILES: usize = 5_000;
/// Persons up to whom the books go back to the first day.
const DEEP_BOOKS: usize = 20_000;

/// The size of the organisation and the day up to which its books are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// Rows of the table of persons.
    pub persons: usize,
    /// The last day of the books.
    pub today: Date,
}

impl Scale {
    /// The first day of the oldest books.
    pub fn first_day(self) -> Date {
        self.new_year(self.today.year() - YEARS)
    }

    /// Whether each document is a file of its own.
    pub fn own_files(self) -> bool {
        self.persons <= OWN_FILES
    }

    /// Whether all books are kept; otherwise those of most buildings were taken over of late.
    pub fn deep(self) -> bool {
        self.persons <= DEEP_BOOKS
    }

    /// From when on there is a row for every part, notice and payment, besides the lines of the accounts.
    pub fn detail_since(self) -> Date {
        if self.deep() {
            self.first_day()
        } else {
            super::months_before(self.today, i64::from((u8::from(self.today.month()) - 1) % 3))
        }
    }

    /// The first day of the books of a building that is managed since `managed`.
    pub(crate) fn books_since(self, managed: Date, dice: &mut Dice) -> Date {
        let years = match dice.between(0, 99) {
            _ if self.deep() => YEARS,
            0..2 => 11,
            2..10 => 4,
            10..40 => 2,
            _ => 1,
        };
        let first = self.new_year(self.today.year() - years);
        if managed <= first { first } else { self.new_year(managed.year()) }
    }

    /// Offices of the manager.
    pub fn agencies(self) -> usize {
        (self.persons / 5_556).max(3)
    }

    /// Who works or worked there.
    pub fn employees(self) -> usize {
        (self.persons * 6 / 1000).max(12)
    }

    /// Who works in the buildings.
    pub fn suppliers(self) -> usize {
        (self.persons * 4 / 1000).max(24)
    }

    /// Who asked for a dwelling in vain.
    pub fn prospects(self) -> usize {
        self.persons * 3 / 100
    }

    /// The first of January of a year.
    pub fn new_year(self, year: i32) -> Date {
        Date::from_calendar_date(year, Month::January, 1).unwrap_or(self.today)
    }
}
