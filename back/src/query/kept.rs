//! Passwords of another system, read once to be brought over.

use zeroize::Zeroizing;

use super::{
    answer::{Answer, Row},
    build::Sql,
    roll::Roll,
    statement::Statement,
};
use crate::map::KeptPasswords;

/// What another system kept of one person.
pub(crate) struct Kept {
    pub(crate) key: Vec<String>,
    pub(crate) login: String,
    pub(crate) password: Zeroizing<String>,
    pub(crate) salt: Option<String>,
}

impl Roll<'_> {
    /// Asks for key, sign-in name, password and salt, in the order of the key.
    pub(crate) fn kept_statement(&self, kept: &KeptPasswords) -> Statement {
        let dialect = self.whom.dialect();
        self.select(|rows| {
            let columns = kept.columns().map(|name| {
                let (value, of) = rows.column(&name.value);
                dialect.shown_text(value, of)
            });
            let cells: Vec<Sql> = self.key_cells().chain(columns).collect();
            cells
        })
    }

    /// Reads the answer to [`Roll::kept_statement`], and wipes it.
    pub(crate) fn read_kept(&self, mut answer: Answer) -> Vec<Kept> {
        let length = self.whom.kind.key.len();
        let read = |mut row: Row<'_>| {
            let key = row.texts(length).into_iter().map(Option::unwrap_or_default).collect();
            let mut next = || row.text().map(str::to_owned);
            let login = next().unwrap_or_default();
            let password = Zeroizing::new(next().unwrap_or_default());
            Kept { key, login, password, salt: next() }
        };
        let mut found: Vec<Kept> = answer.rows().map(read).collect();
        answer.wipe();
        found.dedup_by(|later, earlier| later.key == earlier.key);
        found
    }
}
