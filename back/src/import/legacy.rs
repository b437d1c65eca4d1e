//! Passwords that another system kept, taken over in bulk: argon2id over the old form, at once.

use std::{
    collections::{BTreeMap, BTreeSet},
    pin::pin,
};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Serialize;
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use crate::{
    identity::{
        Person,
        legacy::{self, Refused},
        normal_login,
    },
    journal::{ActKind, Actor},
    map::KeptPasswords,
    people::in_parts,
    provision::Provision,
    query::Kept,
    store::account::{
        PasswordFrom, State, keeping,
        making::{self, NewRow},
    },
};

/// Why somebody is not taken over whose sign-in name is another's.
const TAKEN: &str = "somebody else has the sign-in name";

/// Persons that are looked at together: what a killed import has to hash again at the most.
const PART: usize = 50;

/// What an import of kept passwords did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LegacyReport {
    /// Accounts that were made.
    pub made: u64,
    /// Persons who have an account, which stays as it is.
    pub had: u64,
    /// Persons who cannot be taken over, by reason.
    pub refused: BTreeMap<String, u64>,
}

/// Told after each part: persons looked at, and how many there are.
pub type LegacyProgress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A password to be hashed.
struct Work {
    key: String,
    login: String,
    kept: legacy::Kept,
}

impl Provision {
    /// Takes over the kept passwords of a kind. Who has an account is left alone, so that it can be done again.
    ///
    /// # Errors
    /// `NotFound` when the map names no kept passwords for the kind; `Unavailable` when a database is away.
    pub async fn take_over(
        &self,
        kind: &str,
        dry: bool,
        progress: LegacyProgress<'_>,
    ) -> Result<LegacyReport, Failure> {
        let kept = self.people().map().kind(kind).and_then(|kind| kind.legacy.clone());
        let kept = kept.ok_or_else(|| Failure::new(Code::NotFound))?;
        let total = self.people().count(kind, None).await?;
        let (mut report, mut seen) = (LegacyReport::default(), 0);
        let mut promised = BTreeSet::new();
        let part = async |after: Option<Person>| self.people().kept(kind, after.as_ref(), PART).await;
        let person = |one: &Kept| Person { kind: kind.to_owned(), key: one.key.clone() };
        let mut parts = pin!(in_parts(part, person));
        while let Some(part) = parts.try_next().await? {
            seen += part.len() as u64;
            let works = self.choose(kind, &kept, part, &mut report).await?;
            if dry {
                self.pretend(&works, &mut promised, &mut report).await?;
            } else {
                self.hash_all(kind, &works, &mut report).await?;
            }
            progress(seen, total.max(seen));
        }
        Ok(report)
    }

    /// Whose password can be taken over, of those who have no account.
    async fn choose(
        &self,
        kind: &str,
        kept: &KeptPasswords,
        part: Vec<Kept>,
        report: &mut LegacyReport,
    ) -> Result<Vec<Work>, Failure> {
        let keys = part.iter().map(|one| serde_json::to_string(&one.key));
        let keys = keys.collect::<Result<Vec<String>, _>>().map_err(Failure::internal)?;
        let holders = making::holders(&mut self.store().reader().await?, kind, &keys).await?;
        let mut works = Vec::new();
        for (key, one) in keys.into_iter().zip(part) {
            if holders.iter().any(|holder| holder.key == key) {
                report.had += 1;
                continue;
            }
            match work(kept, key, &one) {
                Ok(work) => works.push(work),
                Err(reason) => report.refuse(reason, 1),
            }
        }
        Ok(works)
    }

    /// Counts what would be done; `promised` are the sign-in names of those before.
    async fn pretend(
        &self,
        works: &[Work],
        promised: &mut BTreeSet<String>,
        report: &mut LegacyReport,
    ) -> Result<(), Failure> {
        let logins: Vec<&str> = works.iter().map(|work| work.login.as_str()).collect();
        let held = keeping::of_logins(&mut self.store().reader().await?, &logins).await?;
        for login in logins {
            if held.contains_key(login) || !promised.insert(login.to_owned()) {
                report.refuse(TAKEN.to_owned(), 1);
            } else {
                report.made += 1;
            }
        }
        Ok(())
    }

    /// Hashes and stores, in one transaction.
    async fn hash_all(&self, kind: &str, works: &[Work], report: &mut LegacyReport) -> Result<(), Failure> {
        let width = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) + 2;
        let hashes: Vec<Zeroizing<String>> = stream::iter(works)
            .map(|work| self.hash(work.kept.brought.clone()))
            .buffered(width)
            .try_collect()
            .await?;
        let mut connection = self.store().writer().await?.unhurried();
        let (mut made, mut taken) = (0, 0);
        for (work, hash) in works.iter().zip(&hashes) {
            let new = NewRow {
                person: Some((kind, &work.key)),
                name: None,
                login: &work.login,
                password: hash,
                form: work.kept.form.as_deref(),
                from: PasswordFrom::Legacy,
                initial_until: None,
                // The password is theirs; that they are who they are said to be a code has still to show.
                state: State::Verifying,
                verified: false,
                email: None,
                source: None,
                batch: None,
            };
            match making::insert(&mut connection, &new, self.now()).await? {
                Some(id) => {
                    self.note(&mut connection, ActKind::Imported, id, Actor::Command).await?;
                    made += 1;
                }
                None => taken += 1,
            }
        }
        connection.commit().await?;
        report.made += made;
        report.refuse(TAKEN.to_owned(), taken);
        Ok(())
    }
}

impl LegacyReport {
    fn refuse(&mut self, reason: String, count: u64) {
        if count > 0 {
            *self.refused.entry(reason).or_default() += count;
        }
    }
}

fn work(kept: &KeptPasswords, key: String, one: &Kept) -> Result<Work, String> {
    let login = normal_login(&one.login).ok_or_else(|| "there is no sign-in name".to_owned())?;
    let salt = kept.salt.as_ref().and_then(|(_, side)| Some((one.salt.as_deref()?, *side)));
    let taken = legacy::take(kept.scheme.value, &one.password, salt);
    Ok(Work { key, login, kept: taken.map_err(|refused: Refused| refused.to_string())? })
}
