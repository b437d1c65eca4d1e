//! Accounts as commands see them: found by name or row, disabled and enabled, counted.

use serde::Serialize;
use vantail_shared::failure::Failure;

use super::{Identity, login};
use crate::{
    journal::ActKind,
    store::{account, account::State, spool},
};

/// Which account is meant.
#[derive(Debug, Clone, Copy)]
pub enum AccountRef<'a> {
    /// The one with this sign-in name, in any form.
    Login(&'a str),
    /// The one of this row.
    Row(i64),
}

/// Accounts that have the same in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The kind of person, or `staff`.
    pub kind: String,
    /// How far they are.
    pub state: String,
    /// Where their passwords are from.
    pub password: String,
    /// The scheme of the old form in which their passwords are hashed.
    pub old_form: Option<String>,
    /// Who keeps them in step.
    pub source: Option<String>,
    /// How many they are.
    pub accounts: u64,
}

/// What `account list` tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Census {
    /// The accounts by what they have in common.
    pub groups: Vec<Group>,
    /// Initial passwords whose letters are not written yet.
    pub waiting_letters: u64,
    /// Passwords that are still in the form of another system: their owners have not signed in since.
    pub old_forms: u64,
}

impl Identity {
    /// The row of an account that was not erased.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn row_of(&self, account: AccountRef<'_>) -> Result<Option<i64>, Failure> {
        let mut connection = self.store.reader().await?;
        let found = match account {
            AccountRef::Row(row) => account::by_id(&mut connection, row).await?,
            AccountRef::Login(typed) => match login::normal_form(typed) {
                Some(login) => account::by_login(&mut connection, &login).await?,
                None => None,
            },
        };
        Ok(found.filter(|account| account.state != State::Erased).map(|account| account.id))
    }

    /// Disables or enables an account; tells its row. Disabling ends its sessions and entries. Enabled again, an account is
    /// where it was: active when it was proved whose it is, else as far as its password.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn switch(&self, account: AccountRef<'_>, on: bool) -> Result<Option<i64>, Failure> {
        let Some(row) = self.row_of(account).await? else { return Ok(None) };
        let mut connection = self.store.writer().await?;
        if account::switch(&mut connection, row, on).await? {
            let kind = if on { ActKind::Enabled } else { ActKind::Disabled };
            self.note_command(&mut connection, kind, row).await?;
        }
        connection.commit().await?;
        Ok(Some(row))
    }

    /// Counts the passwords that are still in the form of another system.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn count_old_forms(&self) -> Result<u64, Failure> {
        let count = account::count_forms(&mut self.store.reader().await?).await?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Counts accounts by what they have in common. Nobody is named.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn census(&self) -> Result<Census, Failure> {
        let number = |count: i64| u64::try_from(count).unwrap_or_default();
        let mut connection = self.store.reader().await?;
        let rows = account::making::census(&mut connection).await?;
        let waiting_letters = number(spool::count_all(&mut connection).await?);
        let groups: Vec<Group> = rows
            .into_iter()
            .map(|(kind, state, password, old_form, source, accounts)| Group {
                kind,
                state,
                password,
                old_form,
                source,
                accounts: number(accounts),
            })
            .collect();
        let old_forms = number(account::count_forms(&mut connection).await?);
        Ok(Census { groups, waiting_letters, old_forms })
    }
}
