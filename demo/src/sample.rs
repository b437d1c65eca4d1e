//! The sample organisation: an invented French property manager, the same for the same number of persons and day.
//!
//! It is drawn building by building ([`unit::Units`]): a building, its lots, owners, tenants, accounts, so that an
//! organisation of any size passes through the memory of one building.

use time::{Date, Month};

pub mod budget;
pub mod building;
pub mod cases;
pub mod cast;
pub mod council;
mod dice;
pub mod ledger;
pub mod letting;
mod names;
pub mod owners;
pub mod papers;
mod payer;
pub mod person;
mod register;
pub mod scale;
pub mod shares;
pub mod staff;
pub mod suppliers;
pub mod unit;

pub use payer::Payer;

/// The invented organisation.
pub const CABINET: &str = "Cabinet Morel & Associés";

/// The first of the month `months` before the day's month.
pub fn months_before(day: Date, months: i64) -> Date {
    let at = i64::from(day.year()) * 12 + i64::from(u8::from(day.month())) - 1 - months;
    let month = u8::try_from(at.rem_euclid(12) + 1).ok().and_then(|month| Month::try_from(month).ok());
    let year = i32::try_from(at.div_euclid(12)).unwrap_or(day.year());
    Date::from_calendar_date(year, month.unwrap_or(Month::January), 1).unwrap_or(day)
}

#[cfg(test)]
mod tests;
