//! Records held against the accounts that are there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use vantail_shared::failure::Failure;

use super::{
    super::{
        link::Bound,
        record::{Record, RecordOwner, Refused},
    },
    Plan, Refusal,
};
use crate::{
    provision::Provision,
    store::{
        Connection,
        account::{State, keeping},
    },
};

/// What is known while a plan is made.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) plan: Plan,
    /// Accounts of the source by its keys.
    pub(super) kept: BTreeMap<String, keeping::Kept>,
    /// Accounts whose owners are in the source, under whatever key.
    met: BTreeSet<i64>,
    /// Entries whose sign-in name another account has, and whose that is.
    taken: Vec<(u64, keeping::Holder)>,
}

/// The accounts of persons, by their kinds and their keys as the store has them.
type OfPersons = HashMap<(String, String), keeping::Kept>;

impl Provision {
    pub(super) async fn compare(
        &self,
        source: &str,
        part: &[Record],
        draft: &mut Draft,
    ) -> Result<(), Failure> {
        let mut connection = self.store().reader().await?;
        let logins: Vec<&str> = part.iter().map(|record| record.login.as_str()).collect();
        let by_login = keeping::of_logins(&mut connection, &logins).await?;
        let mut persons = of_persons(&mut connection, part).await?;
        let mut owned = Vec::with_capacity(part.len());
        for record in part {
            let key = record.owner_key()?;
            let own = match draft.kept.get(&record.key) {
                Some(own) if !own.is_of(record, &key) => {
                    draft.plan.refused.push(Refusal::of(record, Refused::OtherPerson));
                    continue;
                }
                Some(own) => Some(own.clone()),
                None => persons.remove(&(record.kind().to_owned(), key)),
            };
            owned.push((record, own));
        }
        let rows: Vec<i64> = owned.iter().filter_map(|(_, own)| Some(own.as_ref()?.id)).collect();
        let providers = draft.plan.providers.clone();
        let bound = Bound::read(&mut connection, &providers, part, &rows).await?;
        draft.met.extend(rows);
        for (record, own) in owned {
            let row = own.as_ref().map(|own| own.id);
            let unlinked = match bound.is_missing(&providers, record, row) {
                Ok(unlinked) => unlinked,
                Err(reason) => {
                    draft.plan.refused.push(Refusal::of(record, reason));
                    continue;
                }
            };
            let holder = by_login.get(&record.login);
            match holder.filter(|holder| own.as_ref().is_none_or(|own| own.id != holder.id)) {
                Some(holder) => draft.taken(source, record, own, *holder),
                None => draft.plan.put(source, record, own, unlinked),
            }
        }
        Ok(())
    }
}

/// The accounts of the persons whom records name: one question for each kind.
async fn of_persons(connection: &mut Connection, part: &[Record]) -> Result<OfPersons, Failure> {
    let mut keys: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for record in part {
        if let RecordOwner::Person(person) = &record.owner {
            keys.entry(&person.kind).or_default().push(record.owner_key()?);
        }
    }
    let mut found = OfPersons::new();
    for (kind, keys) in keys {
        let kept = keeping::of_persons(connection, kind, &keys).await?;
        found.extend(kept.into_iter().filter_map(|one| Some((one.person.clone()?, one))));
    }
    Ok(found)
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
    pub(super) fn finish(self, named: &BTreeSet<String>) -> Plan {
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
    fn put(&mut self, source: &str, record: &Record, own: Option<keeping::Kept>, unlinked: bool) {
        if let Some(reason) = own.as_ref().and_then(|own| own.refuses(source)) {
            self.refused.push(Refusal::of(record, reason));
            return;
        }
        if unlinked {
            self.linked.push(record.clone());
        }
        let Some(own) = own else {
            self.new.push(record.clone());
            return;
        };
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
    pub(super) fn is_living(&self) -> bool {
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
    pub(in crate::import) fn refuses(&self, source: &str) -> Option<Refused> {
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
    pub(in crate::import) fn settles<'r>(&self, record: &'r Record) -> Option<&'r str> {
        let told = record.email.as_deref()?;
        let is_news = match &self.source_email {
            Some(before) => before != told,
            None => self.email.is_none(),
        };
        (is_news && self.email.as_deref() != Some(told)).then_some(told)
    }
}
