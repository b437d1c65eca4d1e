//! A code that was typed.

use aws_lc_rs::hmac;
use vantail_shared::failure::{Code as Problem, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        Identity,
        factors::Taken,
        sign_in::{Door, Opened},
        token,
    },
    CODE_LIFE, DOUBT, Seen,
    advance::language_of,
    signed_out,
    step::Step,
};
use crate::{
    journal::ActKind,
    mail::Message,
    store::{
        account::{self, Account, State},
        entry::{self, Row},
    },
    terms::Due,
};

impl Identity {
    /// Takes the code that the entry waits for: from a mail, from an app, or a recovery code.
    ///
    /// # Errors
    /// `WrongCode` with the tries that are left; `CodeOver` when it is too old or was tried too often; `Throttled` after
    /// too many wrong codes of an app; `StepDue` when no code is waited for; `SignedOut` without an entry.
    pub async fn give_code(&self, door: &Door, token: Option<&str>, typed: &str) -> Result<Opened, Failure> {
        let seen = self.look(door, token).await?;
        if seen.entry.finished_at.is_none() {
            match self.give_to(&seen, door, token, typed).await {
                // The same form at the same time may have ended it meanwhile.
                Err(failure) if failure.code == Problem::StepDue => {}
                given => return given,
            }
        }
        let seen = self.look(door, token).await?;
        if seen.entry.finished_at.is_none() {
            return Err(Failure::new(Problem::StepDue));
        }
        self.give_again(&seen, door, token, typed).await
    }

    async fn give_to(
        &self,
        seen: &Seen,
        door: &Door,
        token: Option<&str>,
        typed: &str,
    ) -> Result<Opened, Failure> {
        match (seen.step, &seen.account) {
            (Step::EmailCode, _) => self.give_mailed(seen, door, token, typed).await,
            (Step::SecondFactor, Some(account)) => self.give_factor(seen, account, door, token, typed).await,
            (Step::Enrol, Some(account)) => self.give_first(seen, account, door, token, typed).await,
            _ => Err(Failure::new(Problem::StepDue)),
        }
    }

    async fn give_mailed(
        &self,
        seen: &Seen,
        door: &Door,
        token: Option<&str>,
        typed: &str,
    ) -> Result<Opened, Failure> {
        let mut held = self.hold_at(seen, Step::EmailCode).await?;
        if !self.may_try(&held.entry) {
            return held.connection.settle(Err(Failure::new(Problem::CodeOver))).await;
        }
        let given = self.typed(&held.entry, typed);
        let right =
            given.filter(|given| held.entry.code.as_deref().is_some_and(|code| Self::same(code, given)));
        let (Some(proof), Some(account)) = (right, &mut held.account) else {
            entry::miss(&mut held.connection, &held.entry).await?;
            held.connection.commit().await?;
            let left = u32::try_from(held.entry.code_tries - 1).unwrap_or(0);
            return Err(if left == 0 { Failure::new(Problem::CodeOver) } else { Failure::wrong_code(left) });
        };
        entry::spend(&mut held.connection, &held.entry).await?;
        (held.entry.mail_proved, held.entry.code, held.entry.code_ends_at) = (true, None, None);
        if let (State::Verifying, Some(address)) = (account.state, &held.entry.code_to) {
            account::verified(&mut held.connection, account.id, address, self.clock.now()).await?;
            self.note_own(&mut held.connection, door, ActKind::EmailVerified, account.id).await?;
            account.state = State::Active;
        }
        self.advance(held, door, token.unwrap_or_default(), Some(&proof)).await
    }

