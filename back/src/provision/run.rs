//! A run of letters: accounts first, each with its password in the spool, then the letters, and last the passwords go.
//!
//! A run that is killed anywhere goes on when the same is asked for again. What it had made is not made again: an account
//! is there with its password in the spool or not at all, and the spool keeps the password until the letter is on the disk.
//! There is one run at a time over a store, and no run touches what another has begun.

mod accounts;
mod letters;
mod wipe;

use std::{io::ErrorKind, sync::Arc};

use vantail_shared::{
    failure::{Code, Failure},
    tls::FrontKind,
};

use super::{Halt, Output, Progress, Provision, Report, Request, Wanted, files::Folder};
use crate::store::{
    account::making,
    run_lock::RunLock,
    spool::{self, Batch},
};

/// Told now and then how far a run is.
type Tell<'a> = &'a (dyn Fn(Progress) + Sync);

/// A run under way.
struct Run<'a> {
    provision: &'a Provision,
    request: &'a Request,
    folder: Arc<Folder>,
    together: bool,
    batch: Batch,
    report: Report,
    tell: Tell<'a>,
    lock: &'a mut RunLock,
}

impl Provision {
    /// Makes accounts and writes their letters; `tell` is told now and then how far it is.
    ///
    /// # Errors
    /// [`Halt::Refused`] with `Invalid` for what cannot be a name or an address, `NotFound` for a kind, role or list that
    /// the map does not have and for one person who is not there, `Unavailable` when a database is away; the others as they
    /// say.
    pub async fn run(&self, request: &Request, output: &Output, tell: Tell<'_>) -> Result<Report, Halt> {
        let head = self.head()?;
        request.check()?;
        if head.url(FrontKind::Staff).is_none() && self.is_for_staff(&request.wanted).await? {
            let remedy = "letters of staff need the address of their portal: write staff_url in [letters] or in [mail]";
            return Err(Halt::Refused(Failure::because(Code::Invalid, remedy)));
        }
        let lock = self.store.lock_runs().await.map_err(Failure::from)?;
        let mut lock = lock.ok_or(Halt::StoreTaken)?;
        let done = self.run_alone(request, output, tell, &mut lock).await;
        lock.release().await;
        done
    }

    /// Whether an account of staff is asked for.
    async fn is_for_staff(&self, wanted: &Wanted) -> Result<bool, Failure> {
        match wanted {
            Wanted::Staff { .. } => Ok(true),
            Wanted::Account { row } => {
                let found = making::addressees(&mut self.store.reader().await?, &[*row]).await?;
                Ok(found.iter().any(|one| one.person.is_none()))
            }
            Wanted::All { .. } | Wanted::One { .. } | Wanted::List { .. } => Ok(false),
        }
    }

    async fn run_alone(
        &self,
        request: &Request,
        output: &Output,
        tell: Tell<'_>,
        lock: &mut RunLock,
    ) -> Result<Report, Halt> {
        let folder = Folder::open(&output.folder).map_err(|error| match error.kind() {
            ErrorKind::WouldBlock => Halt::FolderTaken,
            _ => Halt::Refused(Failure::internal(format!("the folder for letters: {error}"))),
        })?;
        let (batch, is_new) = self.begin(request).await?;
        if !is_new && !batch.is_written {
            // All passwords of these files still wait: this try writes them again, and maybe into files of other names.
            folder
                .remove(|name| letters::is_volume(name, batch.id))
                .map_err(|error| Failure::internal(format!("letters of an earlier try: {error}")))?;
        }
        let (folder, report, together) = (Arc::new(folder), Report::default(), output.together);
        let mut run = Run { provision: self, request, folder, together, batch, report, tell, lock };
        let Err(failure) = run.carry_out().await else { return Ok(run.report) };
        let made_nothing = is_new && run.report.made + run.report.reset == 0;
        // Nothing came of it: nothing is left behind. What an earlier try has begun is.
        if made_nothing && run.end().await.is_ok_and(|ended| ended) {
            return Err(Halt::Refused(failure));
        }
        Err(Halt::CutOff(failure, Box::new(run.report)))
    }

    /// The run that was cut off after the same was asked for, else a new one; and whether it is new.
    async fn begin(&self, request: &Request) -> Result<(Batch, bool), Failure> {
        self.wipe_over().await?;
        let text = serde_json::to_string(request).map_err(Failure::internal)?;
        let mut connection = self.store.writer().await?;
        let begun = match spool::cut_off(&mut connection, &text).await? {
            Some(batch) => (batch, false),
            None => (spool::begin_batch(&mut connection, &text, self.now()).await?, true),
        };
        connection.commit().await?;
        Ok(begun)
    }
}

impl Run<'_> {
    async fn carry_out(&mut self) -> Result<(), Failure> {
        let store = &self.provision.store;
        let elsewhere = spool::count_of_others(&mut store.reader().await?, self.batch.id).await?;
        self.report.waiting_elsewhere = u64::try_from(elsewhere).unwrap_or_default();
        if self.batch.is_written {
            self.wipe_rest().await?;
        } else {
            self.accounts().await?;
            self.letters().await?;
        }
        self.end().await.map(drop)
    }

    /// `false` while letters of it wait.
    async fn end(&self) -> Result<bool, Failure> {
        let mut connection = self.provision.store.writer().await?;
        let ended = spool::end_batch(&mut connection, self.batch.id, self.provision.now()).await?;
        connection.commit().await?;
        Ok(ended)
    }
}
