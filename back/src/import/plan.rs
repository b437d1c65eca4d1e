//! What an import would do: a source held against the accounts that it keeps.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use vantail_shared::failure::Failure;

use super::{
    Ledger,
    record::{Entries, Record, RecordOwner, Refused, Rejected},
};
use crate::{
    identity::Person,
    provision::Provision,
    store::account::{State, keeping},
};

/// Persons that are asked for together.
const PART: usize = 200;
/// The kind of members of staff.
const STAFF: &str = "staff";

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

    /// Whether so many would go that the source is rather broken than right.
    pub fn loses_too_many(&self, options: Options) -> bool {
        let gone = self.leavers.len() as u64;
        !options.force && gone > 1 && gone * 100 > self.living * u64::from(options.max_loss)
    }
}

/// What is known while a plan is made.
#[derive(Default)]
struct Draft {
    plan: Plan,
    /// Accounts of the source by its keys.
    kept: BTreeMap<String, keeping::Kept>,
    /// Accounts whose owners are in the source, under whatever key.
    met: BTreeSet<i64>,
    /// Entries whose sign-in name another account has, and whose that is.
    taken: Vec<(u64, keeping::Holder)>,
}

impl Provision {
    /// Holds the entries of a source against its accounts. Changes nothing.
    ///
    /// # Errors
    /// `Unavailable` when a database is away.
    pub async fn plan(&self, source: &str, entries: Entries, ledger: &dyn Ledger) -> Result<Plan, Failure> {
        let mut draft = Draft::default();
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
                    Some(reason) => refused.push(Refusal::of(record, reason)),
                    None => good.push(record.clone()),
                }
            }
        }
        Ok(())
    }

    async fn compare(&self, source: &str, part: &[Record], draft: &mut Draft) -> Result<(), Failure> {
        let mut connection = self.store().reader().await?;
        let logins: Vec<&str> = part.iter().map(|record| record.login.as_str()).collect();
        let by_login = keeping::of_logins(&mut connection, &logins).await?;
        for record in part {
            let key = record.owner_key()?;
            let own = match draft.kept.get(&record.key) {
                Some(own) if !own.is_of(record, &key) => {
                    draft.plan.refused.push(Refusal::of(record, Refused::OtherPerson));
                    continue;
                }
                Some(own) => Some(own.clone()),
                None => match &record.owner {
                    RecordOwner::Person(person) => {
                        keeping::of_person(&mut connection, &person.kind, &key).await?
                    }
                    RecordOwner::Staff(_) => None,
                },
            };
            draft.met.extend(own.as_ref().map(|own| own.id));
            let holder = by_login.get(&record.login);
            match holder.filter(|holder| own.as_ref().is_none_or(|own| own.id != holder.id)) {
                Some(holder) => draft.taken(source, record, own, *holder),
                None => draft.plan.put(source, record, own),
            }
        }
        Ok(())
    }
}

impl Draft {
    /// A record whose sign-in name another account has. What else is wrong with it is told first.
    fn taken(&mut self, source: &str, record: &Record, own: Option<keeping::Kept>, holder: keeping::Holder) {
        match own.and_then(|own| own.refuses(source)) {
            Some(reason) => self.plan.refused.push(Refusal::of(record, reason)),
            None => self.taken.push((record.line, holder)),
        }
    }

    /// Who left, once it is known who is there.
    fn finish(self, named: &BTreeSet<String>) -> Plan {
        let Self { mut plan, kept, met, taken } = self;
        let there = |one: &keeping::Kept| named.contains(&one.source_key) || met.contains(&one.id);
        let gone = kept.values().filter(|one| one.is_living() && !there(one));
        let gone: Vec<i64> = gone.map(|one| one.id).collect();
        // A line that nobody can read may be anybody's.
        let whose_is_open = plan.refused.iter().any(|refusal| refusal.keyless);
        *(if whose_is_open { &mut plan.withheld } else { &mut plan.leavers }) = gone;
        for (line, holder) in taken {
            let left = holder.state == State::Disabled || plan.leavers.contains(&holder.id);
            let reason = if left { Refused::TakenByLeaver } else { Refused::Taken };
            plan.refused.push(Refusal { line, reason, keyless: false });
        }
        plan.refused.sort_by_key(|refusal| refusal.line);
        plan
    }
}

impl Plan {
    /// What becomes of a record whose sign-in name nobody else has.
    fn put(&mut self, source: &str, record: &Record, own: Option<keeping::Kept>) {
        let Some(own) = own else {
            self.new.push(record.clone());
            return;
        };
        if let Some(reason) = own.refuses(source) {
            self.refused.push(Refusal::of(record, reason));
            return;
        }
        if own.state == State::Disabled {
            self.returners.push(own.id);
        }
        if own.says(source, record) {
            self.unchanged += u64::from(own.state != State::Disabled);
        } else {
            self.changed.push((own.id, record.clone()));
        }
    }
}

impl keeping::Kept {
    fn is_living(&self) -> bool {
        !matches!(self.state, State::Disabled | State::Erased)
    }

    /// Whether the account is that of a record's owner, whose key the store has as `key`.
    fn is_of(&self, record: &Record, key: &str) -> bool {
        match (&self.person, &record.owner) {
            (Some((kind, own)), RecordOwner::Person(person)) => *kind == person.kind && own == key,
            (None, RecordOwner::Staff(_)) => true,
            _ => false,
        }
    }

    /// Why a source has no say in the account.
    fn refuses(&self, source: &str) -> Option<Refused> {
        if self.state == State::Erased {
            return Some(Refused::Erased);
        }
        self.source.as_ref().is_some_and(|other| other != source).then_some(Refused::OtherSource)
    }

    /// Whether the account is as a record has it, and the record's address what the source said before.
    fn says(&self, source: &str, record: &Record) -> bool {
        let name = match &record.owner {
            RecordOwner::Staff(name) => self.name.as_ref() == Some(name),
            RecordOwner::Person(_) => true,
        };
        name && self.source.as_deref() == Some(source)
            && self.source_key == record.key
            && self.login == record.login
            && (record.email.is_none() || self.source_email == record.email)
    }

    /// The address that counts from now on. What the source says counts where nothing was known, and whenever it says
    /// something else than before: until then, what the person or staff have settled stays.
    pub(super) fn settles<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let told = record.email.as_deref()?;
        let is_news = match &self.source_email {
            Some(before) => before != told,
            None => self.email.is_none(),
        };
        (is_news && self.email.as_deref() != Some(told)).then_some(told)
    }
}

impl Record {
    /// The kind, `staff` for staff.
    pub(super) fn kind(&self) -> &str {
        match &self.owner {
            RecordOwner::Person(person) => &person.kind,
            RecordOwner::Staff(_) => STAFF,
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

fn key_of(entry: &Result<Record, Rejected>) -> Option<&String> {
    match entry {
        Ok(record) => Some(&record.key),
        Err(rejected) => rejected.key.as_ref(),
    }
}

/// Leaves out what came before.
fn once_each(entries: Entries, refused: &mut Vec<Refusal>) -> Vec<Record> {
    let (mut keys, mut logins, mut persons) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
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
