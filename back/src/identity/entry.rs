//! The way in after name and password, and the way back in for those who have forgotten the latter.
//!
//! An entry is a sign-in under way. It is known by a token of its own, ends after half an hour, and becomes a session
//! with another token when every proof is there that is due. One that belongs to nobody behaves like any other.

mod advance;
mod choose;
mod current;
mod factor;
mod forgot;
mod give;
mod send;
mod step;

use std::time::Duration;

use aws_lc_rs::hmac;
use tokio::time::Instant;
use vantail_shared::failure::{Code, Failure};

pub(super) use advance::NewEntry;
pub use current::Current;
pub(super) use current::hidden;
pub use factor::PasskeyQuestion;
pub(super) use step::Way;
pub use step::{Reason, Step};

use super::{Identity, guard::Charged, reach::Reach, sign_in::Door, token};
use crate::store::{
    Connection,
    account::{self, Account},
    entry::{self, Row},
};

/// An entry ends at this age, in seconds.
const LIFE: i64 = 30 * 60;
/// A code ends at this age, in seconds (ASVS 5.0, 6.5.5).
pub(super) const CODE_LIFE: i64 = 10 * 60;
/// How often a code may be tried.
pub(super) const TRIES: i64 = 5;
/// What ended an entry gets the same answer once more for so long, in seconds: a form that was sent twice.
pub(super) const REPLAY: i64 = 60;
/// A code from this many seconds in the future is not trusted: the clock went back, and it could live too long.
pub(super) const DOUBT: i64 = 60;

/// No account has this row.
const NOBODY: i64 = -1;
/// Answers about a name alone leave at multiples of this time.
const PACE: Duration = Duration::from_millis(250);

/// An entry and its account, which nobody else changes until the end of the transaction.
struct Held {
    connection: Connection,
    entry: Row,
    account: Option<Account>,
    reach: Reach,
}

/// An entry as it was just before a call works on it.
struct Seen {
    entry: Row,
    account: Option<Account>,
    reach: Reach,
    step: Step,
}

impl Held {
    /// What the entry waits for; nothing any more once it is finished.
    async fn step(&mut self, identity: &Identity) -> Result<Step, Failure> {
        if self.entry.finished_at.is_some() {
            return Ok(Step::Done);
        }
        identity.step_of(&mut self.connection, &self.entry, self.account.as_ref(), &self.reach).await
    }
}

impl Identity {
    /// The entry of this token as it is just now.
    ///
    /// # Errors
    /// `SignedOut` when there is none at this kind of front; `StepDue` when the token is that of a session.
    async fn entry(&self, door: &Door, token: Option<&str>) -> Result<Row, Failure> {
        let id = token.and_then(token::session).ok_or_else(signed_out)?;
        let found = entry::find(&mut self.store.reader().await?, id.as_bytes()).await?;
        let here = found.filter(|entry| entry.front_kind == door.kind.as_str());
        match here.filter(|entry| entry.ends_at > self.clock.now()) {
            Some(entry) => Ok(entry),
            None if self.any(door.kind, token).await.is_ok() => Err(Failure::new(Code::StepDue)),
            None => Err(signed_out()),
        }
    }

    /// The entry of this token, whose it is and what it waits for, as they are just now.
    async fn look(&self, door: &Door, token: Option<&str>) -> Result<Seen, Failure> {
        let entry = self.entry(door, token).await?;
        let unproved = Way::read(&entry.way) == Some(Way::Forgot) && !entry.mail_proved;
        let Some(id) = entry.account.filter(|_| !unproved) else {
            // Where nothing but a name was given, nothing is asked about whoever has it: the same work.
            return Ok(Seen { entry, account: None, reach: Reach::default(), step: Step::EmailCode });
        };
        let account = account::by_id(&mut self.store.reader().await?, id).await?.ok_or_else(signed_out)?;
        let reach = self.reach(&account).await?;
        let mut connection = self.store.reader().await?;
        let step = self.step_of(&mut connection, &entry, Some(&account), &reach).await?;
        Ok(Seen { entry, account: Some(account), reach, step })
    }

    /// Locks an entry with its account.
    async fn hold(&self, seen: &Seen) -> Result<Held, Failure> {
        self.hold_on(self.store.writer().await?, seen).await
    }

    async fn hold_on(&self, mut connection: Connection, seen: &Seen) -> Result<Held, Failure> {
        // Nobody's is looked for as well.
        let account = account::lock(&mut connection, seen.entry.account.unwrap_or(NOBODY)).await?;
        if seen.step == Step::EmailCode {
            // Entries may share a code: whatever tries it, replaces it or hands it on comes one after the other.
            self.guard.hold_mail(&mut connection, &seen.entry.mark).await?;
        }
        let Some(entry) = entry::lock(&mut connection, &seen.entry.id).await? else {
            return connection.settle(Err(signed_out())).await;
        };
        Ok(Held { connection, entry, account, reach: seen.reach.clone() })
    }

    /// Locks an entry that still waits for this.
    async fn hold_at(&self, seen: &Seen, step: Step) -> Result<Held, Failure> {
        let mut held = self.hold(seen).await?;
        if held.step(self).await? == step {
            return Ok(held);
        }
        held.connection.settle(Err(Failure::new(Code::StepDue))).await
    }

    /// Locks an entry that still waits for this, for a try that was counted: what it counts under before the account, as
    /// everywhere. Where nothing is waited for any more, or the entry is gone, it was none.
    async fn hold_charged(&self, seen: &Seen, step: Step, charged: &Charged) -> Result<Held, Failure> {
        let held = self.hold_counted(seen, step, charged).await;
        if held.is_err() {
            self.guard.refund(charged).await?;
        }
        held
    }

    async fn hold_counted(&self, seen: &Seen, step: Step, charged: &Charged) -> Result<Held, Failure> {
        let mut connection = self.store.writer().await?;
        self.guard.hold(&mut connection, charged).await?;
        let mut held = self.hold_on(connection, seen).await?;
        if held.step(self).await? == step {
            return Ok(held);
        }
        held.connection.settle(Err(Failure::new(Code::StepDue))).await
    }

    /// Ends the entry of this token. Twice is no error.
    ///
    /// # Errors
    /// `Unavailable` while the store is away: the entry may then still be open.
    pub async fn leave(&self, token: Option<&str>) -> Result<(), Failure> {
        if let Some(id) = token.and_then(token::session) {
            let mut connection = self.store.writer().await?;
            entry::delete(&mut connection, id.as_bytes()).await?;
            connection.commit().await?;
        }
        Ok(())
    }

    /// Whether two keyed hashes are the same, in constant time.
    pub(super) fn same(one: &[u8], two: &hmac::Tag) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(one, two.as_ref()).is_ok()
    }
}

/// Waits until a multiple of a quarter of a second has passed since `began`: what was done for one name and not for
/// another cannot be told from the time.
async fn pace(began: Instant) {
    let quarters = began.elapsed().as_millis() / PACE.as_millis() + 1;
    let whole = PACE.saturating_mul(u32::try_from(quarters).unwrap_or(u32::MAX));
    tokio::time::sleep_until(began + whole).await;
}

fn signed_out() -> Failure {
    Failure::new(Code::SignedOut)
}
