//! The first half of a run: accounts, and their passwords in the spool.

use std::{collections::BTreeMap, pin::pin};

use futures_util::TryStreamExt as _;
use vantail_shared::failure::{Code, Failure};

use super::Run;
use crate::{
    identity::Person,
    journal::Actor,
    people::in_parts,
    provision::{
        Progress, Wanted,
        making::{Owner, stored_key},
    },
    store::account::{
        State,
        making::{self, Holder},
    },
};

/// Persons that are looked at together: what a killed run has to hash again at the most.
const PART: usize = 50;

/// One of those who are asked for.
enum Found {
    /// Has an account.
    Holder(Holder),
    /// Has none.
    Nobody(Owner),
}

/// What becomes of one of them.
enum Work {
    Make(Owner),
    Again(i64),
}

impl Run<'_> {
    pub(super) async fn accounts(&mut self) -> Result<(), Failure> {
        let gone = || Failure::new(Code::NotFound);
        let (provision, wanted) = (self.provision, &self.request.wanted);
        let (store, people) = (&provision.store, &provision.people);
        match wanted {
            Wanted::Staff { name, email } => {
                let holders = making::staff_holders(&mut store.reader().await?, name).await?;
                let holder = holders.into_iter().find(|holder| holder.state != State::Erased);
                let owner = || Owner::Staff { name: name.clone(), email: email.clone() };
                self.work_on(vec![holder.map_or_else(|| Found::Nobody(owner()), Found::Holder)]).await
            }
            Wanted::Account { row } => {
                let holder = making::holder_of(&mut store.reader().await?, *row).await?;
                self.work_on(vec![Found::Holder(holder.ok_or_else(gone)?)]).await
            }
            Wanted::One { kind, key } => {
                let person = Person { kind: kind.clone(), key: key.clone() };
                people.contact(&person).await?.ok_or_else(gone)?;
                self.persons(kind, &[person]).await
            }
            Wanted::All { kind, role } => {
                let total = people.count(kind, role.as_deref()).await?;
                let part = async |after: Option<Person>| {
                    people.all(kind, role.as_deref(), after.as_ref(), PART).await
                };
                let mut parts = pin!(in_parts(part, |(person, _)| person.clone()));
                let mut seen = 0;
                while let Some(part) = parts.try_next().await? {
                    let persons: Vec<Person> = part.into_iter().map(|(person, _)| person).collect();
                    self.persons(kind, &persons).await?;
                    seen += persons.len() as u64;
                    (self.tell)(Progress::Accounts(seen, total.max(seen)));
                }
                Ok(())
            }
            Wanted::List { name } => {
                let mut seen = 0;
                for kind in people.kinds_of_list(name).ok_or_else(gone)? {
                    let part =
                        async |after: Option<Person>| people.listed(name, &kind, after.as_ref(), PART).await;
                    let mut parts = pin!(in_parts(part, |(person, _)| person.clone()));
                    while let Some(part) = parts.try_next().await? {
                        let persons: Vec<Person> = part.into_iter().map(|(person, _)| person).collect();
                        self.persons(&kind, &persons).await?;
                        seen += persons.len() as u64;
                        (self.tell)(Progress::Accounts(seen, seen));
                    }
                }
                Ok(())
            }
        }
    }

    async fn persons(&mut self, kind: &str, persons: &[Person]) -> Result<(), Failure> {
        let keys = persons.iter().map(stored_key).collect::<Result<Vec<String>, Failure>>()?;
        let mut holders: BTreeMap<String, Holder> = BTreeMap::new();
        for holder in self.provision.holders(kind, &keys).await? {
            // One who was erased and has another account all the same counts by that.
            if holder.state != State::Erased || !holders.contains_key(&holder.key) {
                holders.insert(holder.key.clone(), holder);
            }
        }
        let found = keys.into_iter().map(|key| match holders.remove(&key) {
            Some(holder) => Found::Holder(holder),
            None => Found::Nobody(Owner::Person { kind: kind.to_owned(), key }),
        });
        self.work_on(found.collect()).await
    }

    /// Does what is to be done for them, in one transaction.
    async fn work_on(&mut self, found: Vec<Found>) -> Result<(), Failure> {
        let works: Vec<Work> = found.into_iter().filter_map(|one| self.work(one)).collect();
        if works.is_empty() {
            return Ok(());
        }
        let provision = self.provision;
        let fresh = provision.fresh(works.len()).await?;
        self.lock.check().await?;
        let how = (Some(self.batch.id), Actor::Command.into());
        let mut connection = provision.store.writer().await?.unhurried();
        let (mut made, mut reset) = (0, 0);
        for (work, fresh) in works.iter().zip(&fresh) {
            match work {
                Work::Make(owner) => {
                    made += u64::from(provision.make(&mut connection, owner, fresh, how).await?.is_some());
                }
                Work::Again(id) => {
                    reset += u64::from(provision.make_again(&mut connection, *id, fresh, how).await?);
                }
            }
        }
        connection.commit().await?;
        self.report.made += made;
        self.report.reset += reset;
        Ok(())
    }

    /// What is to be done for one of them; the report counts those for whom nothing is.
    fn work(&mut self, found: Found) -> Option<Work> {
        let holder = match found {
            Found::Holder(holder) => holder,
            Found::Nobody(owner) => return Some(Work::Make(owner)),
        };
        if matches!(holder.state, State::Disabled | State::Erased) {
            self.report.refused += 1;
            return None;
        }
        // An earlier try of this run did that: the letter is written or waits, or its password was used by now.
        let by_this_run = holder.batch == Some(self.batch.id);
        if self.request.reset && !by_this_run {
            return Some(Work::Again(holder.id));
        }
        self.report.had += 1;
        None
    }
}
