//! Codes by mail.

use aws_lc_rs::hmac;
use data_encoding::HEXLOWER;
use tokio::time::Instant;
use vantail_shared::failure::{Code as Problem, Failure};

use super::{
    super::{Identity, code::Code, reach::Reach, sign_in::Door},
    CODE_LIFE, Held, Seen, TRIES, pace,
    step::{Step, Way},
};
use crate::{
    mail::{Message, NewMail},
    store::{Connection, StoreError, account, entry, entry::Row},
};

impl Identity {
    /// Sends another code for what waits for one; the one before is no longer good. Tells when the next may be sent, in
    /// seconds.
    ///
    /// # Errors
    /// `Throttled` when the last one was sent just now; `StepDue` when no code is waited for; `SignedOut` without an
    /// entry.
    pub async fn send_code(&self, door: &Door, token: Option<&str>) -> Result<u32, Failure> {
        let began = Instant::now();
        let mut seen = self.look(door, token).await?;
        if seen.entry.finished_at.is_some() || seen.step != Step::EmailCode {
            return Err(Failure::new(Problem::StepDue));
        }
        let unproved = Way::read(&seen.entry.way) == Some(Way::Forgot);
        if unproved && let Some(id) = seen.entry.account {
            let account = account::by_id(&mut self.store.reader().await?, id).await?;
            seen.reach = match &account {
                Some(account) => self.reach_if_there(account).await,
                None => seen.reach,
            };
        }
        let sent = self.send_now(door, &seen).await;
        if unproved {
            pace(began).await;
        }
        sent
    }

    async fn send_now(&self, door: &Door, seen: &Seen) -> Result<u32, Failure> {
        let Held { mut connection, mut entry, reach, .. } = self.hold_at(seen, Step::EmailCode).await?;
        if let Some(wait) = self.put_code(&mut connection, door, &mut entry, &reach).await? {
            connection.commit().await?;
            return Err(Failure::new(Problem::Throttled).retry_after(wait));
        }
        entry::update(&mut connection, &entry).await?;
        let wait = self.guard.mail_wait(&mut connection, &entry.mark).await?;
        connection.commit().await?;
        Ok(wait)
    }

    /// The code that an entry begins to wait for. While no other may be sent, it is the one that another entry of the same
    /// name, from the same browser or network, has got just now: of two clicks both wait for the one mail. An entry that
    /// neither helps has none yet. Nothing of this depends on whose the name is.
    pub(super) async fn first_code(
        &self,
        connection: &mut Connection,
        door: &Door,
        entry: &mut Row,
        reach: &Reach,
    ) -> Result<(), StoreError> {
        if self.put_code(connection, door, entry, reach).await?.is_none() {
            return Ok(());
        }
        if let Some(sent) = entry::sent(connection, entry, self.clock.now()).await? {
            (entry.code, entry.code_to) = (Some(sent.code), sent.to);
            (entry.code_ends_at, entry.code_tries) = (Some(sent.ends_at), sent.tries);
        }
        Ok(())
    }

    /// A new code for an entry, within the caller's transaction; the time to wait in seconds when there were too many.
    pub(super) async fn put_code(
        &self,
        connection: &mut Connection,
        door: &Door,
        entry: &mut Row,
        reach: &Reach,
    ) -> Result<Option<u32>, StoreError> {
        if let Some(wait) = self.guard.allow_mail(connection, &entry.mark).await? {
            return Ok(Some(wait));
        }
        let code = Code::fresh(self.random.as_ref());
        let mark = code.mark(&self.codes, &context(entry));
        let message = match Way::read(&entry.way) {
            Some(Way::Forgot) => Message::RecoveryCode(code.shown()),
            _ => Message::IdentityCode(code.shown()),
        };
        entry.code = Some(mark.as_ref().to_vec());
        entry.code_to.clone_from(&reach.email);
        entry.code_ends_at = Some(self.clock.now().saturating_add(CODE_LIFE));
        entry.code_tries = TRIES;
        let mail = NewMail {
            cause: &format!("code/{}", HEXLOWER.encode(mark.as_ref())),
            account: entry.account,
            // Nobody's is put away unsent: the same work.
            to: entry.code_to.as_deref().unwrap_or_default(),
            language: reach.language.unwrap_or(door.language),
            front: door.kind,
            message,
        };
        if let Some(outbox) = &self.outbox {
            outbox.put(connection, &mail).await?;
        }
        Ok(None)
    }

    /// What was typed, as the store knows the entry's code.
    pub(super) fn typed(&self, entry: &Row, typed: &str) -> Option<hmac::Tag> {
        Code::read(typed).map(|code| code.mark(&self.codes, &context(entry)))
    }

    /// Whether codes can be sent at all.
    pub fn sends_mail(&self) -> bool {
        self.outbox.is_some()
    }
}

/// A code is good for one name and one way, in the entries that got it.
fn context(entry: &Row) -> Vec<u8> {
    [entry.way.as_bytes(), b" ", &entry.mark[..]].concat()
}
