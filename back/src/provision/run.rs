//! A run of letters: accounts first, each with its password in the spool, then the letters, and last the passwords go.
//!
//! A run that is killed anywhere goes on when the same is asked for again. What it had made is not made again: an account
//! is there with its password in the spool or not at all, and the spool keeps the password until the letter is on the disk.

mod accounts;
mod letters;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use vantail_shared::failure::Failure;

use super::{Provision, files::Folder};
use crate::store::spool::{self, Batch};

/// Whose accounts are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// Every person of a kind, or those who hold a role today.
    All {
        /// The kind.
        kind: String,
        /// The role.
        role: Option<String>,
    },
    /// One person.
    One {
        /// The kind.
        kind: String,
        /// The values of the key.
        key: Vec<String>,
    },
    /// Whom a list of the map names.
    List {
        /// Its name.
        name: String,
    },
    /// Whose account is in this row.
    Account {
        /// The row.
        row: i64,
    },
    /// A member of staff.
    Staff {
        /// The name to show.
        name: String,
        /// The address that codes are mailed to.
        email: Option<String>,
    },
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Whose accounts.
    pub wanted: Wanted,
    /// Whether those who have an account get a new initial password.
    pub reset: bool,
}

/// Where letters go.
#[derive(Debug, Clone)]
pub struct Output {
    /// The folder.
    pub folder: PathBuf,
    /// All letters of a sort in one file, in the order of the post, not a file for each.
    pub together: bool,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Accounts looked at so far, and how many there are to look at.
    Accounts(u64, u64),
    /// Letters written so far, and how many there are to write; of each sort.
    Letters(u64, u64),
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Accounts that were made.
    pub made: u64,
    /// Accounts that got a new initial password.
    pub reset: u64,
    /// Persons who have an account already, which stays as it is.
    pub had: u64,
    /// Persons who are left out: their account is disabled, or they were erased.
    pub refused: u64,
    /// Letters of each sort that were written, those of runs that were cut off among them.
    pub letters: u64,
    /// Letters without a postal address.
    pub without_address: u64,
    /// Letters whose address has signs that the typeface does not have.
    pub odd_signs: u64,
    /// Accounts without a letter: their person is gone meanwhile.
    pub gone: u64,
    /// The files, or their folders when there is one for each letter.
    pub files: Vec<PathBuf>,
}

impl Provision {
    /// Makes accounts and writes their letters; `progress` is told now and then.
    ///
    /// # Errors
    /// `NotFound` for a kind, role or list that the map does not have and for one person who is not there; `Busy` when
    /// another run writes to the folder; `Unavailable` when a database is away: the same can be asked for again.
    pub async fn run(
        &self,
        request: &Request,
        output: &Output,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Report, Failure> {
        self.head()?;
        let folder = Folder::open(&output.folder).map_err(|error| {
            let busy = error.kind() == std::io::ErrorKind::WouldBlock;
            let code = if busy {
                vantail_shared::failure::Code::Busy
            } else {
                vantail_shared::failure::Code::Internal
            };
            Failure::because(code, format!("the folder for letters: {error}"))
        })?;
        let folder = std::sync::Arc::new(folder);
        let text = serde_json::to_string(request).map_err(Failure::internal)?;
        let mut report = Report::default();
        let mut own = None;
        for batch in self.open_batches().await? {
            if batch.request == text && own.is_none() {
                own = Some(batch);
                continue;
            }
            // Cut off, and something else is asked for now: its accounts are made, their letters must not be lost.
            self.letters(&batch, &folder, output.together, &mut report, progress).await?;
            self.end(&batch).await?;
        }
        let batch = match own {
            Some(batch) => batch,
            None => self.begin(&text).await?,
        };
        let made = self.accounts(request, &batch, &mut report, progress).await;
        if made.is_err() && report.made + report.reset == 0 {
            // Nothing was begun: nothing is left behind.
            self.end(&batch).await?;
        }
        made?;
        self.letters(&batch, &folder, output.together, &mut report, progress).await?;
        self.end(&batch).await?;
        Ok(report)
    }

    async fn open_batches(&self) -> Result<Vec<Batch>, Failure> {
        let mut connection = self.store.writer().await?;
        spool::wipe_over(&mut connection, self.clock.now()).await?;
        let batches = spool::open_batches(&mut connection).await?;
        connection.commit().await?;
        Ok(batches)
    }

    async fn begin(&self, request: &str) -> Result<Batch, Failure> {
        let mut connection = self.store.writer().await?;
        let batch = spool::begin_batch(&mut connection, request, self.clock.now()).await?;
        connection.commit().await?;
        Ok(batch)
    }

    async fn end(&self, batch: &Batch) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?;
        spool::end_batch(&mut connection, batch.id, self.clock.now()).await?;
        Ok(connection.commit().await?)
    }
}
