//! The first half of a run: accounts, and their passwords in the spool.

use std::collections::BTreeMap;

use vantail_shared::failure::{Code, Failure};

use super::{Progress, Report, Request, Wanted};
use crate::{
    identity::Person,
    journal::Actor,
    provision::{
        Provision,
        making::{Owner, stored_key},
    },
    store::{
        account::{
            PasswordFrom, State,
            making::{self, Holder},
        },
        spool::Batch,
    },
};

/// Persons that are looked at together: what a killed run has to hash again at the most.
const PART: usize = 50;

/// What becomes of one of them.
enum Work {
    Make(Owner),
    Again(i64),
}

impl Provision {
    pub(super) async fn accounts(
        &self,
        request: &Request,
        batch: &Batch,
        report: &mut Report,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<(), Failure> {
        let gone = || Failure::new(Code::NotFound);
        match &request.wanted {
            Wanted::Staff { name, email } => {
                let holders = making::staff_holders(&mut self.store.reader().await?, name).await?;
                let holder = holders.iter().find(|holder| holder.state != State::Erased);
                let owner = Owner::Staff { name: name.clone(), email: email.clone() };
                let work = work(request, batch, owner, holder, report);
                self.carry_out(work.into_iter().collect(), batch, report).await
            }
            Wanted::Account { row } => {
                let holder =
                    making::holder_of(&mut self.store.reader().await?, *row).await?.ok_or_else(gone)?;
                let owner = Owner::Staff { name: holder.key.clone(), email: None };
                let work = work(request, batch, owner, Some(&holder), report);
                self.carry_out(work.into_iter().collect(), batch, report).await
            }
            Wanted::One { kind, key } => {
                let person = Person { kind: kind.clone(), key: key.clone() };
                self.people.contact(&person).await?.ok_or_else(gone)?;
                self.part(request, batch, kind, &[person], report).await
            }
            Wanted::All { kind, role } => {
                let total = self.people.count(kind, role.as_deref()).await?;
                let (mut seen, mut after) = (0, None::<Person>);
                loop {
                    let found = self.people.all(kind, role.as_deref(), after.as_ref(), PART).await?;
                    let persons: Vec<Person> = found.into_iter().map(|(person, _)| person).collect();
                    let Some(last) = persons.last() else { return Ok(()) };
                    after = Some(last.clone());
                    self.part(request, batch, kind, &persons, report).await?;
                    seen += persons.len() as u64;
                    progress(Progress::Accounts(seen, total.max(seen)));
                }
            }
            Wanted::List { name } => {
                for kind in self.people.kinds_of_list(name).ok_or_else(gone)? {
                    let mut after = None::<Person>;
                    let mut seen = 0;
                    loop {
                        let found = self.people.listed(name, &kind, after.as_ref(), PART).await?;
                        let persons: Vec<Person> = found.into_iter().map(|(person, _)| person).collect();
                        let Some(last) = persons.last() else { break };
                        after = Some(last.clone());
                        self.part(request, batch, &kind, &persons, report).await?;
                        seen += persons.len() as u64;
                        progress(Progress::Accounts(seen, seen));
                    }
                }
                Ok(())
            }
        }
    }

    async fn part(
        &self,
        request: &Request,
        batch: &Batch,
        kind: &str,
        persons: &[Person],
        report: &mut Report,
    ) -> Result<(), Failure> {
        let keys = persons.iter().map(stored_key).collect::<Result<Vec<String>, Failure>>()?;
        let mut holders: BTreeMap<String, Holder> = BTreeMap::new();
        for holder in self.holders(kind, &keys).await? {
            // One who was erased and has another account all the same counts by that.
            if holder.state != State::Erased || !holders.contains_key(&holder.key) {
                holders.insert(holder.key.clone(), holder);
            }
        }
        let mut works = Vec::new();
        for key in keys {
            let holder = holders.get(&key);
            let owner = Owner::Person { kind: kind.to_owned(), key: key.clone() };
            works.extend(work(request, batch, owner, holder, report));
        }
        self.carry_out(works, batch, report).await
    }

    /// Does it, in one transaction.
    async fn carry_out(&self, works: Vec<Work>, batch: &Batch, report: &mut Report) -> Result<(), Failure> {
        if works.is_empty() {
            return Ok(());
        }
        let fresh = self.fresh(works.len()).await?;
        let how = (Some(batch.id), Actor::Command);
        let mut connection = self.store.writer().await?.unhurried();
        let (mut made, mut reset) = (0, 0);
        for (work, fresh) in works.iter().zip(&fresh) {
            match work {
                Work::Make(owner) => {
                    made += u64::from(self.make(&mut connection, owner, fresh, how).await?.is_some());
                }
                Work::Again(id) => {
                    reset += u64::from(self.make_again(&mut connection, *id, fresh, how).await?);
                }
            }
        }
        connection.commit().await?;
        report.made += made;
        report.reset += reset;
        Ok(())
    }
}

/// What is to be done for one of them; the report counts those for whom nothing is.
fn work(
    request: &Request,
    batch: &Batch,
    owner: Owner,
    holder: Option<&Holder>,
    report: &mut Report,
) -> Option<Work> {
    let Some(holder) = holder else { return Some(Work::Make(owner)) };
    if matches!(holder.state, State::Disabled | State::Erased) {
        report.refused += 1;
        return None;
    }
    // Since this run began: an earlier try of it did that, and the letter is written or waits.
    let by_this_run =
        holder.from == PasswordFrom::Initial && holder.password_at.is_some_and(|at| at >= batch.began_at);
    if request.reset && !by_this_run {
        return Some(Work::Again(holder.id));
    }
    report.had += 1;
    None
}
