//! Accounts that are made at the desk, and their letters.

use vantail_shared::failure::{Code, Failure};

use super::{Clerk, Desk, stored};
use crate::{provision::Which, store::roster};

impl Desk {
    /// Makes an account for a person, or gives the one that there is a new initial password: both letters can then be had.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's; `Changed` for a person who is gone or whose account is disabled;
    /// `Busy` and `Unavailable` as elsewhere.
    pub async fn invite(&self, clerk: Clerk<'_>, handle: &str) -> Result<(), Failure> {
        let person = self.open(clerk.session, handle)?;
        self.provision.invite(clerk.by(), &person).await.map(drop).map_err(changed)
    }

    /// A letter as PDF: that with the sign-in name, or that with the initial password, which can be had once.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's or there is no account; `Changed` when the letter is not to be had
    /// any more; `Unavailable` while a database is away.
    pub async fn letter(&self, clerk: Clerk<'_>, handle: &str, password: bool) -> Result<Vec<u8>, Failure> {
        let person = self.open(clerk.session, handle)?;
        let mut connection = self.store.reader().await?;
        let row = roster::of_person(&mut connection, &person.kind, &stored(&person)?).await?;
        drop(connection);
        let row = row.ok_or_else(|| Failure::new(Code::NotFound))?;
        if row.state == "disabled" {
            return Err(Failure::new(Code::Changed));
        }
        let which = if password { Which::Password } else { Which::Login };
        let letter = self.provision.letter(clerk.by(), row.id, which).await.map_err(changed)?;
        Ok(letter.to_vec())
    }
}

/// Whoever holds a handle has seen the account: what is not there has gone since.
fn changed(failure: Failure) -> Failure {
    if failure.code == Code::NotFound { Failure { code: Code::Changed, ..failure } } else { failure }
}
