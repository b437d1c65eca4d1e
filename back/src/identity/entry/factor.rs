//! Second factors that a sign-in waits for, and passkeys in the place of name and password.

use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        Enrolment, Identity,
        sign_in::{Door, Opened, is_for},
        token,
    },
    signed_out,
    step::{Step, Way},
};
use crate::store::account::{self, PasswordFrom, State};

/// The question for a passkey.
#[derive(Debug)]
pub struct PasskeyQuestion {
    /// For the browser, as JSON.
    pub options: String,
    /// What a cookie of its own holds meanwhile; empty when there is an entry.
    pub token: Zeroizing<String>,
}

impl Identity {
    /// The app that the entry waits for: the same until it is confirmed or over.
    ///
    /// # Errors
    /// `StepDue` when none is waited for; `SignedOut` without an entry.
    pub async fn enrol(&self, door: &Door, token: Option<&str>) -> Result<Enrolment, Failure> {
        let seen = self.look(door, token).await?;
        let mut held = self.hold_at(&seen, Step::Enrol).await?;
        let Some(account) = &held.account else {
            return held.connection.settle(Err(Failure::new(Code::StepDue))).await;
        };
        let owner = (account.id, &held.entry.id);
        let enrolment = self.propose_totp(&mut held.connection, owner, &account.login).await?;
        held.connection.commit().await?;
        Ok(enrolment)
    }

    /// The question for a passkey: as the second factor of an entry that waits for one, else in the place of name and
    /// password.
    ///
    /// # Errors
    /// `StepDue` when the entry waits for something else; `Forbidden` where passkeys are not taken.
    pub async fn passkey_question(
        &self,
        door: &Door,
        token: Option<&str>,
    ) -> Result<PasskeyQuestion, Failure> {
        match self.look(door, token).await {
            Ok(seen) => {
                let mut held = self.hold_at(&seen, Step::SecondFactor).await?;
                let options = self
                    .ask_passkey(&mut held.connection, door.kind, &seen.entry.id, seen.entry.account)
                    .await?;
                held.connection.commit().await?;
                Ok(PasskeyQuestion { options, token: Zeroizing::default() })
            }
            Err(failure) if matches!(failure.code, Code::SignedOut | Code::StepDue) => {
                self.guard.charge_beginning(door).await?;
                let token = token::fresh(self.random.as_ref());
                let holder =
                    token::session(&token).ok_or_else(|| Failure::internal("a fresh token is none"))?;
                let mut connection = self.store.writer().await?;
                let options = self.ask_passkey(&mut connection, door.kind, holder.as_bytes(), None).await?;
                connection.commit().await?;
                Ok(PasskeyQuestion { options, token })
            }
            Err(failure) => Err(failure),
        }
    }

    /// The answer of a passkey as the second factor of an entry.
    ///
    /// # Errors
    /// `WrongCode` for an answer that is not good; `Throttled` after too many; `StepDue` when the entry waits for something
    /// else; `SignedOut` without one.
    pub async fn passkey_factor(
        &self,
        door: &Door,
        token: Option<&str>,
        credential: &str,
    ) -> Result<Opened, Failure> {
        let seen = self.look(door, token).await?;
        let account = seen.account.as_ref().ok_or_else(|| Failure::new(Code::StepDue))?;
        let charged = self.guard.charge(&self.guard.factor_keys(door, account.id, &account.login)).await?;
        let mut held = self.hold_charged(&seen, Step::SecondFactor, &charged).await?;
        let taken = self
            .take_passkey(&mut held.connection, door.kind, &seen.entry.id, Some(account.id), credential)
            .await?;
        if taken.is_none() {
            // The question is used up.
            held.connection.commit().await?;
            return Err(Failure::wrong_code(0));
        }
        self.guard.succeeded(&mut held.connection, &charged).await?;
        held.entry.factor_proved = true;
        self.advance(held, door, token.unwrap_or_default(), None).await
    }

    /// The answer of a passkey in the place of name and password, by whoever got the question.
    ///
    /// # Errors
    /// `WrongCredentials` for an answer that is not good, or of an account that nobody may come in by; `SignedOut` for what
    /// is no token.
    pub async fn passkey_entry(
        &self,
        door: &Door,
        holder: &str,
        credential: &str,
        device: &str,
    ) -> Result<Opened, Failure> {
        let wrong = || Failure::new(Code::WrongCredentials);
        let holder = token::session(holder).ok_or_else(signed_out)?;
        let mut connection = self.store.writer().await?;
        let taken =
            self.take_passkey(&mut connection, door.kind, holder.as_bytes(), None, credential).await?;
        // The question is used up, whatever comes of it.
        connection.commit().await?;
        let id = taken.ok_or_else(wrong)?;
        let reach = self.reach_of(Some(id)).await?;
        let mut connection = self.store.writer().await?;
        let account = account::lock(&mut connection, id).await?;
        let account = account.filter(|account| {
            account.state == State::Active
                && is_for(door.kind, account)
                && account.password_from != PasswordFrom::Initial
        });
        let Some(account) = account else {
            return connection.settle(Err(wrong())).await;
        };
        let (whom, proved) = ((&account, &reach), (Way::Passkey, true));
        let opened = self.arrive_by(&mut connection, door, whom, proved, device).await?;
        connection.commit().await?;
        Ok(opened)
    }
}
