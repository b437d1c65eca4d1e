//! One entry of a source, whatever the source is.

use vantail_shared::failure::Failure;

use super::link::Link;
use crate::{
    identity::{Person, is_staff_name, normal_login},
    mail,
};

/// Longest key, name or address of a source, in bytes.
const MAX: usize = 512;
/// The kind of members of staff.
pub(super) const STAFF: &str = "staff";

/// Somebody whom a source names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The line or the number of the entry.
    pub line: u64,
    /// What the source knows them by: it never changes.
    pub key: String,
    /// The sign-in name, in its normal form.
    pub login: String,
    /// The address of mail.
    pub email: Option<String>,
    /// Whose account it is.
    pub owner: RecordOwner,
    /// Who they are at a sign-in provider.
    pub link: Option<Link>,
}

/// What a source says: records, and entries that are refused.
pub type Entries = Vec<Result<Record, Rejected>>;

/// An entry that cannot be a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// The line or the number of the entry.
    pub line: u64,
    /// What the source knows them by, where that can be read: whoever it is has not left.
    pub key: Option<String>,
    /// Why.
    pub reason: Refused,
}

/// Whose account it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecordOwner {
    /// A person of the business database.
    Person(Person),
    /// A member of staff, by the name to show.
    Staff(String),
}

/// Why an entry is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// A value is missing.
    #[error("the key, the sign-in name, or the name of a member of staff is missing")]
    Missing,
    /// A value is longer than it may be, or holds control characters.
    #[error("a value is too long or holds control characters")]
    Unusable,
    /// The address is none.
    #[error("the address of mail is none")]
    Address,
    /// The key or the name came before.
    #[error("the key, the sign-in name or the person came before in the same source")]
    Twice,
    /// The kind is none of the map's.
    #[error("the data map has no such kind of person")]
    Kind,
    /// The person is not in the business database.
    #[error("the business database has no such person")]
    Nobody,
    /// The person was erased.
    #[error("the person was erased")]
    Erased,
    /// Somebody else has the sign-in name.
    #[error("somebody else has the sign-in name")]
    Taken,
    /// Somebody who left has the sign-in name.
    #[error(
        "the disabled account of somebody who left has the sign-in name: give another one in the source, or rename that \
         account (docs/accounts.md)"
    )]
    TakenByLeaver,
    /// The key is that of another person's account.
    #[error("the account with this key is another person's: keys are never given to somebody else")]
    OtherPerson,
    /// Another source keeps the account.
    #[error("another source keeps the person's account")]
    OtherSource,
    /// The provider is not configured.
    #[error("the configuration has no such provider, or none is named for the subject")]
    Provider,
    /// The account is bound to somebody else at the provider, or the person there to another account.
    #[error("the account, or the person at the provider, is linked otherwise already")]
    Linked,
    /// The line cannot be read.
    #[error("the line cannot be read")]
    Unreadable,
}

/// The values of an entry as a source gives them; blanks around them do not count.
#[derive(Debug, Default)]
pub(super) struct Fields<'a> {
    pub(super) key: &'a str,
    pub(super) login: &'a str,
    pub(super) email: &'a str,
    /// Of a member of staff.
    pub(super) name: &'a str,
    /// A kind of the map, and the key there; a member of staff when there is none.
    pub(super) kind: &'a str,
    pub(super) person: Vec<&'a str>,
    /// A provider of the configuration, and the person there.
    pub(super) provider: &'a str,
    pub(super) subject: &'a str,
}

impl Record {
    pub(super) fn read(line: u64, fields: &Fields<'_>) -> Result<Self, Rejected> {
        Self::checked(line, fields).map_err(|reason| Rejected { line, key: readable(fields.key), reason })
    }

    fn checked(line: u64, fields: &Fields<'_>) -> Result<Self, Refused> {
        let Fields { key, login, email, name, kind, person, provider, subject } = fields;
        let (email, name, kind) = (email.trim(), name.trim(), kind.trim());
        let values =
            [key, login, email, name, kind, provider, subject].into_iter().chain(person.iter().copied());
        if values.into_iter().any(|value| !is_usable(value)) {
            return Err(Refused::Unusable);
        }
        let key = readable(key).ok_or(Refused::Missing)?;
        if login.trim().is_empty() {
            return Err(Refused::Missing);
        }
        let login = normal_login(login).ok_or(Refused::Unusable)?;
        if !email.is_empty() && !mail::is_address(email) {
            return Err(Refused::Address);
        }
        let owner = if kind.is_empty() || kind == STAFF {
            if name.is_empty() {
                return Err(Refused::Missing);
            }
            if !is_staff_name(name) {
                return Err(Refused::Unusable);
            }
            RecordOwner::Staff(name.to_owned())
        } else {
            let values: Vec<String> = person.iter().map(|value| value.trim().to_owned()).collect();
            if values.is_empty() || values.iter().any(String::is_empty) {
                return Err(Refused::Missing);
            }
            RecordOwner::Person(Person { kind: kind.to_owned(), key: values })
        };
        let email = Some(email.to_owned()).filter(|email| !email.is_empty());
        let link = Link::read(provider, subject)?;
        Ok(Self { line, key, login, email, owner, link })
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

fn is_usable(value: &str) -> bool {
    value.len() <= MAX && !value.chars().any(char::is_control)
}

/// A key as the source means it; nothing when there is none, or none that an account could have.
pub(super) fn readable(key: &str) -> Option<String> {
    Some(key.trim()).filter(|key| !key.is_empty() && is_usable(key)).map(str::to_owned)
}

#[cfg(test)]
mod tests;
