//! Doing what a plan says. Done again, it finds nothing to do.

use vantail_shared::failure::Failure;

use super::{
    Options, Plan,
    record::{Record, RecordOwner},
    scrambled,
};
use crate::{
    journal::{ActKind, Actor},
    provision::Provision,
    store::{
        Connection,
        account::{
            PasswordFrom, State, keeping,
            making::{self, NewAccount},
        },
        entry, session,
    },
};

/// Accounts of one transaction.
const CHUNK: usize = 500;

impl Provision {
    /// Does what a plan says; tells how many accounts were made, changed, disabled and enabled.
    ///
    /// # Errors
    /// `Unavailable` when the store is away: what is done stays done, and the same can be asked for again.
    pub async fn apply(&self, source: &str, plan: &Plan, options: Options) -> Result<[u64; 4], Failure> {
        let mut done = [0; 4];
        // Who leaves first: their sign-in names may be somebody else's from now on only when the source says so.
        for part in plan.leavers.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for id in part {
                if making::switch(&mut connection, *id, false).await? {
                    self.end_all(&mut connection, *id).await?;
                    self.note(&mut connection, ActKind::Disabled, *id, Actor::System).await?;
                    done[2] += 1;
                }
            }
            connection.commit().await?;
        }
        for part in plan.changed.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for (id, record) in part {
                self.change(&mut connection, source, *id, record).await?;
                done[1] += 1;
            }
            connection.commit().await?;
        }
        for part in plan.new.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for record in part {
                done[0] += u64::from(self.add(&mut connection, source, record).await?);
            }
            connection.commit().await?;
        }
        let returners = if options.enable_returners { plan.returners.as_slice() } else { &[] };
        for part in returners.chunks(CHUNK) {
            let mut connection = self.store().writer().await?.unhurried();
            for id in part {
                if making::switch(&mut connection, *id, true).await? {
                    self.note(&mut connection, ActKind::Enabled, *id, Actor::System).await?;
                    done[3] += 1;
                }
            }
            connection.commit().await?;
        }
        Ok(done)
    }

    async fn add(&self, connection: &mut Connection, source: &str, record: &Record) -> Result<bool, Failure> {
        let password = scrambled(self.random());
        let key = record.owner_key()?;
        let (person, name) = match &record.owner {
            RecordOwner::Person(person) => (Some((person.kind.as_str(), key.as_str())), None),
            RecordOwner::Staff(name) => (None, Some(name.as_str())),
        };
        let new = NewAccount {
            person,
            name,
            login: &record.login,
            password: &password,
            form: None,
            from: PasswordFrom::Scrambled,
            initial_until: None,
            state: State::Active,
            email: record.email.as_deref(),
            source: Some((source, &record.key)),
        };
        let Some(id) = making::insert(connection, &new, self.now()).await? else { return Ok(false) };
        self.note(connection, ActKind::Created, id, Actor::System).await?;
        self.note(connection, ActKind::Imported, id, Actor::System).await?;
        Ok(true)
    }

    async fn change(
        &self,
        connection: &mut Connection,
        source: &str,
        id: i64,
        record: &Record,
    ) -> Result<(), Failure> {
        let name = match &record.owner {
            RecordOwner::Staff(name) => Some(name.as_str()),
            RecordOwner::Person(_) => None,
        };
        let (login, email) = (record.login.as_str(), record.email.as_deref());
        keeping::update(connection, id, &keeping::News { login, email, name, source: (source, &record.key) })
            .await?;
        self.end_all(connection, id).await?;
        Ok(self.note(connection, ActKind::Imported, id, Actor::System).await?)
    }

    async fn end_all(&self, connection: &mut Connection, id: i64) -> Result<(), Failure> {
        entry::delete_others(connection, id, None).await?;
        Ok(session::delete_others(connection, id, None).await.map(drop)?)
    }
}
