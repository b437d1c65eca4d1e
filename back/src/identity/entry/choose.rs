//! The new password that a sign-in waits for.

use vantail_proto::portal::{Rule, rule::Kind};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        Identity,
        sign_in::{Door, Opened},
    },
    Seen, signed_out,
    step::{Reason, Step},
};
use crate::{
    journal::ActKind,
    mail::Message,
    store::{
        account::{self, Account, Chosen, State},
        entry, known_browser, session,
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
        let seen = self.look(door, token).await?;
        if seen.entry.finished_at.is_none() {
            match self.choose_for(&seen, door, token, password.clone()).await {
                // The same form at the same time may have ended it meanwhile.
                Err(failure) if failure.code == Code::StepDue => {}
                chosen => return chosen,
            }
        }
        let seen = self.look(door, token).await?;
        if seen.entry.finished_at.is_none() {
            return Err(Failure::new(Code::StepDue));
        }
        self.choose_again(&seen, door, token, password).await
    }

    async fn choose_for(
        &self,
        seen: &Seen,
        door: &Door,
        token: Option<&str>,
        password: Zeroizing<String>,
    ) -> Result<Opened, Failure> {
        let (Step::NewPassword(reason), Some(account)) = (seen.step, &seen.account) else {
            return Err(Failure::new(Code::StepDue));
        };
        let hash = self.new_hash(door, account, seen, password).await?;

        let mut connection = self.store.writer().await?;
        if reason == Reason::Forgotten {
            // The throttle before the account, as at every sign-in.
            self.guard.forgive(&mut connection, door.kind, &account.login).await?;
        }
        let mut held = self.hold_on(connection, seen).await?;
        // Whoever sets another password meanwhile ends the entry; another hash of the same does no harm.
        if held.step(self).await? != seen.step {
            held.connection.roll_back().await?;
            return Err(Failure::new(Code::StepDue));
        }
        if let Some(account) = &mut held.account {
            account.state = match account.state {
                State::Invited if account.verified_at.is_none() => State::Verifying,
                State::Invited => State::Active,
                state => state,
            };
            let (connection, known) = (&mut held.connection, reason != Reason::Initial);
            let rules = self.password_rules(door.kind).fingerprint();
            let chosen = Chosen { password: &hash, rules: &rules, state: account.state };
            account::choose_password(connection, account.id, chosen, self.clock.now()).await?;
            session::delete_others(connection, account.id, None).await?;
            entry::delete_others(connection, account.id, Some(&held.entry.id)).await?;
            let kind = match reason {
                Reason::Forgotten => ActKind::PasswordReset,
                Reason::Initial | Reason::Rules | Reason::Expired => ActKind::PasswordChanged,
            };
            self.note_own(connection, door, kind, account.id).await?;
            if reason == Reason::Forgotten {
                // Whoever knew the password before may have made a browser of theirs a known one.
                known_browser::forget(connection, account.id).await?;
            }
            if known {
                self.tell(connection, account.id, door.kind, &held.reach, Message::PasswordChanged).await?;
            }
            account.password = hash;
        }
        held.entry.reason = None;
        self.advance(held, door, token.unwrap_or_default(), None).await
    }

    /// The hash of a new password that meets the rules.
    async fn new_hash(
        &self,
        door: &Door,
        account: &Account,
        seen: &Seen,
        password: Zeroizing<String>,
    ) -> Result<Zeroizing<String>, Failure> {
        let mut unmet = self.unmet(door.kind, &password, seen.reach.own(&account.login)).await?;
        if self.is_password_of(account, password.clone()).await? {
            unmet.push(Rule { kind: Kind::Same.into(), number: 0 });
        }
        if !unmet.is_empty() {
            return Err(Failure::weak_password(unmet));
        }
        self.passwords.hash(password, self.random.as_ref()).await
    }

    /// The password that ended the entry, once more: the same answer, while its session is open.
    async fn choose_again(
        &self,
        seen: &Seen,
        door: &Door,
        token: Option<&str>,
        password: Zeroizing<String>,
    ) -> Result<Opened, Failure> {
        let account = seen.account.as_ref().ok_or_else(signed_out)?;
        if !self.is_password_of(account, password).await? {
            return Err(signed_out());
        }
        self.again(seen, door, token).await
    }
}
