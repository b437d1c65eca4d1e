//! The second half of a run: letters.

use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    sync::Arc,
};

use time::Date;
use vantail_shared::failure::Failure;
use zeroize::Zeroizing;

use super::{Run, wipe::borrowed};
use crate::{
    identity::Person,
    people::Contact,
    provision::{
        Progress,
        files::Folder,
        letter::{self, Letter, Letterhead, Secret},
        postal::Place,
    },
    store::{
        account::making::{self, Addressee},
        spool,
    },
};

/// Letters that are written together when each has a file of its own.
const PART: i64 = 100;
/// Letters in one file at the most: a file of more is no use to a printer.
const VOLUME: usize = 1000;

/// What files of many letters hold: sign-in names or passwords.
const SORTS: [&str; 2] = ["names", "passwords"];

/// Whether this is a file of many letters of this run.
pub(super) fn is_volume(name: &str, batch: i64) -> bool {
    let rest = name.strip_prefix(&format!("letters-{batch}-")).and_then(|rest| rest.strip_suffix(".pdf"));
    rest.is_some_and(|rest| {
        SORTS.iter().filter_map(|sort| rest.strip_prefix(sort)).any(|number| {
            let digits = number.strip_prefix('-').unwrap_or_default();
            number.is_empty() || digits.len() >= 2 && digits.bytes().all(|digit| digit.is_ascii_digit())
        })
    })
}

/// A letter that waits.
struct Waiting {
    addressee: Addressee,
    contact: Contact,
    password: Zeroizing<String>,
    /// The password as it waits in the spool.
    sealed: Vec<u8>,
}

impl Waiting {
    fn in_spool(&self) -> (i64, &[u8]) {
        (self.addressee.id, &self.sealed)
    }
}

