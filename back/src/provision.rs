//! Accounts for persons and staff: sign-in names, initial passwords, the two letters that carry them.
//!
//! An initial password is nowhere but in its letter: until the letter is safe it waits in the store, sealed.

mod desk;
mod files;
pub mod letter;
mod making;
mod postal;
mod run;
mod seal;

use std::sync::Arc;

use time::{Date, OffsetDateTime};
use vantail_shared::{clock::Clock, failure::Failure, random::Random};

pub use desk::Which;
pub use run::{Output, Progress, Report, Request, Wanted};

use crate::{identity::PasswordPool, people::People, store::Store};
use letter::Letterhead;
use seal::Seal;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Makes accounts and letters. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Provision {
    store: Store,
    passwords: PasswordPool,
    people: People,
    /// Nothing where the configuration names no address of the portal: then no letter can be written.
    head: Option<Arc<Letterhead>>,
    /// Days that an initial password is good for.
    days: i64,
    seal: Seal,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Provision {
    /// Provisioning over an open store; initial passwords are good for so many days.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn open(
        store: Store,
        passwords: PasswordPool,
        people: People,
        (head, days): (Option<Letterhead>, i64),
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Result<Self, Failure> {
        let seal = Seal::new(&*store.secret("spool", random.as_ref()).await?)?;
        Ok(Self { store, passwords, people, head: head.map(Arc::new), days, seal, clock, random })
    }

    /// Whether letters can be written.
    pub fn has_letterhead(&self) -> bool {
        self.head.is_some()
    }

    pub(crate) fn store(&self) -> &Store {
        &self.store
    }

    pub(crate) fn people(&self) -> &People {
        &self.people
    }

    pub(crate) fn random(&self) -> &dyn Random {
        self.random.as_ref()
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    fn head(&self) -> Result<&Arc<Letterhead>, Failure> {
        self.head
            .as_ref()
            .ok_or_else(|| Failure::internal("no address of the portal is configured for letters"))
    }

    fn today(&self) -> Date {
        day(self.clock.now())
    }
}

/// The day of a moment.
fn day(moment: i64) -> Date {
    OffsetDateTime::from_unix_timestamp(moment).map_or(Date::MAX, OffsetDateTime::date)
}

#[cfg(test)]
impl Provision {
    /// Whether a password is the one that was hashed.
    pub(crate) async fn verify(
        &self,
        password: zeroize::Zeroizing<String>,
        hash: zeroize::Zeroizing<String>,
    ) -> Result<bool, Failure> {
        Ok(self.passwords.verify(password, hash).await?.matches)
    }
}

#[cfg(test)]
pub(crate) mod tests;
