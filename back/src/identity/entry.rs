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

use aws_lc_rs::hmac;
use vantail_shared::failure::{Code, Failure};

pub(super) use advance::NewEntry;
pub use current::Current;
pub use factor::PasskeyQuestion;
pub(super) use step::Way;
pub use step::{Reason, Step};

use super::{Identity, sign_in::Door, token};
use crate::store::{
    Connection,
    account::{self, Account},
    entry::{self, Row},
};

/// An entry ends at this age, in seconds.
const LIFE: i64 = 30 * 60;
/// A code ends at this age, in seconds (ASVS 5.0, 6.5.5).
const CODE_LIFE: i64 = 10 * 60;
/// How often a code may be tried.
const TRIES: i64 = 5;
/// What ended an entry gets the same answer once more for so long, in seconds: a form that was sent twice.
const REPLAY: i64 = 60;
/// A code from this many seconds in the future is not trusted: the clock went back, and it could live too long.
const DOUBT: i64 = 60;

/// An entry and its account, which nobody else changes until the end of the transaction.
struct Held {
    connection: Connection,
    entry: Row,
    account: Option<Account>,
}

impl Held {
    /// What the entry waits for; nothing any more once it is finished.
    async fn step(&mut self, identity: &Identity) -> Result<Step, Failure> {
        if self.entry.finished_at.is_some() {
            return Ok(Step::Done);
        }
        identity.step_of(&mut self.connection, &self.entry, self.account.as_ref()).await
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

    /// The account of an entry and what is waited for, as they are just now.
    async fn look(&self, entry: &Row) -> Result<(Option<Account>, Step), Failure> {
        let mut connection = self.store.reader().await?;
        let account = match entry.account {
            Some(id) => account::by_id(&mut connection, id).await?,
            None => None,
        };
        let step = self.step_of(&mut connection, entry, account.as_ref()).await?;
        Ok((account, step))
    }

    /// Locks an entry with its account.
    async fn hold(&self, found: &Row) -> Result<Held, Failure> {
        self.hold_on(self.store.writer().await?, found).await
    }

    async fn hold_on(&self, mut connection: Connection, found: &Row) -> Result<Held, Failure> {
        let account = match found.account {
            Some(id) => account::lock(&mut connection, id).await?,
            None => None,
        };
        match entry::lock(&mut connection, &found.id).await? {
            Some(entry) => Ok(Held { connection, entry, account }),
            None => {
                connection.roll_back().await?;
                Err(signed_out())
            }
        }
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
    fn same(one: &[u8], two: &hmac::Tag) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(one, two.as_ref()).is_ok()
    }
}

fn signed_out() -> Failure {
    Failure::new(Code::SignedOut)
}