impl Run<'_> {
    pub(super) async fn letters(&mut self) -> Result<(), Failure> {
        let (store, batch) = (&self.provision.store, self.batch.id);
        let total = spool::count(&mut store.reader().await?, batch).await?;
        let total = u64::try_from(total).unwrap_or_default();
        let (mut written, mut all, mut after) = (0, Vec::new(), 0);
        loop {
            let mut connection = store.reader().await?;
            let sealed = spool::waiting(&mut connection, batch, after, PART).await?;
            let Some((last, _)) = sealed.last() else { break };
            after = *last;
            let ids: Vec<i64> = sealed.iter().map(|(id, _)| *id).collect();
            let addressees = making::addressees(&mut connection, &ids).await?;
            drop(connection);
            let waiting = self.waiting(addressees, sealed).await?;
            written += waiting.len() as u64;
            if self.together {
                all.extend(waiting);
            } else {
                self.singly(&waiting).await?;
            }
            // Those of one file are gathered in a moment, and written below.
            if !self.together {
                (self.tell)(Progress::Letters(written, total.max(written)));
            }
        }
        if !all.is_empty() {
            self.volumes(all).await?;
        }
        Ok(())
    }

    /// Whom the letters go to. Those whose person is gone have none: their passwords go at once.
    async fn waiting(
        &mut self,
        addressees: Vec<Addressee>,
        sealed: Vec<spool::Waiting>,
    ) -> Result<Vec<Waiting>, Failure> {
        let persons: Vec<Person> = addressees.iter().filter_map(Addressee::person).collect();
        let mut contacts: HashMap<Person, Contact> =
            self.provision.people.contacts(&persons).await?.into_iter().collect();
        let mut sealed: BTreeMap<i64, Vec<u8>> = sealed.into_iter().collect();
        let mut waiting = Vec::with_capacity(addressees.len());
        for addressee in addressees {
            let contact = match addressee.person() {
                Some(person) => contacts.remove(&person),
                None => Some(addressee.as_staff()),
            };
            let Some(contact) = contact else { continue };
            let Some(sealed) = sealed.remove(&addressee.id) else { continue };
            let password = self.provision.unseal(addressee.id, &sealed)?;
            waiting.push(Waiting { addressee, contact, password, sealed });
        }
        let gone: Vec<spool::Waiting> = sealed.into_iter().collect();
        self.wipe_gone(&borrowed(&gone)).await?;
        self.report.gone += gone.len() as u64;
        Ok(waiting)
    }

    /// A file for each letter, named after the account's row: a password's file does not tell the sign-in name.
    async fn singly(&mut self, waiting: &[Waiting]) -> Result<(), Failure> {
        let files: Vec<(String, Vec<Letter>)> = waiting
            .iter()
            .flat_map(|one| {
                let names = ["name", "password"].map(|which| format!("{:07}-{which}.pdf", one.addressee.id));
                names.into_iter().zip(self.both(one)).map(|(name, letter)| (name, vec![letter]))
            })
            .collect();
        self.write(files).await?;
        self.settle(waiting).await
    }

    /// All letters of a sort together, in the order of the post.
    async fn volumes(&mut self, mut waiting: Vec<Waiting>) -> Result<(), Failure> {
        let (mut done, total) = (0, waiting.len() as u64);
        (self.tell)(Progress::Letters(done, total));
        waiting.sort_by_cached_key(|one| (Place::of(&one.contact), one.addressee.id));
        let (several, batch) = (waiting.len() > VOLUME, self.batch.id);
        for (volume, part) in waiting.chunks(VOLUME).enumerate() {
            let number = if several { format!("-{:02}", volume + 1) } else { String::new() };
            let (names, passwords): (Vec<Letter>, Vec<Letter>) =
                part.iter().map(|one| self.both(one)).map(Into::into).unzip();
            let [of_names, of_passwords] = SORTS.map(|sort| format!("letters-{batch}-{sort}{number}.pdf"));
            let files = [(of_names, names), (of_passwords, passwords)];
            self.write(files.into()).await?;
            done += part.len() as u64;
            (self.tell)(Progress::Letters(done, total));
        }
        // From here on nothing is written again, by no try: a file of those alone whose passwords are still there would
        // take the place of the whole one.
        let mut connection = self.provision.store.writer().await?;
        spool::written(&mut connection, batch, self.provision.now()).await?;
        connection.commit().await?;
        self.settle(&waiting).await
    }

    fn both(&self, one: &Waiting) -> [Letter; 2] {
        let Waiting { addressee, contact, password, .. } = one;
        let login = Secret::Login(addressee.login.clone());
        let password = self.provision.secret(addressee, password.clone());
        [login, password].map(|secret| addressee.letter(contact, secret))
    }

    /// Writes files, which are on the disk afterwards.
    async fn write(&mut self, files: Vec<(String, Vec<Letter>)>) -> Result<(), Failure> {
        let head = Arc::clone(self.provision.head()?);
        let (folder, today) = (Arc::clone(&self.folder), self.provision.calendar.today());
        self.lock.check().await?;
        let written = tokio::task::spawn_blocking(move || write(&head, &folder, &files, today));
        let (paths, odd_signs) = written.await.map_err(Failure::internal)??;
        self.report.odd_signs += odd_signs;
        self.report.files.extend(paths);
        Ok(())
    }

    /// The letters are safe.
    async fn settle(&mut self, written: &[Waiting]) -> Result<(), Failure> {
        self.report.letters += written.len() as u64;
        self.report.without_address +=
            written.iter().filter(|one| one.contact.postal.is_empty()).count() as u64;
        let written: Vec<(i64, &[u8])> = written.iter().map(Waiting::in_spool).collect();
        self.wipe(&written).await
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_run_are_known_by_their_names() {
        for own in ["letters-7-names.pdf", "letters-7-passwords-01.pdf", "letters-7-passwords-100.pdf"] {
            assert!(is_volume(own, 7), "{own}");
        }
        let others = [
            "letters-70-names.pdf",
            "letters-7-names-.pdf",
            "letters-7-names-1.pdf",
            "letters-7-names-01.pdf.part",
            "letters-7-names-final.pdf",
            "0000007-password.pdf",
        ];
        assert!(others.iter().all(|other| !is_volume(other, 7)));
    }
}
