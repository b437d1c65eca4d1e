//! The desk of the organisation's staff: finding a person, seeing how their account stands, helping. Every act is one
//! transaction with its line in the journal and its mails. Accounts of staff are out of reach here.

mod acts;
mod letters;
mod search;
mod show;

use std::sync::Arc;

use vantail_shared::{
    clock::Clock,
    failure::{Code, Failure},
};

use crate::{
    handle::{Action, Handles},
    identity::{Identity, Person, StaffSession},
    journal::{Actor, By},
    mail::Outbox,
    people::People,
    provision::Provision,
    store::Store,
};

/// What members of staff can do about persons' accounts. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Desk {
    store: Store,
    identity: Identity,
    people: People,
    provision: Provision,
    outbox: Outbox,
    handles: Handles,
    clock: Arc<dyn Clock>,
}

/// The member of staff who acts, and the front that they act through.
#[derive(Debug, Clone, Copy)]
pub struct Clerk<'a> {
    /// Proof of who it is.
    pub session: &'a StaffSession,
    /// The front's own name.
    pub front: &'a str,
}

impl<'a> Clerk<'a> {
    /// As the journal names them.
    fn by(self) -> By<'a> {
        By { who: Actor::Staff(self.session.account()), front: Some(self.front) }
    }
}

impl Desk {
    /// The desk over the accounts of `store` and the persons of `people`.
    pub fn new(
        store: Store,
        identity: Identity,
        people: People,
        provision: Provision,
        outbox: Outbox,
        handles: Handles,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { store, identity, people, provision, outbox, handles, clock }
    }

    /// Names a person for this session alone.
    fn seal(&self, session: &StaffSession, person: &Person) -> Result<String, Failure> {
        let row: Vec<String> = std::iter::once(&person.kind).chain(&person.key).cloned().collect();
        self.handles.seal(session.id(), Action::Person, &row).map_err(Failure::internal)
    }

    /// The person whom a handle of this session names.
    fn open(&self, session: &StaffSession, handle: &str) -> Result<Person, Failure> {
        let row = self.handles.open(session.id(), Action::Person, handle);
        let person = row.and_then(|row| {
            let (kind, key) = row.split_first()?;
            Some(Person { kind: kind.clone(), key: key.to_vec() })
        });
        person.ok_or_else(|| Failure::new(Code::NotFound))
    }
}

/// A person's key as the store has it.
fn stored(person: &Person) -> Result<String, Failure> {
    serde_json::to_string(&person.key).map_err(Failure::internal)
}

#[cfg(test)]
mod tests;
