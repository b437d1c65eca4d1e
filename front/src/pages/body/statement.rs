//! A statement: lines with a running balance, and what the balance means.

use vantail_proto::portal::{self, Sense};

use super::{
    rows::{Head, heads},
    value::{Class, Value, values},
};
use crate::{
    format::{Amount, Sign},
    texts::Texts,
};

pub(crate) struct Statement<'a> {
    rows: &'a portal::Statement,
    t: &'static Texts,
    /// What a balance means that is due, and one that is a credit, in a word.
    words: [&'static str; 2],
    pub(crate) heads: Vec<Head<'a>>,
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
    pub(crate) amount_side: Class,
    pub(crate) balance: String,
    /// What the balance means, in a word; empty for none.
    pub(crate) balance_word: &'static str,
}

impl<'a> Statement<'a> {
    pub(super) fn new(rows: &'a portal::Statement, t: &'static Texts) -> Self {
        let balance = Amount::of(&rows.balance);
        let side = side(rows, &balance);
        Self {
            rows,
            t,
            words: ["balance-word-due", "balance-word-credit"].map(|key| t.say(key)),
            heads: heads(&rows.columns),
            // It is said in words, so that its sign would only be a riddle.
            balance: balance.unsigned().money(&rows.currency, t.language),
            meaning: match side {
                "due" => "balance-due",
                "credit" => "balance-credit",
                _ => "balance-even",
            },
            side,
            total: rows.total_rows,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.rows.is_empty()
    }

    /// The lines, each written when its turn comes: nothing keeps them all.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Line<'a>> {
        let Self { rows, t, words, .. } = *self;
        rows.rows.iter().map(move |row| {
            let (amount, balance) = (Amount::of(&row.amount), Amount::of(&row.balance));
            Line {
                values: values(&rows.columns, &row.cells, t),
                amount: amount.money(&rows.currency, t.language),
                amount_side: Class(side(rows, &amount)),
                balance_word: match side(rows, &balance) {
                    "due" => words[0],
                    "credit" => words[1],
                    _ => "",
                },
                balance: match row.balance.as_str() {
                    "" => "–".to_owned(),
                    _ => balance.unsigned().money(&rows.currency, t.language),
                },
            }
        })
    }
}

/// Which side of nothing an amount is on, as its organisation counts.
fn side(statement: &portal::Statement, amount: &Amount<'_>) -> &'static str {
    let due = if statement.sense() == Sense::PositiveIsCredit { Sign::Negative } else { Sign::Positive };
    match amount.sign() {
        Sign::Zero => "even",
        sign if sign == due => "due",
        _ => "credit",
    }
}
