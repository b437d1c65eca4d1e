//! What makes the balance of a statement.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

use super::{ColumnName, Money, Scope};

/// What makes the balance of a statement.
#[derive(Debug, Clone)]
pub struct Ledger {
    /// Where a line's amount stands.
    pub amount: Amount,
    /// The balance after each line, where the organisation's own software keeps it: then nothing is added up.
    pub balance: Option<Spot<ColumnName>>,
    /// What it is in.
    pub money: Money,
    /// What a positive balance means.
    pub sense: Sense,
}

/// Where the amount of a line stands.
#[derive(Debug, Clone)]
pub enum Amount {
    /// One column with its sign.
    Signed(Spot<ColumnName>),
    /// Two columns: the amount is debit minus credit.
    Split {
        /// The column of debits.
        debit: Spot<ColumnName>,
        /// The column of credits.
        credit: Spot<ColumnName>,
    },
}

/// What a positive balance means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// The person owes it.
    PositiveIsDue,
    /// The person has it.
    PositiveIsCredit,
}

impl FromStr for Sense {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "positive-is-due" => Ok(Self::PositiveIsDue),
            "positive-is-credit" => Ok(Self::PositiveIsCredit),
            _ => Err(()),
        }
    }
}

impl Ledger {
    pub(super) fn read(section: &Section<'_>, scope: &Scope<'_>) -> Option<Self> {
        let amount = section.required_section("amount").and_then(|amount| {
            let money = Money::read(&amount);
            let columns = if amount.has("debit") || amount.has("credit") {
                let debit = scope.required(&amount, "debit", "debit = \"...\", a column");
                let credit = scope.required(&amount, "credit", "credit = \"...\", a column");
                debit.zip(credit).map(|(debit, credit)| Amount::Split { debit, credit })
            } else {
                scope.required(&amount, "column", "column = \"...\", or debit and credit").map(Amount::Signed)
            };
            let balance = scope.read(&amount, "balance");
            amount.close();
            columns.zip(money).map(|(columns, money)| (columns, money, balance))
        });
        let known = "\"positive-is-due\" or \"positive-is-credit\"";
        section.required_text("sense", &format!("sense = {known}"));
        let sense = section.parsed("sense", known);
        let (amount, money, balance) = amount?;
        Some(Self { amount, balance, money, sense: sense?.value })
    }
}

impl Ledger {
    /// Every column that holds money.
    pub fn columns(&self) -> Vec<&Spot<ColumnName>> {
        self.amount.columns().into_iter().chain(&self.balance).collect()
    }
}

impl Amount {
    /// The columns that it is made of.
    pub fn columns(&self) -> Vec<&Spot<ColumnName>> {
        match self {
            Self::Signed(column) => vec![column],
            Self::Split { debit, credit } => vec![debit, credit],
        }
    }
}
