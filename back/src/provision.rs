//! Accounts for persons and staff: sign-in names, initial passwords, the two letters that carry them.
//!
//! An initial password is nowhere but in its letter: until the letter is safe it waits in the store, sealed.

mod desk;
mod files;
pub mod letter;
mod making;
mod postal;
mod request;
mod run;

use std::sync::Arc;

use time::Duration;
use vantail_shared::{failure::Failure, random::Random};

pub use desk::Which;
pub use request::{Halt, Output, Progress, Report, Request, Wanted};

use crate::{
    calendar::Calendar,
    identity::PasswordPool,
    people::People,
    seal::Seal,
    store::{Store, spool},
};
use letter::Letterhead;

/// Seconds of a day, the longest that there is left aside.
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
    calendar: Calendar,
    random: Arc<dyn Random>,
}

impl Provision {
    /// Provisioning over an open store; initial passwords are good for so many days of the calendar.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn open(
        store: Store,
        passwords: PasswordPool,
        people: People,
        (head, days): (Option<Letterhead>, i64),
        calendar: Calendar,
        random: Arc<dyn Random>,
    ) -> Result<Self, Failure> {
        let seal = Seal::new(&*store.secret("spool", random.as_ref()).await?)?;
        Ok(Self { store, passwords, people, head: head.map(Arc::new), days, seal, calendar, random })
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
        self.calendar.now()
    }

    fn head(&self) -> Result<&Arc<Letterhead>, Failure> {
        self.head
            .as_ref()
            .ok_or_else(|| Failure::internal("no address of the portal is configured for letters"))
    }

    /// The end of the last day on which a password that is made now is good.
    fn until(&self) -> i64 {
        let day = self.calendar.today().saturating_add(Duration::days(self.days + 1));
        self.calendar.begins(day)
    }

    /// Wipes the passwords that are over before anybody fetched their letters, and forgets the runs that were cut off and
    /// never asked for again; tells how many passwords. To be called now and then.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn purge(&self) -> Result<u64, Failure> {
        let wiped = self.wipe_over().await?;
        // So old that all of its passwords are over.
        let before = self.now().saturating_sub((self.days + 2) * DAY);
        let mut connection = self.store.writer().await?;
        spool::end_forgotten(&mut connection, before, self.now()).await?;
        connection.commit().await?;
        Ok(wiped)
    }

    async fn wipe_over(&self) -> Result<u64, Failure> {
        let mut total = 0;
        loop {
            let mut connection = self.store.writer().await?;
            let wiped = spool::wipe_over(&mut connection, self.now()).await?;
            connection.commit().await?;
            total += wiped;
            if wiped == 0 {
                return Ok(total);
            }
        }
    }
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
