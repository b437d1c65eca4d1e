//! The new password that a sign-in waits for.

use vantail_proto::portal::{Rule, rule::Kind};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        Identity, passwords,
        sign_in::{Door, Opened},
    },
    Held,
    advance::language_of,
    signed_out,
    step::{Reason, Step},
};
use crate::{
    journal::{self, Act, ActKind, Actor},
    store::{
        account::{self, Account, State},
        entry, session,
    },
};

impl Identity {
    /// Takes the new password that the entry waits for. Every session and every other entry of the account ends.
    ///
    /// # Errors
    /// `WeakPassword` with the rules that it does not meet; `StepDue` when none is waited for; `SignedOut` without an
    /// entry, or when the account got another password meanwhile; `Busy` when too many sign in at once.
    pub async fn choose_password(
        &self,
        door: &Door,
        token: Option<&str>,
        password: Zeroizing<String>,
    ) -> Result<Opened, Failure> {
        let found = self.entry(door, token).await?;
        let (account, step) = self.look(&found).await?;
        if found.finished_at.is_some() {
            return self.choose_again(door, token, account, password).await;
        }
        let (Step::NewPassword(reason), Some(account)) = (step, account) else {
            return Err(Failure::new(Code::StepDue));
        };
        let hash = self.new_hash(&account, password).await?;

        // The throttle before the account, as at every sign-in.
        let mut held = self.hold_to_forgive(door, &found, &account, reason).await?;
        let unchanged = held.account.as_ref().is_some_and(|now| *now.password == *account.password);
        if !unchanged || held.step(self).await? != step {
            held.connection.roll_back().await?;
            return Err(Failure::new(Code::StepDue));
        }
        if let Some(account) = &mut held.account {
            account.state = match account.state {
                State::Invited if account.verified_at.is_none() => State::Verifying,
                State::Invited => State::Active,
                state => state,
            };
            let (connection, now) = (&mut held.connection, self.clock.now());
            account::choose_password(connection, account.id, &hash, account.state, now).await?;
            session::delete_others(connection, account.id, None).await?;
            entry::delete_others(connection, account.id, Some(&held.entry.id)).await?;
            let kind = match reason {
                Reason::Forgotten => ActKind::PasswordReset,
                Reason::Initial | Reason::Rules | Reason::Expired => ActKind::PasswordChanged,
            };
            let (by, front) = (Actor::Person, Some(door.name.as_str()));
            journal::note(connection, &Act { at: now, kind, subject: account.id, by, front }).await?;
            account.password = hash;
        }
        held.entry.reason = None;
        self.advance(held, door, token.unwrap_or_default(), None).await
    }

    /// The hash of a new password that meets the rules.
    async fn new_hash(
        &self,
        account: &Account,
        password: Zeroizing<String>,
    ) -> Result<Zeroizing<String>, Failure> {
        let mut unmet = passwords::unmet(&password);
        if unmet.is_empty()
            && self.passwords.verify(password.clone(), account.password.clone()).await?.matches
        {
            unmet.push(Rule { kind: Kind::Same.into(), number: 0 });
        }
        if !unmet.is_empty() {
            return Err(Failure::weak_password(unmet));
        }
        self.passwords.hash(password, self.random.as_ref()).await
    }

    async fn hold_to_forgive(
        &self,
        door: &Door,
        found: &entry::Row,
        account: &Account,
        reason: Reason,
    ) -> Result<Held, Failure> {
        if reason != Reason::Forgotten {
            return self.hold(found).await;
        }
        let mut connection = self.store.writer().await?;
        self.guard.forgive(&mut connection, door.kind, &account.login).await?;
        self.hold_on(connection, found).await
    }

    /// The password that ended the entry, once more: the same answer, while its session is open.
    async fn choose_again(
        &self,
        door: &Door,
        token: Option<&str>,
        account: Option<Account>,
        password: Zeroizing<String>,
    ) -> Result<Opened, Failure> {
        let account = account.filter(|_| passwords::is_bounded(&password)).ok_or_else(signed_out)?;
        if !self.passwords.verify(password, account.password.clone()).await?.matches {
            return Err(signed_out());
        }
        self.again(door, token, language_of(&account)).await
    }
}
