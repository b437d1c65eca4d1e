//! What an import would do: a source held against the accounts that it keeps.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vantail_shared::failure::Failure;

use super::{
    Ledger,
    record::{Entries, Record, RecordOwner, Refused},
};
use crate::{
    identity::Person,
    provision::Provision,
    store::account::{State, keeping},
};

/// Persons that are asked for together.
const PART: usize = 200;

/// How an import is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Whether disabled accounts whose owners are in the source again are enabled.
    pub enable_returners: bool,
    /// How many of a hundred accounts may go at once.
    pub max_loss: u8,
    /// Whether that bound holds.
    pub force: bool,
}

/// An entry that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The line or the number of the entry.
    pub line: u64,
    /// Why.
    pub reason: Refused,
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
    /// Accounts that are as the source says.
    pub unchanged: u64,
    /// Accounts whose owners are no longer in the source.
    pub leavers: Vec<i64>,
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

    /// Whether so many would go that the source is rather broken than right.
    pub fn loses_too_many(&self, options: Options) -> bool {
        let gone = self.leavers.len() as u64;
        !options.force && gone > 1 && gone * 100 > self.living * u64::from(options.max_loss)
    }
}

impl Provision {
    /// Holds the entries of a source against its accounts. Changes nothing.
    ///
    /// # Errors
    /// `Unavailable` when a database is away.
    pub async fn plan(&self, source: &str, entries: Entries, ledger: &dyn Ledger) -> Result<Plan, Failure> {
        let mut plan = Plan::default();
        let mut kept: BTreeMap<String, keeping::Kept> = BTreeMap::new();
        for one in keeping::of_source(&mut self.store().reader().await?, source).await? {
            plan.living += u64::from(!matches!(one.state, State::Disabled | State::Erased));
            kept.insert(one.source_key.clone(), one);
        }
        let records = once_each(entries, &mut plan.refused);
        // Whoever is named and not taken for another reason has not left.
        let named: BTreeSet<String> = records.iter().map(|record| record.key.clone()).collect();
        let mut good = Vec::with_capacity(records.len());
        for part in records.chunks(PART) {
            self.sift(part, ledger, &mut good, &mut plan.refused).await?;
        }
        for part in good.chunks(PART) {
            self.compare(source, part, &kept, &mut plan).await?;
        }
        let living = kept.values().filter(|one| !matches!(one.state, State::Disabled | State::Erased));
        plan.leavers = living.filter(|one| !named.contains(&one.source_key)).map(|one| one.id).collect();
        plan.refused.sort_by_key(|refusal| refusal.line);
        Ok(plan)
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
            let erased = ledger.erased(kind, &keys).await?;
            let known = kind == "staff" || self.people().map().kind(kind).is_some();
            let persons = records.iter().filter_map(|(_, record)| match &record.owner {
                RecordOwner::Person(person) => Some(person.clone()),
                RecordOwner::Staff(_) => None,
            });
            let there = self.people().contacts(&persons.collect::<Vec<Person>>()).await?;
            for (key, record) in records {
                let reason = match &record.owner {
                    _ if erased.contains(&key) => Some(Refused::Erased),
                    RecordOwner::Person(_) if !known => Some(Refused::Kind),
                    // Gone, or erased by the organisation's own software.
                    RecordOwner::Person(person) if !there.iter().any(|(there, _)| there == person) => {
                        Some(Refused::Nobody)
                    }
                    RecordOwner::Person(_) | RecordOwner::Staff(_) => None,
                };
                match reason {
                    Some(reason) => refused.push(Refusal { line: record.line, reason }),
                    None => good.push(record.clone()),
                }
            }
        }
        Ok(())
    }

    async fn compare(
        &self,
        source: &str,
        part: &[Record],
        kept: &BTreeMap<String, keeping::Kept>,
        plan: &mut Plan,
    ) -> Result<(), Failure> {
        let mut connection = self.store().reader().await?;
        let logins: Vec<&str> = part.iter().map(|record| record.login.as_str()).collect();
        let by_login = keeping::of_logins(&mut connection, &logins).await?;
        for record in part {
            let refuse = |reason| Refusal { line: record.line, reason };
            let own = match kept.get(&record.key) {
                Some(own) => Some(own.clone()),
                None => match &record.owner {
                    RecordOwner::Person(person) => {
                        keeping::of_person(&mut connection, &person.kind, &record.owner_key()?).await?
                    }
                    RecordOwner::Staff(_) => None,
                },
            };
            let taken =
                by_login.get(&record.login).filter(|id| own.as_ref().is_none_or(|own| own.id != **id));
            let Some(own) = own else {
                match taken {
                    Some(_) => plan.refused.push(refuse(Refused::Taken)),
                    None => plan.new.push(record.clone()),
                }
                continue;
            };
            if own.state == State::Erased {
                plan.refused.push(refuse(Refused::Erased));
            } else if own.source.as_deref().is_some_and(|other| other != source) {
                plan.refused.push(refuse(Refused::OtherSource));
            } else if taken.is_some() {
                plan.refused.push(refuse(Refused::Taken));
            } else {
                if own.state == State::Disabled {
                    plan.returners.push(own.id);
                }
                if own.says(source, record) {
                    plan.unchanged += u64::from(own.state != State::Disabled);
                } else {
                    plan.changed.push((own.id, record.clone()));
                }
            }
        }
        Ok(())
    }
}

impl keeping::Kept {
    /// Whether the account is as a record has it. An address that the source does not know is left as it is.
    fn says(&self, source: &str, record: &Record) -> bool {
        let name = match &record.owner {
            RecordOwner::Staff(name) => self.name.as_ref() == Some(name),
            RecordOwner::Person(_) => true,
        };
        name && self.source.as_deref() == Some(source)
            && self.source_key == record.key
            && self.login == record.login
            && (record.email.is_none() || self.email == record.email)
    }
}

impl Record {
    /// The kind, `staff` for staff.
    pub(super) fn kind(&self) -> &str {
        match &self.owner {
            RecordOwner::Person(person) => &person.kind,
            RecordOwner::Staff(_) => "staff",
        }
    }

    /// The person's key as the store has it; the key of the source for staff.
    pub(super) fn owner_key(&self) -> Result<String, Failure> {
        match &self.owner {
            RecordOwner::Person(person) => serde_json::to_string(&person.key).map_err(Failure::internal),
            RecordOwner::Staff(_) => Ok(self.key.clone()),
        }
    }
}

/// Leaves out what came before.
fn once_each(entries: Entries, refused: &mut Vec<Refusal>) -> Vec<Record> {
    let (mut keys, mut logins, mut persons) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut records = Vec::with_capacity(entries.len());
    for entry in entries {
        match entry {
            Err((line, reason)) => refused.push(Refusal { line, reason }),
            Ok(record) => {
                let person = match &record.owner {
                    RecordOwner::Person(person) => Some((person.kind.clone(), person.key.clone())),
                    RecordOwner::Staff(_) => None,
                };
                let new = keys.insert(record.key.clone()) & logins.insert(record.login.clone());
                if new & person.is_none_or(|person| persons.insert(person)) {
                    records.push(record);
                } else {
                    refused.push(Refusal { line: record.line, reason: Refused::Twice });
                }
            }
        }
    }
    records
}
