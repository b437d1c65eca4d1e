//! Writes the values of a database for people: amounts, numbers, dates, sizes. All on decimal texts, so that no cent is
//! ever lost in a float. What is not of the expected form is shown as it is.

mod calendar;
pub mod csv;
mod date;
mod number;
mod short;

pub use calendar::{days, month_number, today};
pub use date::{date, iso_day, month, short_month};
pub use number::{Amount, Sign, decimal, money, money_to, rounded, size};
pub use short::short;
