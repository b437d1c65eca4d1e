//! Which documents a person has opened: a document of the last weeks that was not opened yet is marked as new.
//!
//! Nobody waits for a note: notes are written in the background, a few at a time. One that is lost in a crash leaves a
//! document marked as new.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use aws_lc_rs::hmac;
use time::{Date, Duration, OffsetDateTime, macros::format_description};
use tokio::sync::mpsc;
use tracing::warn;
use vantail_shared::{clock::Clock, failure::Failure, random::Random};

use crate::store::{Store, opened};

/// A document dated before this many days ago is new to nobody.
const NEW_DAYS: i64 = 60;
/// Notes are kept longer than any document is new, in seconds.
const KEPT: i64 = (NEW_DAYS + 40) * 24 * 3600;
/// Notes that wait to be written, at the most; those beyond are let go.
const WAITING: usize = 1024;
/// Notes of one transaction.
const BATCH: usize = 100;
/// Documents that this process remembers to have noted, so that opening one again costs nothing.
const REMEMBERED: usize = 4096;

/// What the store knows an opened document by.
pub type Fingerprint = [u8; 16];

/// Notes and tells what was opened. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Opened {
    store: Store,
    clock: Arc<dyn Clock>,
    secret: Arc<hmac::Key>,
    notes: mpsc::Sender<Note>,
    noted: Arc<Mutex<Recent>>,
}

type Note = (i64, Fingerprint, i64);

#[derive(Debug, Default)]
struct Recent {
    known: HashSet<(i64, Fingerprint)>,
    order: VecDeque<(i64, Fingerprint)>,
}

impl Opened {
    /// Begins to write notes, until the last clone is gone.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn start(store: Store, clock: Arc<dyn Clock>, random: &dyn Random) -> Result<Self, Failure> {
        let secret = store.secret("opened", random).await?;
        let (notes, waiting) = mpsc::channel(WAITING);
        tokio::spawn(write(store.clone(), waiting));
        let secret = Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret.as_ref()));
        Ok(Self { store, clock, secret, notes, noted: Arc::default() })
    }

    /// What a document is known by: its set and its key.
    pub fn fingerprint(&self, set: &str, key: &[String]) -> Fingerprint {
        let mut context = hmac::Context::with_key(&self.secret);
        for part in std::iter::once(set).chain(key.iter().map(String::as_str)) {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        let mut fingerprint = Fingerprint::default();
        let tag = context.sign();
        fingerprint.copy_from_slice(&tag.as_ref()[..16]);
        fingerprint
    }

    /// Notes that an account opened a document.
    pub fn note(&self, account: i64, document: Fingerprint) {
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if !noted.known.insert((account, document)) {
            return;
        }
        noted.order.push_back((account, document));
        if noted.order.len() > REMEMBERED
            && let Some(oldest) = noted.order.pop_front()
        {
            noted.known.remove(&oldest);
        }
        drop(noted);
        // With too much to write the mark stays: no more than a blemish.
        let _ = self.notes.try_send((account, document, self.clock.now()));
    }

    /// Whether a document of this date can be new to anybody. `date` is a text that begins with an ISO 8601 date.
    pub fn is_recent(&self, date: &str) -> bool {
        let format = format_description!("[year]-[month]-[day]");
        let day = date.get(..10).and_then(|day| Date::parse(day, format).ok());
        let today = OffsetDateTime::from_unix_timestamp(self.clock.now()).map(OffsetDateTime::date);
        let (Some(day), Ok(today)) = (day, today) else { return false };
        today.checked_sub(Duration::days(NEW_DAYS)).is_some_and(|first| day >= first)
    }

    /// What an account has opened lately.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn of(&self, account: i64) -> Result<HashSet<Fingerprint>, Failure> {
        let mut connection = self.store.reader().await?;
        let opened = opened::of(&mut connection, account).await?;
        let mut opened: HashSet<_> =
            opened.into_iter().filter_map(|document| document.try_into().ok()).collect();
        // What still waits to be written was opened as well.
        let noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        opened.extend(noted.known.iter().filter(|(of, _)| *of == account).map(|(_, document)| document));
        Ok(opened)
    }

    /// Forgets what no mark depends on any more; tells how many notes there were.
    ///
    /// # Errors
    /// `Unavailable` while the store is away.
    pub async fn purge(&self) -> Result<u64, Failure> {
        let before = self.clock.now() - KEPT;
        let mut all = 0;
        loop {
            let mut connection = self.store.writer().await?.unhurried();
            let deleted = opened::purge(&mut connection, before).await?;
            connection.commit().await?;
            all += deleted;
            if deleted == 0 {
                return Ok(all);
            }
        }
    }
}

async fn write(store: Store, mut waiting: mpsc::Receiver<Note>) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        if let Err(failure) = write_batch(&store, &batch).await {
            warn!(cause = failure.explain(), "opened documents could not be noted");
        }
        batch.clear();
    }
}

async fn write_batch(store: &Store, batch: &[Note]) -> Result<(), Failure> {
    let mut connection = store.writer().await?.unhurried();
    for (account, document, now) in batch {
        opened::note(&mut connection, *account, document, *now).await?;
    }
    connection.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests;
