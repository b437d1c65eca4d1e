//! Another address of mail: proved by a code, told to the address before, which may object for some days.

use vantail_shared::failure::{Code as Problem, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        AnySession, Identity,
        code::Code,
        entry::{CODE_LIFE, DOUBT, REPLAY, TRIES, hidden},
        sign_in::Door,
        throttle::Limits,
    },
    at,
};
use crate::{
    journal::ActKind,
    mail::{self, Message},
    store::{
        account,
        email_change::{self, Change, DONE, Pending},
    },
};

impl Identity {
    /// Begins the change of the address: a code goes to the new one.
    ///
    /// # Errors
    /// Those of [`Identity::confirm`]; `Invalid` for what is no address; `Forbidden` where no mails are sent; `Throttled`
    /// after too many codes.
    pub async fn change_email(
        &self,
        of: &AnySession,
        door: &Door,
        password: Zeroizing<String>,
        email: &str,
    ) -> Result<(), Failure> {
        let email = email.trim();
        if !mail::is_address(email) {
            return Err(Failure::new(Problem::Invalid));
        }
        if !self.sends_mail() {
            return Err(Failure::new(Problem::Forbidden));
        }
        self.confirm(of, password, door.client).await?;
        let before = self.own_account(of).await?;
        let reach = self.reach_if_there(&before).await;

        let key = self.guard.own_mail(of.account());
        let mut connection = self.store.writer().await?;
        if let Some(wait) = self.guard.allow(&mut connection, key.as_ref(), Limits::MAIL).await? {
            connection.commit().await?;
            return Err(Failure::new(Problem::Throttled).retry_after(wait));
        }
        let code = Code::fresh(self.random.as_ref());
        let pending = Pending {
            address: email.to_owned(),
            code: code.mark(&self.codes, &context(of, email)).as_ref().to_vec(),
            tries: TRIES,
            ends_at: self.clock.now().saturating_add(CODE_LIFE),
        };
        email_change::propose(&mut connection, of.account(), &pending).await?;
        let message = Message::EmailCode(code.shown());
        self.tell(&mut connection, of.account(), door.kind, &at(&reach, email), message).await?;
        Ok(connection.commit().await?)
    }

    /// Ends it with the code. All other sessions end; the address before learns of it and may object.
    ///
    /// # Errors
    /// `WrongCode` with the tries that are left; `CodeOver` when there is none or it is too old.
    pub async fn confirm_email(&self, of: &AnySession, door: &Door, typed: &str) -> Result<(), Failure> {
        let before = self.own_account(of).await?;
        let reach = self.reach(&before).await?;
        let (mut connection, account) = self.hold_own(of).await?;
        let now = self.clock.now();
        let found = email_change::pending(&mut connection, account.id).await?;
        let in_time = |pending: &Pending| pending.ends_at > now && pending.ends_at - now <= CODE_LIFE + DOUBT;
        let Some(pending) = found.filter(|pending| in_time(pending) && pending.tries != 0) else {
            return connection.settle(Err(Failure::new(Problem::CodeOver))).await;
        };
        let given = Code::read(typed).map(|code| code.mark(&self.codes, &context(of, &pending.address)));
        let right = given.is_some_and(|given| Self::same(&pending.code, &given));
        if pending.tries == DONE {
            // The form was sent twice.
            let again = if right { Ok(()) } else { Err(Failure::new(Problem::CodeOver)) };
            return connection.settle(again).await;
        }
        if !right {
            email_change::tried(&mut connection, account.id).await?;
            connection.commit().await?;
            let left = u32::try_from(pending.tries - 1).unwrap_or(0);
            return Err(if left == 0 { Failure::new(Problem::CodeOver) } else { Failure::wrong_code(left) });
        }
        email_change::done(&mut connection, account.id, now.saturating_add(REPLAY)).await?;
        account::set_email(&mut connection, account.id, Some(&pending.address)).await?;
        let objection = Code::fresh(self.random.as_ref());
        let change = Change {
            account: account.id,
            before: account.email,
            changed_at: now,
            ends_at: now.saturating_add(self.objection_seconds),
        };
        email_change::note(&mut connection, self.objection(&objection).as_ref(), &change).await?;
        self.end_others(&mut connection, account.id, Some(of.id().as_bytes())).await?;
        self.note_own(&mut connection, door, ActKind::EmailChanged, account.id).await?;
        let message = Message::EmailChanged { objection: objection.shown() };
        self.tell(&mut connection, account.id, door.kind, &reach, message).await?;
        let settled = at(&reach, &pending.address);
        self.tell(&mut connection, account.id, door.kind, &settled, Message::EmailSettled).await?;
        Ok(connection.commit().await?)
    }

    /// Gives up the change that waits for its code. Twice is no error.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn cancel_email(&self, of: &AnySession) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?;
        email_change::give_up(&mut connection, of.account()).await?;
        Ok(connection.commit().await?)
    }

    /// The address that waits for its code, with most of it hidden, and the seconds until that ends.
    pub(super) async fn pending_email(&self, of: &AnySession) -> Result<Option<(String, u32)>, Failure> {
        let found = email_change::pending(&mut self.store.reader().await?, of.account()).await?;
        Ok(found.filter(|pending| pending.tries != DONE).and_then(|pending| {
            let left = u32::try_from(pending.ends_at - self.clock.now()).ok().filter(|left| *left > 0)?;
            Some((hidden(&pending.address), left))
        }))
    }
}

/// A code is good for one account and one address.
fn context(of: &AnySession, email: &str) -> Vec<u8> {
    let mut context = b"email".to_vec();
    context.extend(of.account().to_be_bytes());
    context.extend(email.as_bytes());
    context
}
