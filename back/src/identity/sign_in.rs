//! Signing in: name and password in, session out.

use std::{fmt, net::IpAddr};

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
    tls::FrontKind,
};
use zeroize::Zeroizing;

use super::{Identity, guard::Keys, login, passwords, token};
use crate::{
    journal::{self, Act, ActKind, Actor},
    store::{account, account::Account, session},
};

/// Longest description of a device that is kept, in characters.
const MAX_DEVICE: usize = 80;

/// Where a call comes in.
#[derive(Debug, Clone)]
pub struct Door {
    /// The kind of the front, as its certificate says.
    pub kind: FrontKind,
    /// The front's own name.
    pub name: String,
    /// The browser's address, as the front says.
    pub client: Option<IpAddr>,
}

/// A session has been opened.
pub struct Opened {
    /// For the browser alone.
    pub token: Zeroizing<String>,
    /// The language kept with the account.
    pub language: Option<Language>,
}

impl fmt::Debug for Opened {
    /// Without the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Opened").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Identity {
    /// Checks name and password and opens a session.
    ///
    /// # Errors
    /// `WrongCredentials` for an unknown name, a wrong password, a disabled account and the wrong kind of front, all
    /// with the same work done; `Throttled` while a wait lasts, whatever the password; `Busy` when too many sign in at
    /// once; `Unavailable` while the store is away.
    pub async fn sign_in(
        &self,
        door: &Door,
        login: &str,
        password: Zeroizing<String>,
        device: &str,
    ) -> Result<Opened, Failure> {
        let form = login::normal_form(login);
        let keys = self.guard.keys(door.kind, form.as_deref().unwrap_or(login), door.client);
        self.guard.charge(&keys).await?;
        match self.check(door, form.as_deref(), password).await {
            Ok(Some((account, rehashed))) => self.open(door, &keys, &account, rehashed, device).await,
            Ok(None) => Err(Failure::new(Code::WrongCredentials)),
            Err(failure) => {
                // Nobody guessed anything. Should this fail as well, the charge stands: the safe side.
                let _ = self.guard.refund(&keys).await;
                Err(failure)
            }
        }
    }

    /// The account, when everything is right, and its new hash, when one is due.
    async fn check(
        &self,
        door: &Door,
        login: Option<&str>,
        password: Zeroizing<String>,
    ) -> Result<Option<(Account, Option<Zeroizing<String>>)>, Failure> {
        let bounded = passwords::is_bounded(&password);
        let account = match login.filter(|_| bounded) {
            Some(login) => account::by_login(&mut self.store.reader().await?, login).await?,
            None => None,
        };
        let Some(account) = account else {
            let password = if bounded { password } else { Zeroizing::default() };
            self.passwords.pretend(password, self.random.as_ref()).await?;
            return Ok(None);
        };
        let verdict = self.passwords.verify(password.clone(), account.password.clone()).await?;
        if !verdict.matches || !account.active || account.kind != kind_at(door.kind) {
            return Ok(None);
        }
        let rehashed = if verdict.outdated {
            // When there is no room for it now, the next sign-in does it.
            self.passwords.hash(password, self.random.as_ref()).await.ok()
        } else {
            None
        };
        Ok(Some((account, rehashed)))
    }

    /// One transaction: the failures forgotten, the sign-in noted, the session there and no more than there may be.
    async fn open(
        &self,
        door: &Door,
        keys: &Keys,
        account: &Account,
        rehashed: Option<Zeroizing<String>>,
        device: &str,
    ) -> Result<Opened, Failure> {
        let token = token::fresh(self.random.as_ref());
        let id = token::session(&token).ok_or_else(|| Failure::internal("a fresh token is none"))?;
        let now = self.clock.now();

        let mut connection = self.store.writer().await?;
        self.guard.succeeded(&mut connection, keys).await?;
        let rehashed = rehashed.as_ref().map(|hash| hash.as_str());
        if !account::signed_in(&mut connection, account, rehashed, now).await? {
            connection.roll_back().await?;
            return Err(Failure::new(Code::WrongCredentials));
        }
        let others = i64::from(self.rules.sessions_per_account.max(1)) - 1;
        session::evict(&mut connection, account.id, others, self.over()).await?;
        let row = session::NewRow {
            id: id.as_bytes(),
            account: account.id,
            front_kind: door.kind.as_str(),
            front_name: &door.name,
            device: &describe(device),
            now,
            ends_at: now.saturating_add(self.rules.absolute_seconds),
        };
        session::insert(&mut connection, &row).await?;
        let (kind, by, front) = (ActKind::SignedIn, Actor::Person, Some(door.name.as_str()));
        journal::note(&mut connection, &Act { at: now, kind, subject: account.id, by, front }).await?;
        connection.commit().await?;
        Ok(Opened { token, language: account.language.as_deref().and_then(|code| code.parse().ok()) })
    }
}

/// The accounts that a front is for.
fn kind_at(front: FrontKind) -> &'static str {
    match front {
        FrontKind::Public => "person",
        FrontKind::Staff => "staff",
    }
}

/// A device's description comes from outside: one short line of it is kept.
fn describe(device: &str) -> String {
    device.chars().filter(|character| !character.is_control()).take(MAX_DEVICE).collect()
}
