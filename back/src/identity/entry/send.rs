//! Codes by mail.

use data_encoding::HEXLOWER;
use vantail_shared::failure::{Code as Problem, Failure};

use super::{
    super::{Identity, code::Code, sign_in::Door, throttle::Limits},
    CODE_LIFE, Held, TRIES,
    advance::language_of,
    step::{Step, Way},
};
use crate::{
    mail::{Message, NewMail},
    store::{Connection, StoreError, account::Account, entry, entry::Row},
};

impl Identity {
    /// Sends another code for what waits for one; the one before is no longer good. Tells when the next may be sent, in
    /// seconds.
    ///
    /// # Errors
    /// `Throttled` when the last one was sent just now; `StepDue` when no code is waited for; `SignedOut` without an
    /// entry.
    pub async fn send_code(&self, door: &Door, token: Option<&str>) -> Result<u32, Failure> {
        let found = self.entry(door, token).await?;
        let Held { mut connection, mut entry, account } = self.hold(&found).await?;
        let step = self.step_of(&mut connection, &entry, account.as_ref()).await?;
        if entry.finished_at.is_some() || step != Step::EmailCode {
            connection.roll_back().await?;
            return Err(Failure::new(Problem::StepDue));
        }
        if let Some(wait) = self.put_code(&mut connection, door, &mut entry, account.as_ref()).await? {
            connection.roll_back().await?;
            return Err(Failure::new(Problem::Throttled).retry_after(wait));
        }
        entry::update(&mut connection, &entry).await?;
        let wait = self.guard.wait(&mut connection, &entry.mark, Limits::MAIL).await?;
        connection.commit().await?;
        Ok(wait)
    }

    /// A new code for an entry, within the caller's transaction; the time to wait in seconds when there were too many.
    pub(super) async fn put_code(
        &self,
        connection: &mut Connection,
        door: &Door,
        entry: &mut Row,
        account: Option<&Account>,
    ) -> Result<Option<u32>, StoreError> {
        if let Some(wait) = self.guard.allow(connection, &entry.mark, Limits::MAIL).await? {
            return Ok(Some(wait));
        }
        let code = Code::fresh(self.random.as_ref());
        let mark = code.mark(&self.codes, &entry.id);
        let message = match Way::read(&entry.way) {
            Some(Way::Forgot) => Message::RecoveryCode(code.shown()),
            _ => Message::IdentityCode(code.shown()),
        };
        entry.code = Some(mark.as_ref().to_vec());
        entry.code_to = account.and_then(|account| self.address(account)).map(ToOwned::to_owned);
        entry.code_ends_at = Some(self.clock.now().saturating_add(CODE_LIFE));
        entry.code_tries = TRIES;
        let mail = NewMail {
            cause: &format!("code/{}", HEXLOWER.encode(mark.as_ref())),
            account: entry.account,
            // Nobody's is put away unsent: the same work.
            to: entry.code_to.as_deref().unwrap_or_default(),
            language: account.and_then(language_of).unwrap_or(door.language),
            front: door.kind,
            message,
        };
        if let Some(outbox) = &self.outbox {
            outbox.put(connection, &mail).await?;
        }
        Ok(None)
    }

    /// Where codes for an account go; nothing while none can be sent.
    pub(in crate::identity) fn address<'a>(&self, account: &'a Account) -> Option<&'a str> {
        account.email.as_deref().filter(|_| self.sends_mail())
    }

    /// Whether codes can be sent at all.
    pub fn sends_mail(&self) -> bool {
        self.outbox.is_some()
    }
}
