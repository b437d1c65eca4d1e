//! Writes the values of a database for people: amounts, numbers, dates, sizes. All on decimal texts, so that no cent is
//! ever lost in a float. What is not of the expected form is shown as it is.

mod date;
mod number;

pub use date::{date, iso_day};
pub use number::{Sign, decimal, money, sign, size};
