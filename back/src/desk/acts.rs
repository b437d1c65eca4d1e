//! What members of staff do to a person's account.

use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
    tls::FrontKind,
};

use super::{Clerk, Desk, stored};
use crate::{
    identity::{Person, factors},
    journal::{self, Act, ActKind, Actor},
    mail::{self, Message, NewMail},
    people::Contact,
    store::{
        Connection, StoreError, email_change, entry, known_browser,
        roster::{self, Row},
        session,
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
        if (row.state == "disabled") != enable {
            return Ok(connection.roll_back().await?);
        }
        let kind = if enable {
            roster::enable(&mut connection, row.id).await?;
            ActKind::Enabled
        } else {
            roster::disable(&mut connection, row.id).await?;
            end_all(&mut connection, row.id).await?;
            ActKind::Disabled
        };
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
        if row.state == "disabled" {
            return Err(Failure::new(Code::Changed));
        }
        let old = known(&row, contact.as_ref());
        if email.is_empty() {
            if old.is_some() {
                return Err(Failure::new(Code::Invalid));
            }
            roster::vouch(&mut connection, row.id, self.clock.now()).await?;
        } else {
            roster::settle(&mut connection, row.id, email).await?;
            // No change that was begun before comes after what staff have settled, and no objection takes it back.
            email_change::give_up(&mut connection, row.id).await?;
            email_change::take_back(&mut connection, row.id, i64::MIN).await?;
            known_browser::forget(&mut connection, row.id).await?;
            end_all(&mut connection, row.id).await?;
            for (name, to) in [("settled-old", old.filter(|old| *old != email)), ("settled-new", Some(email))]
            {
                let Some(to) = to else { continue };
                let notice = Notice { message: Message::EmailSettled, name, to };
                self.tell(&mut connection, &row, contact.as_ref(), notice).await?;
            }
        }
        self.note(&mut connection, clerk, ActKind::EmailSettled, row.id).await?;
        Ok(connection.commit().await?)
    }

    /// Takes the app, the recovery codes and the passkeys of an account away, for somebody who has lost them and whose
    /// identity was checked; the person gets a notice. Where there is nothing, nothing is done.
    ///
    /// # Errors
    /// As [`Desk::disable`].
    pub async fn reset_factors(&self, clerk: Clerk<'_>, handle: &str) -> Result<(), Failure> {
        let person = self.open(clerk.session, handle)?;
        let contact = self.people.contact(&person).await?;
        let (mut connection, row) = self.lock(&person).await?;
        if !factors::reset(&mut connection, row.id).await? {
            return Ok(connection.roll_back().await?);
        }
        end_all(&mut connection, row.id).await?;
        let to = known(&row, contact.as_ref()).unwrap_or_default().to_owned();
        let notice = Notice { message: Message::FactorChanged, name: "factors", to: &to };
        self.tell(&mut connection, &row, contact.as_ref(), notice).await?;
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

    /// Writes a notice in the person's language.
    async fn tell(
        &self,
        connection: &mut Connection,
        row: &Row,
        contact: Option<&Contact>,
        Notice { message, name, to }: Notice<'_>,
    ) -> Result<(), StoreError> {
        let kept = row.language.as_deref().and_then(|code| code.parse::<Language>().ok());
        let language = kept.or(contact.and_then(|contact| contact.language)).unwrap_or(Language::Fr);
        let cause = format!("staff/{name}/{}/{}", row.id, self.clock.now());
        let (account, front) = (Some(row.id), FrontKind::Public);
        self.outbox.put(connection, &NewMail { cause: &cause, account, to, language, front, message }).await
    }
}

/// A mail about what staff did.
struct Notice<'a> {
    message: Message,
    /// What no other mail of the same moment about the same account is called.
    name: &'static str,
    to: &'a str,
}

/// The address that mails to the person go to.
fn known<'a>(row: &'a Row, contact: Option<&'a Contact>) -> Option<&'a str> {
    row.email.as_deref().or(contact.and_then(|contact| contact.email.as_deref()))
}

/// Ends every session of an account, and every sign-in that is under way.
async fn end_all(connection: &mut Connection, account: i64) -> Result<(), StoreError> {
    entry::delete_others(connection, account, None).await?;
    session::delete_others(connection, account, None).await.map(drop)
}
