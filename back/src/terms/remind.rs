//! Reminders to those who have not answered.

use vantail_shared::{failure::Failure, tls::FrontKind};

use super::{Reader, Standing, Terms, standing, which};
use crate::{
    identity::Person,
    mail::{Message, Outbox, Recipient},
    map::TermsText,
    people::People,
    store::{
        account::{self, Reachable},
        agreement::{self, Row},
    },
};

/// Accounts that are read at once.
const PART: i64 = 500;

/// Who is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remiss {
    /// Who has neither accepted nor refused.
    Unanswered,
    /// Of those, who was never shown the text.
    Unseen,
    /// Who has not accepted; those who have refused as well.
    NotAccepted,
}

/// What to write, and to whom.
#[derive(Debug, Clone)]
pub struct Reminding<'a> {
    /// This kind of person alone, or `staff`.
    pub kind: Option<&'a str>,
    /// Of whom.
    pub remiss: Remiss,
    /// Days for which a reminder holds.
    pub every_days: i64,
    /// Count only.
    pub dry_run: bool,
}

/// What came of it, in accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reminded {
    /// Written to, or would be.
    pub written: u64,
    /// Had a reminder not long ago.
    pub lately: u64,
    /// Have no address.
    pub unreachable: u64,
}

impl Terms {
    /// Writes to active accounts that still have to answer terms in force: once for each version and `every_days`, however
    /// often and by however many this is called.
    ///
    /// # Errors
    /// `Unavailable` while the store or the business database is away: those before are written to.
    pub async fn remind(
        &self,
        outbox: &Outbox,
        people: &People,
        asked: &Reminding<'_>,
    ) -> Result<Reminded, Failure> {
        let (mut done, mut after) = (Reminded::default(), 0);
        loop {
            let part = account::reachable(&mut self.store.reader().await?, after, PART).await?;
            let Some(last) = part.last() else { return Ok(done) };
            after = last.id;
            for account in &part {
                self.remind_one(outbox, people, asked, account, &mut done).await?;
            }
        }
    }

    async fn remind_one(
        &self,
        outbox: &Outbox,
        people: &People,
        asked: &Reminding<'_>,
        account: &Reachable,
        done: &mut Reminded,
    ) -> Result<(), Failure> {
        let person = account.person.as_ref();
        let kind = person.map_or("staff", |(kind, _)| kind);
        let reader = person.map_or(Reader::Staff, |(kind, _)| Reader::Person(kind));
        if asked.kind.is_some_and(|wanted| wanted != kind) || !self.concern(reader) {
            return Ok(());
        }
        let answers = agreement::of(&mut self.store.reader().await?, account.id).await?;
        let (now, today) = (self.calendar.now(), self.calendar.today());
        let texts = standing::of_reader(&self.texts, reader, today);
        let missing = |text: &&TermsText| {
            let answer = standing::answer(&answers, text);
            let waits = matches!(standing::of(text, answer, today), Standing::Asked | Standing::Held);
            waits && is_remiss(asked.remiss, answer)
        };
        let missing: Vec<&TermsText> = texts.into_iter().filter(missing).collect();
        if missing.is_empty() {
            return Ok(());
        }
        // Days, not hours: who asks every morning writes again on the same day of the week.
        let day = today.saturating_sub(time::Duration::days(asked.every_days.saturating_sub(1)));
        let before = self.calendar.begins(day).saturating_sub(1);
        let is_due = |text: &&TermsText| {
            let last = standing::answer(&answers, text).and_then(|row| row.reminded_at);
            last.is_none_or(|last| last <= before)
        };
        if !missing.iter().any(is_due) {
            done.lately += 1;
            return Ok(());
        }
        let recipient = recipient(people, account).await?;
        if recipient.to.is_none() {
            done.unreachable += 1;
            return Ok(());
        }
        if asked.dry_run {
            done.written += 1;
            return Ok(());
        }
        let mut connection = self.store.writer().await?;
        let mut due = false;
        for text in missing {
            due |= agreement::remind(&mut connection, which(account.id, text), now, before).await?;
        }
        if due {
            let front = if person.is_some() { FrontKind::Public } else { FrontKind::Staff };
            outbox.tell(&mut connection, account.id, front, &recipient, Message::TermsDue).await?;
            done.written += 1;
        } else {
            done.lately += 1;
        }
        Ok(connection.commit().await?)
    }
}

fn is_remiss(remiss: Remiss, answer: Option<&Row>) -> bool {
    let seen = answer.is_some_and(|row| row.seen_at.is_some());
    let refused = answer.is_some_and(|row| row.refused_at.is_some());
    match remiss {
        Remiss::Unanswered => !refused,
        Remiss::Unseen => !seen,
        Remiss::NotAccepted => true,
    }
}

/// Whom a reminder reaches; the business database is asked where the account does not say it all.
async fn recipient(people: &People, account: &Reachable) -> Result<Recipient, Failure> {
    let (email, language) = (account.email.as_deref(), account.language.as_deref());
    let contact = match &account.person {
        Some((kind, key)) if email.is_none() || language.is_none() => {
            let key = serde_json::from_str(key).map_err(Failure::internal)?;
            people.contact(&Person { kind: kind.clone(), key }).await?
        }
        _ => None,
    };
    Ok(Recipient::new(email, language, contact.as_ref()))
}
