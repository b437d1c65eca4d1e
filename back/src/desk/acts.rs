//! What members of staff do to a person's account.

use vantail_shared::{
    failure::{Code, Failure},
    tls::FrontKind,
};

use super::{Clerk, Desk, stored};
use crate::{
    address::{self, Settlement},
    identity::{Person, factors},
    journal::{self, Act, ActKind, Actor},
    mail::{self, Message, Recipient},
    people::Contact,
    store::{
        Connection, StoreError, account, email_change, federated, known_browser,
        roster::{self, Row},
    },
};

impl Desk {
    /// Ends the sessions of a person's account and lets nobody sign in with it; or takes that back. Twice is no error.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's or there is no account, `Unavailable` while the store is away.
    pub async fn disable(&self, clerk: Clerk<'_>, handle: &str, enable: bool) -> Result<(), Failure> {
        let person = self.open(clerk.session, handle)?;
        let (mut connection, row) = self.lock(&person).await?;
        if !account::switch(&mut connection, row.id, enable).await? {
            return Ok(connection.roll_back().await?);
        }
        let kind = if enable { ActKind::Enabled } else { ActKind::Disabled };
        self.note(&mut connection, clerk, kind, row.id).await?;
        Ok(connection.commit().await?)
    }

    /// Sets the e-mail address of a person whose identity was checked; both addresses get a notice. An empty one says that
    /// the person has none: then staff vouch for the identity that no code can prove.
    ///
    /// # Errors
    /// `Invalid` for what is no address, and for none where one is known; `Changed` for an account that is disabled;
    /// `NotFound` and `Unavailable` as for [`Desk::disable`].
    pub async fn settle_email(&self, clerk: Clerk<'_>, handle: &str, email: &str) -> Result<(), Failure> {
        let person = self.open(clerk.session, handle)?;
        let email = email.trim();
        if !email.is_empty() && !mail::is_address(email) {
            return Err(Failure::new(Code::Invalid));
        }
        let contact = self.people.contact(&person).await?;
        let (mut connection, row) = self.lock(&person).await?;
        let old = recipient(&row, contact.as_ref());
        let refused = match (row.state.as_str(), email.is_empty(), &old.to) {
            ("disabled", ..) => Some(Code::Changed),
            (_, true, Some(_)) => Some(Code::Invalid),
            _ => None,
        };
        if let Some(code) = refused {
            connection.roll_back().await?;
            return Err(Failure::new(code));
        }
        if self.is_settled(&mut connection, &row, email).await? {
            return Ok(connection.roll_back().await?);
        }
        if email.is_empty() {
            roster::vouch(&mut connection, row.id, self.clock.now()).await?;
            self.note(&mut connection, clerk, ActKind::EmailSettled, row.id).await?;
        } else {
            let settlement = Settlement {
                account: row.id,
                old: &old,
                new: email,
                front_kind: FrontKind::Public,
                by: Actor::Staff(clerk.session.account()),
                front: Some(clerk.front),
                at: self.clock.now(),
            };
            address::settle(&mut connection, &self.outbox, &settlement).await?;
        }
        Ok(connection.commit().await?)
    }

    /// Whether the same was done before: the form was sent twice.
    async fn is_settled(
        &self,
        connection: &mut Connection,
        row: &Row,
        email: &str,
    ) -> Result<bool, StoreError> {
        if email.is_empty() {
            return Ok(row.verified && row.state != "verifying");
        }
        if row.email.as_deref() != Some(email) {
            return Ok(false);
        }
        // Where another address waits for its code, staff say no to that.
        let pending = email_change::pending(connection, row.id).await?;
        Ok(!pending.is_some_and(|pending| pending.waits(self.clock.now())))
    }

    /// Takes the app, the recovery codes, the passkeys and the links to providers of an account away and forgets its browsers:
    /// for somebody who has lost them, or whose account somebody else was in, and whose identity was checked. The person
    /// gets a notice. Where there is nothing, nothing is done; an account without a password keeps its links.
    ///
    /// # Errors
    /// As [`Desk::disable`].
    pub async fn reset_factors(&self, clerk: Clerk<'_>, handle: &str) -> Result<(), Failure> {
        let person = self.open(clerk.session, handle)?;
        let contact = self.people.contact(&person).await?;
        let (mut connection, row) = self.lock(&person).await?;
        let links = federated::unbind_all(&mut connection, row.id).await?;
        if !factors::reset(&mut connection, row.id).await? && links == 0 {
            return Ok(connection.roll_back().await?);
        }
        known_browser::forget(&mut connection, row.id).await?;
        account::end_all(&mut connection, row.id).await?;
        let (told, message) = (recipient(&row, contact.as_ref()), Message::FactorChanged);
        self.outbox.tell(&mut connection, row.id, FrontKind::Public, &told, message).await?;
        self.note(&mut connection, clerk, ActKind::FactorsReset, row.id).await?;
        Ok(connection.commit().await?)
    }

    /// The person's account, locked.
    async fn lock(&self, person: &Person) -> Result<(Connection, Row), Failure> {
        let mut connection = self.store.writer().await?;
        if let Some(row) = roster::lock(&mut connection, &person.kind, &stored(person)?).await? {
            return Ok((connection, row));
        }
        connection.roll_back().await?;
        Err(Failure::new(Code::NotFound))
    }

    async fn note(
        &self,
        connection: &mut Connection,
        clerk: Clerk<'_>,
        kind: ActKind,
        subject: i64,
    ) -> Result<(), StoreError> {
        let (at, by) = (self.clock.now(), Actor::Staff(clerk.session.account()));
        journal::note(connection, &Act { at, kind, subject, by, front: Some(clerk.front) }).await
    }
}

/// How mails reach the person.
fn recipient(row: &Row, contact: Option<&Contact>) -> Recipient {
    Recipient::new(row.email.as_deref(), row.language.as_deref(), contact)
}
