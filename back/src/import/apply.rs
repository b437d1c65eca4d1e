//! Doing what a plan says. Done again, it finds nothing to do.

use std::collections::HashMap;

use vantail_shared::{failure::Failure, tls::FrontKind};

use super::{
    Options, Plan,
    record::{Record, RecordOwner},
    scrambled,
};
use crate::{
    address::{self, Settlement},
    identity::Person,
    journal::{ActKind, Actor},
    mail::{Outbox, Recipient},
    people::Contact,
    provision::Provision,
    store::{
        Connection,
        account::{
            self, PasswordFrom, State, keeping,
            making::{self, NewRow},
        },
    },
};

/// Accounts of one transaction.
const CHUNK: usize = 500;

impl Provision {
    /// Does what a plan says; tells how many accounts were made, changed, disabled and enabled. What others have done since
    /// stays: an entry that can no longer be taken is left out. Nothing is done, and nothing told, where too many would go.
    /// Whoever gets another address is told by mails of `outbox`.
    ///
    /// # Errors
    /// `Unavailable` when the store is away: what is done stays done, and the same can be asked for again.
    pub async fn apply(
        &self,
        outbox: &Outbox,
        source: &str,
        plan: &Plan,
        options: Options,
    ) -> Result<Option<[u64; 4]>, Failure> {
        if plan.loses_too_many(options) {
            return Ok(None);
        }
        let disabled = self.switch_all(&plan.leavers, false).await?;
        let mut changed = 0;
        for part in plan.changed.chunks(CHUNK) {
            let contacts = self.contacts_of(part).await?;
            let mut connection = self.store().writer().await?.unhurried();
            for (id, record) in part {
                let done = self.change(&mut connection, outbox, (source, *id, record), &contacts).await?;
                changed += u64::from(done);
            }
            connection.commit().await?;
        }
        let mut made = 0;
        for part in plan.new.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for record in part {
                made += u64::from(self.add(&mut connection, source, record).await?);
            }
            connection.commit().await?;
        }
        let returners = if options.enable_returners { plan.returners.as_slice() } else { &[] };
        Ok(Some([made, changed, disabled, self.switch_all(returners, true).await?]))
    }

    async fn switch_all(&self, accounts: &[i64], on: bool) -> Result<u64, Failure> {
        let kind = if on { ActKind::Enabled } else { ActKind::Disabled };
        let mut switched = 0;
        for part in accounts.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for id in part {
                if account::switch(&mut connection, *id, on).await? {
                    self.note(&mut connection, kind, *id, Actor::Command).await?;
                    switched += 1;
                }
            }
            connection.commit().await?;
        }
        Ok(switched)
    }

    /// How the persons of a part are reached by the business database, which is not asked while a transaction is open.
    async fn contacts_of(&self, part: &[(i64, Record)]) -> Result<HashMap<Person, Contact>, Failure> {
        let persons = part.iter().filter_map(|(_, record)| match &record.owner {
            RecordOwner::Person(person) => Some(person.clone()),
            RecordOwner::Staff(_) => None,
        });
        let found = self.people().contacts(&persons.collect::<Vec<Person>>()).await?;
        Ok(found.into_iter().collect())
    }

    async fn add(&self, connection: &mut Connection, source: &str, record: &Record) -> Result<bool, Failure> {
        let password = scrambled(self.random());
        let key = record.owner_key()?;
        let (person, name) = match &record.owner {
            RecordOwner::Person(person) => (Some((person.kind.as_str(), key.as_str())), None),
            RecordOwner::Staff(name) => (None, Some(name.as_str())),
        };
        let new = NewRow {
            person,
            name,
            login: &record.login,
            password: &password,
            form: None,
            from: PasswordFrom::Scrambled,
            initial_until: None,
            state: State::Active,
            verified: false,
            email: record.email.as_deref(),
            source: Some((source, &record.key)),
            batch: None,
        };
        let Some(id) = making::insert(connection, &new, self.now()).await? else { return Ok(false) };
        self.note(connection, ActKind::Created, id, Actor::Command).await?;
        self.note(connection, ActKind::Imported, id, Actor::Command).await?;
        Ok(true)
    }

    /// `false` when the account was erased meanwhile or is another source's by now, or somebody else has the sign-in name.
    async fn change(
        &self,
        connection: &mut Connection,
        outbox: &Outbox,
        (source, id, record): (&str, i64, &Record),
        contacts: &HashMap<Person, Contact>,
    ) -> Result<bool, Failure> {
        let Some(account) = account::lock(connection, id).await? else { return Ok(false) };
        let Some(kept) = keeping::of_row(connection, id).await? else { return Ok(false) };
        if kept.refuses(source).is_some() {
            return Ok(false);
        }
        let (name, contact, front_kind) = match &record.owner {
            RecordOwner::Staff(name) => (Some(name.as_str()), None, FrontKind::Staff),
            RecordOwner::Person(person) => (None, contacts.get(person), FrontKind::Public),
        };
        let (login, email) = (record.login.as_str(), record.email.as_deref());
        let news = keeping::News { login, email, name, source: (source, &record.key) };
        if !keeping::update(connection, id, &news).await? {
            return Ok(false);
        }
        if let Some(new) = kept.settles(record) {
            let settlement = Settlement {
                account: id,
                old: &Recipient::new(kept.email.as_deref(), account.language.as_deref(), contact),
                new,
                front_kind,
                by: Actor::Command,
                front: None,
                at: self.now(),
            };
            address::settle(connection, outbox, &settlement).await?;
        } else {
            account::end_all(connection, id).await?;
        }
        self.note(connection, ActKind::Imported, id, Actor::Command).await?;
        Ok(true)
    }
}
