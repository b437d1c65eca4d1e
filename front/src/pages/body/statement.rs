//! A statement: lines with a running balance, and what the balance means.

use vantail_proto::portal::{self, Sense, StatementRow};

use super::{
    rows::{Head, heads},
    value::{Value, values},
};
use crate::{
    format::{self, Sign},
    texts::Texts,
};

pub(crate) struct Statement<'a> {
    pub(crate) heads: Vec<Head<'a>>,
    pub(crate) lines: Vec<Line<'a>>,
    pub(crate) balance: String,
    /// The key of the sentence that says what the balance means.
    pub(crate) meaning: &'static str,
    pub(crate) side: &'static str,
    /// All lines, where they were counted.
    pub(crate) total: Option<u64>,
}

pub(crate) struct Line<'a> {
    pub(crate) values: Vec<Value<'a>>,
    pub(crate) amount: String,
    pub(crate) amount_side: &'static str,
    pub(crate) balance: String,
    /// What the balance means, in a word; empty for none.
    pub(crate) balance_word: &'static str,
}

impl<'a> Statement<'a> {
    pub(super) fn new(statement: &'a portal::Statement, t: &'static Texts) -> Self {
        let (language, currency) = (t.language, statement.currency.as_str());
        let due_sign =
            if statement.sense() == Sense::PositiveIsCredit { Sign::Negative } else { Sign::Positive };
        let side = |text: &str| match format::sign(text) {
            Sign::Zero => "even",
            sign if sign == due_sign => "due",
            _ => "credit",
        };
        // A balance is said in words, so that its sign would only be a riddle.
        let unsigned =
            |text: &'a str| format::money(text.trim_start().trim_start_matches('-'), currency, language);
        let words = ["balance-word-due", "balance-word-credit"].map(|key| t.say(key));
        let line = |row: &'a StatementRow| Line {
            values: values(&statement.columns, &row.cells, t),
            amount: format::money(&row.amount, currency, language),
            amount_side: side(&row.amount),
            balance: if row.balance.is_empty() { "–".to_owned() } else { unsigned(&row.balance) },
            balance_word: match side(&row.balance) {
                "due" => words[0],
                "credit" => words[1],
                _ => "",
            },
        };
        let side_of_all = side(&statement.balance);
        Self {
            heads: heads(&statement.columns),
            lines: statement.rows.iter().map(line).collect(),
            balance: unsigned(&statement.balance),
            meaning: match side_of_all {
                "due" => "balance-due",
                "credit" => "balance-credit",
                _ => "balance-even",
            },
            side: side_of_all,
            total: statement.total_rows,
        }
    }
}
