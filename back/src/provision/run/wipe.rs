//! The end of a run: the letters are safe, the passwords go.
//!
//! Step by step and with rests between: whoever signs in meanwhile writes to the same store.

use std::time::Duration;

use vantail_shared::failure::Failure;

use super::Run;
use crate::{
    journal::ActKind,
    provision::Progress,
    store::{journal, spool},
};

/// Passwords that are wiped in one transaction.
const STEP: usize = 250;
/// Between two of them: longer than a writer in another process waits before it asks again.
const REST: Duration = Duration::from_millis(100);

impl Run<'_> {
    /// Wipes the passwords of letters that are on the disk; what an account has got meanwhile stays.
    pub(super) async fn wipe(&mut self, written: &[(i64, &[u8])]) -> Result<(), Failure> {
        for (at, part) in written.chunks(STEP).enumerate() {
            if at > 0 {
                tokio::time::sleep(REST).await;
            }
            self.lock.check().await?;
            let wiped = self.wipe_step(part, true).await?;
            self.report.replaced += (part.len() - wiped) as u64;
            if written.len() > STEP {
                let done = at * STEP + part.len();
                (self.tell)(Progress::Passwords(done as u64, written.len() as u64));
            }
        }
        Ok(())
    }

    /// Wipes the passwords of those whose person is gone: they have no letter.
    pub(super) async fn wipe_gone(&self, gone: &[(i64, &[u8])]) -> Result<(), Failure> {
        for part in gone.chunks(STEP) {
            self.wipe_step(part, false).await?;
        }
        Ok(())
    }

    /// Wipes what an earlier try had written and not wiped any more.
    pub(super) async fn wipe_rest(&mut self) -> Result<(), Failure> {
        loop {
            let mut connection = self.provision.store.reader().await?;
            let limit = i64::try_from(STEP).map_err(Failure::internal)?;
            let part = spool::waiting(&mut connection, self.batch.id, 0, limit).await?;
            drop(connection);
            if part.is_empty() {
                return Ok(());
            }
            self.report.earlier += part.len() as u64;
            self.wipe(&borrowed(&part)).await?;
            tokio::time::sleep(REST).await;
        }
    }

    async fn wipe_step(&self, part: &[(i64, &[u8])], is_written: bool) -> Result<usize, Failure> {
        let mut connection = self.provision.store.writer().await?;
        let wiped = spool::wipe(&mut connection, self.batch.id, part).await?;
        if is_written {
            let kinds = [ActKind::LetterLogin.as_str(), ActKind::LetterPassword.as_str()];
            journal::insert_all(&mut connection, self.provision.now(), &kinds, &wiped).await?;
        }
        connection.commit().await?;
        Ok(wiped.len())
    }
}

/// Accounts and their sealed passwords, as the store tells them.
pub(super) fn borrowed(waiting: &[spool::Waiting]) -> Vec<(i64, &[u8])> {
    waiting.iter().map(|(account, password)| (*account, password.as_slice())).collect()
}
