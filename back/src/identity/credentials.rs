//! What somebody who is signed in changes about the ways to sign in: the password, the address of mail.

mod email;
mod object;

use vantail_proto::portal::{Rule, rule::Kind};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{AnySession, Confirmation, Identity, passwords, reach::Reach, rules::Own, sign_in::Door, token};
use crate::{
    journal::{self, Act, ActKind, Actor},
    mail::Message,
    store::{
        Connection, StoreError,
        account::{self, Account, Chosen},
        entry, known_browser, roster, session,
    },
};

/// What the account page tells beside name and sessions.
#[derive(Debug, Clone, Default)]
pub struct Credentials {
    /// The address that was proved or settled; that of the business database counts while there is none.
    pub email: Option<String>,
    /// The address that waits for its code, with most of it hidden, and the seconds until that ends.
    pub pending: Option<(String, u32)>,
    /// Seconds since the password was set; nothing when there is none that somebody knows.
    pub password_set: Option<u64>,
    /// Seconds since a mail could not be delivered, while none has been since.
    pub undelivered: Option<u64>,
}

impl Identity {
    /// Sets another password; all other sessions and entries end, this one gets another token.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Forbidden` for an account that has none, whose way in is elsewhere; `WeakPassword`
    /// with the rules that it does not meet; `SignedOut` when the account changed meanwhile.
    pub async fn change_password(
        &self,
        of: &AnySession,
        door: &Door,
        current: Zeroizing<String>,
        password: Zeroizing<String>,
    ) -> Result<Zeroizing<String>, Failure> {
        if self.confirmation(of).await? != Confirmation::Password {
            return Err(Failure::new(Code::Forbidden));
        }
        let password = passwords::normal(password);
        let same = passwords::normal(current.clone()) == password;
        self.confirm(of, current, door.client).await?;
        let before = self.own_account(of).await?;
        let reach = self.reach_if_there(&before).await;
        let mut unmet = self.unmet(door.kind, &password, reach.own(&before.login)).await?;
        if same {
            unmet.push(Rule { kind: Kind::Same.into(), number: 0 });
        }
        if !unmet.is_empty() {
            return Err(Failure::weak_password(unmet));
        }
        let hash = self.passwords.hash(password, self.random.as_ref()).await?;
        let (token, id) = self.fresh_token()?;

        let (mut connection, now) = self.hold_own(of).await?;
        let rules = self.password_rules(door.kind).fingerprint();
        let chosen = Chosen { password: &hash, rules: &rules, state: now.state };
        account::choose_password(&mut connection, now.id, chosen, self.clock.now()).await?;
        session::rename(&mut connection, of.id().as_bytes(), &id).await?;
        self.move_provider(&mut connection, of.id().as_bytes(), &id).await?;
        self.end_others(&mut connection, now.id, Some(&id)).await?;
        self.know_only(&mut connection, door, &now).await?;
        self.note_own(&mut connection, door, ActKind::PasswordChanged, now.id).await?;
        self.tell(&mut connection, now.id, door.kind, &reach, Message::PasswordChanged).await?;
        connection.commit().await?;
        Ok(token)
    }

    /// What the account page tells.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn credentials(&self, of: &AnySession) -> Result<Credentials, Failure> {
        let account = self.own_account(of).await?;
        let pending = self.pending_email(of).await?;
        let known = account.password_from != account::PasswordFrom::Scrambled;
        let undelivered = roster::undelivered_at(&mut self.store.reader().await?, account.id).await?;
        let ago = |at: i64| u64::try_from(self.clock.now().saturating_sub(at)).unwrap_or(0);
        Ok(Credentials {
            email: account.email,
            pending,
            password_set: account.password_at.filter(|_| known).map(ago),
            undelivered: undelivered.map(ago),
        })
    }

    /// The rules that a password does not meet: worked out beside the calls, for it takes milliseconds.
    pub(super) async fn unmet(
        &self,
        kind: vantail_shared::tls::FrontKind,
        password: &Zeroizing<String>,
        own: Own,
    ) -> Result<Vec<Rule>, Failure> {
        let (rules, password) = (self.password_rules.clone(), passwords::normal(password.clone()));
        let work = tokio::task::spawn_blocking(move || rules.of(kind).unmet(&password, &own));
        work.await.map_err(Failure::internal)
    }

    /// The account of a session as it is just now.
    async fn own_account(&self, of: &AnySession) -> Result<Account, Failure> {
        let found = account::by_id(&mut self.store.reader().await?, of.account()).await?;
        found.ok_or_else(|| Failure::new(Code::SignedOut))
    }

    /// Locks the account of a session that is still open: whatever changes how its owner signs in ends the others.
    pub(super) async fn hold_own(&self, of: &AnySession) -> Result<(Connection, Account), Failure> {
        self.hold_own_on(self.store.writer().await?, of).await
    }

    pub(super) async fn hold_own_on(
        &self,
        mut connection: Connection,
        of: &AnySession,
    ) -> Result<(Connection, Account), Failure> {
        let account = account::lock(&mut connection, of.account()).await?;
        let open = session::find(&mut connection, of.id().as_bytes()).await?;
        match account.filter(|account| open.is_some_and(|session| session.account == account.id)) {
            Some(account) => Ok((connection, account)),
            None => connection.settle(Err(Failure::new(Code::SignedOut))).await,
        }
    }

    /// Makes every browser a stranger but that of the call, where it was known: whoever knew the password before may have
    /// made one of theirs a known one.
    async fn know_only(
        &self,
        connection: &mut Connection,
        door: &Door,
        account: &Account,
    ) -> Result<(), StoreError> {
        let seen_at = self.seen(connection, door, &account.login).await?;
        known_browser::forget(connection, account.id).await?;
        if let (Some(seen_at), Some(browser)) = (seen_at, &door.browser) {
            let mark = self.guard.browser(door.kind, &account.login, browser);
            known_browser::note(connection, mark.as_ref(), account.id, seen_at).await?;
        }
        Ok(())
    }

    /// Ends all sessions of an account but one, and all its entries.
    pub(super) async fn end_others(
        &self,
        connection: &mut Connection,
        account: i64,
        keep: Option<&[u8; 32]>,
    ) -> Result<(), Failure> {
        session::delete_others(connection, account, keep).await?;
        Ok(entry::delete_others(connection, account, None).await?)
    }

    /// A line in the journal about what somebody did to their own account.
    pub(super) async fn note_own(
        &self,
        connection: &mut Connection,
        door: &Door,
        kind: ActKind,
        subject: i64,
    ) -> Result<(), Failure> {
        let (at, by, front) = (self.clock.now(), Actor::Person, Some(door.name.as_str()));
        Ok(journal::note(connection, &Act { at, kind, subject, by, front }).await?)
    }

    /// A new token, and what the store knows it by.
    pub(super) fn fresh_token(&self) -> Result<(Zeroizing<String>, [u8; 32]), Failure> {
        let token = token::fresh(self.random.as_ref());
        let id = token::session(&token).ok_or_else(|| Failure::internal("a fresh token is none"))?;
        Ok((token, *id.as_bytes()))
    }
}

/// The owner at another address.
fn at(reach: &Reach, email: &str) -> Reach {
    Reach { email: Some(email.to_owned()), ..reach.clone() }
}
