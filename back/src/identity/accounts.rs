//! Making accounts, disabling them, counting them.

use std::fmt;

use vantail_shared::{failure::Failure, tls::FrontKind};
use zeroize::Zeroizing;

use super::{AccountRef, Identity, Person, login, passwords};
use crate::{
    journal::{self, Act, ActKind, Actor},
    store::{
        Connection, StoreError,
        account::{
            self,
            making::{self, NewRow},
        },
        roster, session,
    },
};

/// Accounts that are imported in one transaction.
const CHUNK: usize = 500;
/// Longest name of a member of staff, in characters.
const MAX_NAME: usize = 120;
/// Longest key of a person as JSON, in bytes.
const MAX_KEY: usize = 1024;

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A person of the business database.
    Person(Person),
    /// A member of staff, by the name to show.
    Staff(String),
}

/// An account to import with the hash of its password.
#[derive(Clone)]
pub struct NewAccount {
    /// Whose it is.
    pub owner: Owner,
    /// The sign-in name in any form.
    pub login: String,
    /// An argon2id hash in PHC form.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for NewAccount {
    /// Without the hash.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { owner, login, .. } = self;
        f.debug_struct("NewAccount").field("owner", owner).field("login", login).finish_non_exhaustive()
    }
}

/// An account was not made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// The sign-in name is empty, too long or holds control characters.
    #[error("a sign-in name has 1 to 254 bytes without control characters")]
    Login,
    /// The name to show or the person's key is empty or too long.
    #[error("the owner of an account has a name or a key of reasonable length")]
    Owner,
    /// The password is empty or too long.
    #[error("a password has 1 to 128 characters")]
    Password,
    /// The hash is not one of argon2id in PHC form, or asks for too much work.
    #[error("the password's hash is not argon2id in PHC form")]
    Hash,
    /// Somebody has this sign-in name already.
    #[error("the sign-in name is taken")]
    Taken,
    /// The store or the password threads could not do it.
    #[error("the account could not be stored: {}", .0.explain())]
    Failed(Failure),
}

impl From<StoreError> for CreateError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Duplicate => Self::Taken,
            other => Self::Failed(other.into()),
        }
    }
}

/// The accounts of one kind of person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCount {
    /// The kind as the data map names it.
    pub kind: String,
    /// All accounts.
    pub accounts: u64,
    /// Those of them that are disabled.
    pub disabled: u64,
}

/// How many there are of what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// For each kind of person that has accounts.
    pub kinds: Vec<KindCount>,
    /// Sessions open now, of persons and staff.
    pub open_sessions: u64,
    /// Accounts of persons to which a mail could not be delivered.
    pub undelivered: u64,
}

impl Identity {
    /// Makes an account for a person of the business database; tells its row.
    ///
    /// # Errors
    /// See [`CreateError`].
    pub async fn create_person_account(
        &self,
        person: Person,
        login: &str,
        password: Zeroizing<String>,
    ) -> Result<i64, CreateError> {
        self.create(Owner::Person(person), login, password).await
    }

    /// Makes an account for a member of staff; tells its row.
    ///
    /// # Errors
    /// See [`CreateError`].
    pub async fn create_staff_account(
        &self,
        name: &str,
        login: &str,
        password: Zeroizing<String>,
    ) -> Result<i64, CreateError> {
        self.create(Owner::Staff(name.to_owned()), login, password).await
    }

    async fn create(
        &self,
        owner: Owner,
        login: &str,
        password: Zeroizing<String>,
    ) -> Result<i64, CreateError> {
        if password.is_empty() || !passwords::is_bounded(&password) {
            return Err(CreateError::Password);
        }
        let hash = self.passwords.hash(password, self.random.as_ref()).await.map_err(CreateError::Failed)?;
        let account = NewAccount { owner, login: login.to_owned(), password: hash };
        let ids = self.import(std::slice::from_ref(&account)).await?;
        ids.first().copied().ok_or_else(|| CreateError::Failed(Failure::internal("an account without a row")))
    }

    /// Makes accounts with hashes that exist already; tells their rows. Every 500 of them are one transaction.
    ///
    /// # Errors
    /// See [`CreateError`]; the transactions before the one that failed are done.
    pub async fn import(&self, accounts: &[NewAccount]) -> Result<Vec<i64>, CreateError> {
        let mut ids = Vec::with_capacity(accounts.len());
        for chunk in accounts.chunks(CHUNK) {
            let mut connection = self.store.writer().await?.unhurried();
            for new in chunk {
                let login = login::normal_form(&new.login).ok_or(CreateError::Login)?;
                if !passwords::is_readable(&new.password) {
                    return Err(CreateError::Hash);
                }
                let (person, name) = describe(&new.owner)?;
                let person = person.as_ref().map(|(kind, key)| (*kind, key.as_str()));
                let row = NewRow::active(person, name, &login, &new.password);
                let id = making::insert(&mut connection, &row, self.clock.now()).await?;
                let id = id.ok_or(CreateError::Taken)?;
                self.note_command(&mut connection, ActKind::Created, id).await?;
                ids.push(id);
            }
            connection.commit().await?;
        }
        Ok(ids)
    }

    /// Disables an account and ends its sessions; `false` when nobody has this sign-in name.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn disable_account(&self, login: &str) -> Result<bool, Failure> {
        Ok(self.switch(AccountRef::Login(login), false).await?.is_some())
    }

    pub(super) async fn note_command(
        &self,
        connection: &mut Connection,
        kind: ActKind,
        subject: i64,
    ) -> Result<(), StoreError> {
        let act = Act { at: self.clock.now(), kind, subject, by: Actor::Command, front: None };
        journal::note(connection, &act).await
    }

    /// Counts accounts and open sessions.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn counts(&self) -> Result<Counts, Failure> {
        let number = |count: i64| u64::try_from(count).unwrap_or(0);
        let mut connection = self.store.reader().await?;
        let kinds = account::count(&mut connection).await?;
        let open_sessions = number(
            session::count(&mut connection, self.over(FrontKind::Public)).await?
                + session::count(&mut connection, self.over(FrontKind::Staff)).await?,
        );
        let undelivered = number(roster::count_undelivered(&mut connection).await?);
        let kinds = kinds.into_iter().map(|(kind, accounts, disabled)| KindCount {
            kind,
            accounts: number(accounts),
            disabled: number(disabled),
        });
        Ok(Counts { kinds: kinds.collect(), open_sessions, undelivered })
    }
}

/// The owner's columns: kind and key of a person, or a name.
type Columns<'a> = (Option<(&'a str, String)>, Option<&'a str>);

fn describe(owner: &Owner) -> Result<Columns<'_>, CreateError> {
    match owner {
        Owner::Person(person) => {
            let key = serde_json::to_string(&person.key).map_err(|_| CreateError::Owner)?;
            // PostgreSQL has no text with NUL in it; JSON escapes it, a kind is a word of the data map.
            let fits = !person.key.is_empty() && key.len() <= MAX_KEY && !person.kind.contains('\0');
            if fits { Ok((Some((&person.kind, key)), None)) } else { Err(CreateError::Owner) }
        }
        Owner::Staff(name) => {
            if is_staff_name(name) {
                Ok((None, Some(name)))
            } else {
                Err(CreateError::Owner)
            }
        }
    }
}

/// Whether a member of staff can be called so: at most 120 characters, not all of them blank, none a control character.
pub(crate) fn is_staff_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= MAX_NAME && !name.chars().any(char::is_control)
}
