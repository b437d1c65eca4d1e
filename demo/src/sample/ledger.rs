//! The accounts of a building, line by line: of owners, of leases, of landlords.
//!
//! Positive is what owners and tenants owe, and what landlords are owed.

mod landlord;
mod owner;
mod pay;
mod tenant;

use std::borrow::Cow;

use time::Date;

use super::{budget::Code, unit::Unit};

/// Whose account it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The owners in the group with this index.
    Owner(usize),
    /// The tenants of the lease with this index.
    Tenant(usize),
    /// The landlords in the group with this index.
    Landlord(usize),
}

impl Kind {
    /// As the database has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner(_) => "coowner",
            Self::Tenant(_) => "tenant",
            Self::Landlord(_) => "landlord",
        }
    }
}

/// A line of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The day it counts from.
    pub on: Date,
    /// The sub-account.
    pub code: Code,
    /// What it is, in French.
    pub label: Cow<'static, str>,
    /// In cents.
    pub amount: i64,
    /// Index of the call that it is a part of.
    pub call: Option<usize>,
    /// How the money came, when it is a payment.
    pub method: Option<&'static str>,
}

impl Line {
    /// A line that is neither a part of a call nor a payment.
    fn plain(on: Date, code: Code, label: impl Into<Cow<'static, str>>, amount: i64) -> Self {
        Self { on, code, label: label.into(), amount, call: None, method: None }
    }
}

/// An account.
#[derive(Debug)]
pub struct Account {
    /// Whose.
    pub kind: Kind,
    /// Indices of its holders in the unit's persons.
    pub holders: Vec<usize>,
    /// Its number: unique.
    pub number: String,
    /// The first day.
    pub opened: Date,
    /// The last day, when it is closed.
    pub closed: Option<Date>,
    /// Oldest first.
    pub lines: Vec<Line>,
}

impl Account {
    /// What is owed.
    pub fn balance(&self) -> i64 {
        self.lines.iter().map(|line| line.amount).sum()
    }

    /// What is owed on each sub-account that has lines.
    pub fn balances(&self) -> Vec<(Code, i64)> {
        let of = |code: Code| self.lines.iter().filter(move |line| line.code == code);
        let used = Code::ALL.into_iter().filter(|code| of(*code).next().is_some());
        used.map(|code| (code, of(code).map(|line| line.amount).sum())).collect()
    }
}

/// All accounts of a unit.
pub(super) fn accounts(unit: &Unit) -> Vec<Account> {
    let mut accounts = owner::accounts(unit);
    accounts.extend(tenant::accounts(unit));
    let landlords = landlord::accounts(unit, &accounts);
    accounts.extend(landlords);
    accounts
}
