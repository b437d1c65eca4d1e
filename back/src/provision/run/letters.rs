//! The second half of a run: letters, then their passwords go.

use std::{path::PathBuf, sync::Arc};

use time::Date;
use vantail_shared::failure::Failure;
use zeroize::Zeroizing;

use super::{Progress, Report};
use crate::{
    identity::Person,
    journal::{ActKind, Actor},
    people::Contact,
    provision::{
        Provision,
        files::Folder,
        letter::{self, Letter, Letterhead, Secret},
        postal::Place,
    },
    store::{
        account::making::{self, Addressee},
        spool::{self, Batch},
    },
};

/// Letters that are written together when each has a file of its own.
const PART: i64 = 100;
/// Letters in one file at the most: a file of more is no use to a printer.
const VOLUME: usize = 1000;

/// A letter that waits.
struct Waiting {
    addressee: Addressee,
    contact: Contact,
    password: Zeroizing<String>,
}

impl Waiting {
    fn both(&self) -> [Letter; 2] {
        let login = Secret::Login(self.addressee.login.clone());
        let password = self.addressee.password(self.password.clone());
        [login, password].map(|secret| self.addressee.letter(&self.contact, secret))
    }
}

impl Provision {
    pub(super) async fn letters(
        &self,
        batch: &Batch,
        folder: &Arc<Folder>,
        together: bool,
        report: &mut Report,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<(), Failure> {
        let total = spool::count(&mut self.store.reader().await?, batch.id).await?;
        let total = u64::try_from(total).unwrap_or_default();
        let (mut written, mut all, mut after) = (0, Vec::new(), 0);
        loop {
            let mut connection = self.store.reader().await?;
            let sealed = spool::waiting(&mut connection, batch.id, after, PART).await?;
            let Some((last, _)) = sealed.last() else { break };
            after = *last;
            let ids: Vec<i64> = sealed.iter().map(|(id, _)| *id).collect();
            let addressees = making::addressees(&mut connection, &ids).await?;
            drop(connection);
            let waiting = self.waiting(addressees, &sealed).await?;
            report.gone += (ids.len() - waiting.len()) as u64;
            report.without_address +=
                waiting.iter().filter(|one| one.contact.postal.is_empty()).count() as u64;
            written += waiting.len() as u64;
            if together {
                all.extend(waiting);
            } else {
                self.singly(folder, waiting, report).await?;
                self.wipe(&ids).await?;
            }
            // Those of one file are gathered in a moment, and written below.
            if !together {
                progress(Progress::Letters(written, total.max(written)));
            }
        }
        report.letters += written;
        if together && total > 0 {
            let ids: Vec<i64> = all.iter().map(|one| one.addressee.id).collect();
            self.volumes(batch, folder, all, report, progress).await?;
            self.wipe(&ids).await?;
        }
        // Those whose person is gone have no letter: their passwords go all the same.
        let mut connection = self.store.writer().await?;
        spool::wipe_batch(&mut connection, batch.id).await?;
        Ok(connection.commit().await?)
    }

    /// Whom the letters go to, without those who are gone.
    async fn waiting(
        &self,
        addressees: Vec<Addressee>,
        sealed: &[spool::Waiting],
    ) -> Result<Vec<Waiting>, Failure> {
        let persons: Vec<Person> = addressees.iter().filter_map(Addressee::person).collect();
        let contacts = self.people.contacts(&persons).await?;
        let mut waiting = Vec::with_capacity(addressees.len());
        for addressee in addressees {
            let contact = match addressee.person() {
                Some(person) => {
                    contacts.iter().find(|(known, _)| *known == person).map(|(_, contact)| contact.clone())
                }
                None => Some(addressee.as_staff()),
            };
            let Some(contact) = contact else { continue };
            let waits = sealed.iter().find(|(id, _)| *id == addressee.id);
            let (_, sealed) = waits.ok_or_else(|| Failure::internal("a letter without a password"))?;
            let password = self.seal.open(addressee.id, sealed)?;
            waiting.push(Waiting { addressee, contact, password });
        }
        Ok(waiting)
    }

    /// A file for each letter, named after the account's row: a password's file does not tell the sign-in name.
    async fn singly(
        &self,
        folder: &Arc<Folder>,
        waiting: Vec<Waiting>,
        report: &mut Report,
    ) -> Result<(), Failure> {
        let files: Vec<(String, Vec<Letter>)> = waiting
            .iter()
            .flat_map(|one| {
                let names = ["name", "password"].map(|which| format!("{:07}-{which}.pdf", one.addressee.id));
                names.into_iter().zip(one.both()).map(|(name, letter)| (name, vec![letter]))
            })
            .collect();
        let (paths, odd_signs) = self.write(folder, files).await?;
        report.odd_signs += odd_signs;
        report.files.extend(paths);
        Ok(())
    }

    /// All letters of a sort together, in the order of the post.
    async fn volumes(
        &self,
        batch: &Batch,
        folder: &Arc<Folder>,
        mut waiting: Vec<Waiting>,
        report: &mut Report,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<(), Failure> {
        let (mut written, total) = (0, waiting.len() as u64);
        progress(Progress::Letters(written, total));
        waiting.sort_by_cached_key(|one| (Place::of(&one.contact), one.addressee.id));
        let several = waiting.len() > VOLUME;
        for (volume, part) in waiting.chunks(VOLUME).enumerate() {
            let number = if several { format!("-{:02}", volume + 1) } else { String::new() };
            let (names, passwords): (Vec<Letter>, Vec<Letter>) =
                part.iter().map(Waiting::both).map(Into::into).unzip();
            let files = [("names", names), ("passwords", passwords)];
            let files =
                files.map(|(sort, letters)| (format!("letters-{}-{sort}{number}.pdf", batch.id), letters));
            let (paths, odd_signs) = self.write(folder, files.into()).await?;
            report.odd_signs += odd_signs;
            report.files.extend(paths);
            written += part.len() as u64;
            progress(Progress::Letters(written, total));
        }
        Ok(())
    }

    /// Writes files, which are on the disk afterwards; tells how many letters have odd signs.
    async fn write(
        &self,
        folder: &Arc<Folder>,
        files: Vec<(String, Vec<Letter>)>,
    ) -> Result<(Vec<PathBuf>, u64), Failure> {
        let (head, folder, today) = (Arc::clone(self.head()?), Arc::clone(folder), self.today());
        tokio::task::spawn_blocking(move || write(&head, &folder, &files, today))
            .await
            .map_err(Failure::internal)?
    }

    /// The letters are safe: the passwords go.
    async fn wipe(&self, ids: &[i64]) -> Result<(), Failure> {
        let mut connection = self.store.writer().await?.unhurried();
        for id in ids {
            if spool::take(&mut connection, *id).await?.is_some() {
                for kind in [ActKind::LetterLogin, ActKind::LetterPassword] {
                    self.note(&mut connection, kind, *id, Actor::Command).await?;
                }
            }
        }
        Ok(connection.commit().await?)
    }
}

fn write(
    head: &Letterhead,
    folder: &Folder,
    files: &[(String, Vec<Letter>)],
    today: Date,
) -> Result<(Vec<PathBuf>, u64), Failure> {
    let (mut paths, mut odd_signs) = (Vec::with_capacity(files.len()), 0);
    let fails = |error| Failure::internal(format!("a letter cannot be written: {error}"));
    for (at, (name, letters)) in files.iter().enumerate() {
        let written = letter::write(head, letters, today)?;
        // Both sorts have the same addresses.
        odd_signs += if at % 2 == 0 { written.odd_signs as u64 } else { 0 };
        paths.push(folder.write(name, &written.pdf).map_err(fails)?);
    }
    folder.settle().map_err(fails)?;
    Ok((paths, odd_signs))
}
