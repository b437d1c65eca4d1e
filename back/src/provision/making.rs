//! Making accounts and giving new initial passwords, many at a time.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::Provision;
use crate::{
    identity::{Person, initial},
    journal::{self, Act, ActKind, By},
    store::{
        Connection, StoreError,
        account::{
            self, PasswordFrom, State,
            making::{self, Holder, NewInitial, NewRow},
        },
        spool,
    },
};

/// Hashes at once beyond those that the pool works on.
const AHEAD: usize = 2;
/// Tries to find a sign-in name that nobody has.
const TRIES: usize = 20;
/// Longest wait for the password threads, in tries of a tenth of a second.
const PATIENCE: usize = 600;

/// Whose account is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owner {
    /// Of the data map: kind and key.
    Person { kind: String, key: String },
    /// A member of staff: name, and address of mail.
    Staff { name: String, email: Option<String> },
}

/// An initial password and its hash.
pub(super) struct Fresh {
    pub(super) password: Zeroizing<String>,
    pub(super) hash: Zeroizing<String>,
}

/// The key of a person as it stands in the store.
pub(super) fn stored_key(person: &Person) -> Result<String, Failure> {
    serde_json::to_string(&person.key).map_err(Failure::internal)
}

/// What an initial password is sealed for.
fn context(account: i64) -> String {
    format!("initial password {account}")
}

impl Provision {
    /// As many new passwords.
    pub(super) async fn fresh(&self, count: usize) -> Result<Vec<Fresh>, Failure> {
        let width = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) + AHEAD;
        stream::iter(0..count).map(|_| self.one()).buffered(width).try_collect().await
    }

    async fn one(&self) -> Result<Fresh, Failure> {
        let password = initial::password(self.random.as_ref());
        let hash = self.hash(password.clone()).await?;
        Ok(Fresh { password, hash })
    }

    /// The hash of a password, when it is its turn: sign-ins go first.
    pub(crate) async fn hash(&self, password: Zeroizing<String>) -> Result<Zeroizing<String>, Failure> {
        for _ in 0..PATIENCE {
            match self.passwords.hash(password.clone(), self.random.as_ref()).await {
                Err(failure) if failure.code == Code::Busy => {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
                done => return done,
            }
        }
        Err(Failure::new(Code::Busy))
    }

    /// Makes an account with its password in the spool; nothing when its owner has one by now.
    pub(super) async fn make(
        &self,
        connection: &mut Connection,
        owner: &Owner,
        fresh: &Fresh,
        (batch, by): (Option<i64>, By<'_>),
    ) -> Result<Option<i64>, Failure> {
        let now = self.now();
        let (person, name, email) = match owner {
            Owner::Person { kind, key } => (Some((kind.as_str(), key.as_str())), None, None),
            Owner::Staff { name, email } => (None, Some(name.as_str()), email.as_deref()),
        };
        for _ in 0..TRIES {
            let login = initial::login(self.random.as_ref());
            let new = NewRow {
                person,
                name,
                login: &login,
                password: &fresh.hash,
                form: None,
                from: PasswordFrom::Initial,
                initial_until: Some(self.until()),
                state: State::Invited,
                verified: false,
                email,
                source: None,
                batch,
            };
            if let Some(id) = making::insert(connection, &new, now).await? {
                self.spool(connection, id, fresh, batch).await?;
                self.note(connection, ActKind::Created, id, by).await?;
                return Ok(Some(id));
            }
            if let Some((kind, key)) = person
                && !making::holders(connection, kind, &[key.to_owned()]).await?.is_empty()
            {
                return Ok(None);
            }
        }
        Err(Failure::internal("no sign-in name is free"))
    }

    /// Gives an account a new initial password; every session and entry ends. `false` for one that is disabled or erased,
    /// and for one that has its password of this very run.
    pub(super) async fn make_again(
        &self,
        connection: &mut Connection,
        id: i64,
        fresh: &Fresh,
        (batch, by): (Option<i64>, By<'_>),
    ) -> Result<bool, Failure> {
        let new = NewInitial { password: &fresh.hash, until: self.until(), batch };
        if !making::invite_again(connection, id, new, self.now()).await? {
            return Ok(false);
        }
        self.spool(connection, id, fresh, batch).await?;
        account::end_all(connection, id).await?;
        self.note(connection, ActKind::Invited, id, by).await?;
        Ok(true)
    }

    async fn spool(
        &self,
        connection: &mut Connection,
        id: i64,
        fresh: &Fresh,
        batch: Option<i64>,
    ) -> Result<(), Failure> {
        let sealed = self.seal.seal(self.random.as_ref(), &context(id), fresh.password.as_bytes())?;
        Ok(spool::put(connection, id, batch, &sealed).await?)
    }

    /// The initial password of an account as it waited for its letter.
    pub(super) fn unseal(&self, id: i64, sealed: &[u8]) -> Result<Zeroizing<String>, Failure> {
        let password = self.seal.open(&context(id), sealed)?;
        let password = std::str::from_utf8(&password).map_err(Failure::internal)?;
        Ok(Zeroizing::new(password.to_owned()))
    }

    pub(crate) async fn note(
        &self,
        connection: &mut Connection,
        kind: ActKind,
        subject: i64,
        by: impl Into<By<'_>> + Send,
    ) -> Result<(), StoreError> {
        let By { who: by, front } = by.into();
        let act = Act { at: self.now(), kind, subject, by, front };
        journal::note(connection, &act).await
    }

    /// Who of these persons has an account, in any state.
    pub(super) async fn holders(&self, kind: &str, keys: &[String]) -> Result<Vec<Holder>, Failure> {
        Ok(making::holders(&mut self.store.reader().await?, kind, keys).await?)
    }
}
