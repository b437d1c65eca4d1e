//! The sample organisation: an invented French property manager, the same for the same number of persons and day.
//!
//! Persons are numbered: first the tenants, then the co-owners, then the landlords. The first of each kind are written
//! by hand, to have something to show; the others are drawn.

use time::Date;

mod dice;
pub mod ledger;
mod names;
pub mod papers;
mod people;
mod places;
pub mod shares;

pub use people::{Kind, Payer, Person};
pub use places::{Building, Lease, Lot, months_before};

/// The invented organisation.
pub const CABINET: &str = "Cabinet Morel & Associés";

/// How many persons get documents of their own; the others share those of their building, to keep the start quick.
pub const WITH_OWN_DOCUMENTS: usize = 400;

/// Years of accounts before the current day.
const YEARS: i32 = 6;

/// Everything that the rest is computed from.
#[derive(Debug)]
pub struct Organisation {
    /// The day up to which the books are kept.
    pub today: Date,
    /// All persons, in the order of their numbers less one.
    pub persons: Vec<Person>,
    /// The buildings.
    pub buildings: Vec<Building>,
    /// The lots of all buildings, each building's side by side.
    pub lots: Vec<Lot>,
    /// One for each tenant, in the tenants' order.
    pub leases: Vec<Lease>,
    /// For each person, the indices of the lots that they own.
    owned: Vec<Vec<usize>>,
    /// For each person, the indices of the leases that they let.
    let_out: Vec<Vec<usize>>,
}

impl Organisation {
    /// Draws an organisation of `count` persons (20 at least) whose books end `today`.
    pub fn new(count: usize, today: Date) -> Self {
        let persons = people::draw(count.max(20));
        let (buildings, lots, leases) = places::draw(&persons, today);
        let (mut owned, mut let_out) = (vec![Vec::new(); persons.len()], vec![Vec::new(); persons.len()]);
        lots.iter().enumerate().for_each(|(at, lot)| owned[lot.owner].push(at));
        leases.iter().enumerate().for_each(|(at, lease)| let_out[lease.landlord].push(at));
        Self { today, persons, buildings, lots, leases, owned, let_out }
    }

    /// The first day of the books.
    pub fn first_day(&self) -> Date {
        Date::from_calendar_date(self.today.year() - YEARS, time::Month::January, 1).unwrap_or(self.today)
    }

    /// The lots of the person with index `owner`.
    pub fn lots_of(&self, owner: usize) -> impl Iterator<Item = (usize, &Lot)> {
        self.owned[owner].iter().map(|at| (*at, &self.lots[*at]))
    }

    /// The leases that the person with index `landlord` lets.
    pub fn leases_of(&self, landlord: usize) -> impl Iterator<Item = &Lease> {
        self.let_out[landlord].iter().map(|at| &self.leases[*at])
    }
}

#[cfg(test)]
mod tests;