    async fn give_factor(
        &self,
        seen: &Seen,
        account: &Account,
        door: &Door,
        token: Option<&str>,
        typed: &str,
    ) -> Result<Opened, Failure> {
        let charged = self.guard.charge(&self.guard.factor_keys(door, account.id, &account.login)).await?;
        let mut held = self.hold_charged(seen, Step::SecondFactor, &charged).await?;
        match self.take_factor(&mut held.connection, account.id, typed).await? {
            None => return held.connection.settle(Err(Failure::wrong_code(0))).await,
            Some(Taken::App) => {}
            Some(Taken::Recovery) => {
                let kind = ActKind::RecoveryUsed;
                self.note_own(&mut held.connection, door, kind, account.id).await?;
                let message = Message::RecoveryUsed;
                self.tell(&mut held.connection, account.id, door.kind, &held.reach, message).await?;
            }
        }
        self.guard.succeeded(&mut held.connection, &charged).await?;
        held.entry.factor_proved = true;
        let proof = self.proof(&held.entry, typed);
        self.advance(held, door, token.unwrap_or_default(), Some(&proof)).await
    }

    /// The first code of an app that is set up here.
    async fn give_first(
        &self,
        seen: &Seen,
        account: &Account,
        door: &Door,
        token: Option<&str>,
        typed: &str,
    ) -> Result<Opened, Failure> {
        let charged = self.guard.charge(&self.guard.factor_keys(door, account.id, &account.login)).await?;
        let mut held = self.hold_charged(seen, Step::Enrol, &charged).await?;
        let owner = (account.id, &seen.entry.id);
        let Some(recovery) = self.confirm_totp(&mut held.connection, owner, typed).await? else {
            return held.connection.settle(Err(Failure::wrong_code(0))).await;
        };
        self.note_own(&mut held.connection, door, ActKind::FactorAdded, account.id).await?;
        self.guard.succeeded(&mut held.connection, &charged).await?;
        held.entry.factor_proved = true;
        let message = Message::FactorChanged;
        self.tell(&mut held.connection, account.id, door.kind, &held.reach, message).await?;
        let proof = self.proof(&held.entry, typed);
        let opened = self.advance(held, door, token.unwrap_or_default(), Some(&proof)).await?;
        Ok(Opened { recovery, ..opened })
    }

    /// What an entry keeps of a code that ended it.
    fn proof(&self, entry: &Row, typed: &str) -> hmac::Tag {
        let mut proof = hmac::Context::with_key(&self.codes);
        proof.update(&entry.id);
        proof.update(b"typed");
        proof.update(typed.as_bytes());
        proof.sign()
    }

    /// Whether there is a code that may be tried now. In doubt about the time there is none.
    fn may_try(&self, entry: &Row) -> bool {
        let now = self.clock.now();
        let in_time =
            entry.code_ends_at.is_some_and(|ends_at| ends_at > now && ends_at - now <= CODE_LIFE + DOUBT);
        in_time && entry.code_tries > 0
    }

    /// The code that ended the entry, once more: the same answer, while its session is open.
    async fn give_again(
        &self,
        seen: &Seen,
        door: &Door,
        token: Option<&str>,
        typed: &str,
    ) -> Result<Opened, Failure> {
        let mailed = self.typed(&seen.entry, typed);
        let given = [mailed, Some(self.proof(&seen.entry, typed))];
        let by = seen.entry.finished_by.as_deref().unwrap_or_default();
        if !given.iter().flatten().any(|given| Self::same(by, given)) {
            return Err(signed_out());
        }
        self.again(seen, door, token).await
    }

    /// The answer that ended an entry, once more.
    pub(super) async fn again(
        &self,
        seen: &Seen,
        door: &Door,
        token: Option<&str>,
    ) -> Result<Opened, Failure> {
        let session: Zeroizing<String> = token::follow(&self.codes, token.unwrap_or_default());
        let account = self.any(door.kind, Some(&session)).await?.account();
        let mut connection = self.store.reader().await?;
        let (due, _) = self.terms_due(&mut connection, account).await?;
        let look = self.is_to_look(&mut connection, &seen.entry, account).await?;
        let language = seen.account.as_ref().and_then(language_of);
        let terms_due = due != Due::None;
        Ok(Opened { token: session, terms_due, look, ..Opened::going_on(Step::Done, language) })
    }
}
