//! What an import would do: a source held against the accounts that it keeps.

mod compare;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::Serialize;
use vantail_shared::failure::Failure;

use super::{
    Ledger, Provider,
    record::{Entries, Record, RecordOwner, Refused, Rejected, STAFF},
};
use crate::{identity::Person, people::MAX_PERSONS, provision::Provision, store::account::keeping};
use compare::Draft;

/// Persons that are asked for together.
const PART: usize = MAX_PERSONS;

/// How an import is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether disabled accounts whose owners are in the source again are enabled.
    pub enable_returners: bool,
    /// How many of a hundred accounts may go at once.
    pub max_loss: u8,
    /// Whether that bound does not hold.
    pub force: bool,
}

/// An entry that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The line or the number of the entry.
    pub line: u64,
    /// Why.
    pub reason: Refused,
    /// Whether it cannot be told whose entry it is.
    pub keyless: bool,
}

impl Refusal {
    fn of(record: &Record, reason: Refused) -> Self {
        Self { line: record.line, reason, keyless: false }
    }
}

/// What an import would do. It names nobody: entries are told by their lines, accounts by their rows.
#[derive(Debug, Default, Serialize)]
pub struct Plan {
    /// Entries without an account.
    #[serde(serialize_with = "count")]
    pub(super) new: Vec<Record>,
    /// Accounts whose sign-in name, address or name is another now, or that the source takes over.
    #[serde(serialize_with = "count")]
    pub(super) changed: Vec<(i64, Record)>,
    /// Entries whose accounts are still to be linked to a person at a provider, new ones among them.
    #[serde(serialize_with = "count")]
    pub(super) linked: Vec<Record>,
    /// The providers that the source may name.
    #[serde(skip)]
    pub(super) providers: Vec<Provider>,
    /// Accounts that are as the source says.
    pub unchanged: u64,
    /// Accounts whose owners are no longer in the source.
    pub leavers: Vec<i64>,
    /// Accounts that would be among them, did not some refused entry leave open whose it is.
    pub withheld: Vec<i64>,
    /// Disabled accounts whose owners are.
    pub returners: Vec<i64>,
    /// Entries that are not taken.
    pub refused: Vec<Refusal>,
    /// Accounts of the source that are not disabled.
    pub living: u64,
}

fn count<T, S: serde::Serializer>(list: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(list.len() as u64)
}

impl Plan {
    /// How many entries have no account.
    pub fn new_count(&self) -> usize {
        self.new.len()
    }

    /// How many accounts would change.
    pub fn changed_count(&self) -> usize {
        self.changed.len()
    }

    /// How many accounts would be linked to persons at providers, new ones among them.
    pub fn link_count(&self) -> usize {
        self.linked.len()
    }

    /// Whether so many would go that the source is rather broken than right.
    pub fn loses_too_many(&self, options: Options) -> bool {
        let gone = self.leavers.len() as u64;
        !options.force && gone > 1 && gone * 100 > self.living * u64::from(options.max_loss)
    }
}

impl Provision {
    /// Holds the entries of a source against its accounts. Changes nothing. `providers` are those that it may name.
    ///
    /// # Errors
    /// `Unavailable` when a database is away.
    pub async fn plan(
        &self,
        source: &str,
        entries: Entries,
        ledger: &dyn Ledger,
        providers: &[Provider],
    ) -> Result<Plan, Failure> {
        let mut draft = Draft::default();
        draft.plan.providers = providers.to_vec();
        for one in keeping::of_source(&mut self.store().reader().await?, source).await? {
            draft.plan.living += u64::from(one.is_living());
            draft.kept.insert(one.source_key.clone(), one);
        }
        // Whoever is named and not taken for another reason has not left.
        let named: BTreeSet<String> = entries.iter().filter_map(|entry| key_of(entry).cloned()).collect();
        let records = once_each(entries, &mut draft.plan.refused);
        let mut good = Vec::with_capacity(records.len());
        for part in records.chunks(PART) {
            self.sift(part, ledger, &mut good, &mut draft.plan.refused).await?;
        }
        for part in good.chunks(PART) {
            self.compare(source, part, &mut draft).await?;
        }
        Ok(draft.finish(&named))
    }

    /// Leaves out who was erased or is not there.
    async fn sift(
        &self,
        part: &[Record],
        ledger: &dyn Ledger,
        good: &mut Vec<Record>,
        refused: &mut Vec<Refusal>,
    ) -> Result<(), Failure> {
        let mut by_kind: BTreeMap<&str, Vec<(String, &Record)>> = BTreeMap::new();
        for record in part {
            by_kind.entry(record.kind()).or_default().push((record.owner_key()?, record));
        }
        for (kind, records) in by_kind {
            let keys: Vec<String> = records.iter().map(|(key, _)| key.clone()).collect();
            // Erased members of staff keep the source's key in their accounts, with which records are compared.
            let erased = if kind == STAFF { BTreeSet::new() } else { ledger.erased(kind, &keys).await? };
            let known = self.people().map().kind(kind).is_some();
            let persons = records.iter().filter_map(|(_, record)| match &record.owner {
                RecordOwner::Person(person) => Some(person.clone()),
                RecordOwner::Staff(_) => None,
            });
            let there = self.people().contacts(&persons.collect::<Vec<Person>>()).await?;
            let there: HashSet<Person> = there.into_iter().map(|(person, _)| person).collect();
            for (key, record) in records {
                let reason = match &record.owner {
                    _ if erased.contains(&key) => Some(Refused::Erased),
                    RecordOwner::Person(_) if !known => Some(Refused::Kind),
                    // Gone, or erased by the organisation's own software.
                    RecordOwner::Person(person) if !there.contains(person) => Some(Refused::Nobody),
                    RecordOwner::Person(_) | RecordOwner::Staff(_) => None,
                };
                match reason {
                    Some(reason) => refused.push(Refusal::of(record, reason)),
                    None => good.push(record.clone()),
                }
            }
        }
        Ok(())
    }
}

fn key_of(entry: &Result<Record, Rejected>) -> Option<&String> {
    match entry {
        Ok(record) => Some(&record.key),
        Err(rejected) => rejected.key.as_ref(),
    }
}

/// Leaves out what came before.
fn once_each(entries: Entries, refused: &mut Vec<Refusal>) -> Vec<Record> {
    let (mut keys, mut logins, mut persons) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut links = BTreeSet::new();
    let mut records = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            Err(Rejected { line, key, reason }) => {
                refused.push(Refusal { line, reason, keyless: key.is_none() });
            }
            Ok(record) => {
                let person = match &record.owner {
                    RecordOwner::Person(person) => Some((person.kind.clone(), person.key.clone())),
                    RecordOwner::Staff(_) => None,
                };
                let new = keys.insert(record.key.clone()) & logins.insert(record.login.clone());
                let new = new & record.link.clone().is_none_or(|link| links.insert(link));
                if new & person.is_none_or(|person| persons.insert(person)) {
                    records.push(record);
                } else {
                    refused.push(Refusal::of(&record, Refused::Twice));
                }
            }
        }
    }
    records
}
