//! One entry of a source, whatever the source is.

use crate::{
    identity::{Person, is_staff_name, normal_login},
    mail,
};

/// Longest key, name or address of a source, in bytes.
const MAX: usize = 512;

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
}

impl Record {
    pub(super) fn read(line: u64, fields: &Fields<'_>) -> Result<Self, Rejected> {
        Self::checked(line, fields).map_err(|reason| Rejected { line, key: readable(fields.key), reason })
    }

    fn checked(line: u64, fields: &Fields<'_>) -> Result<Self, Refused> {
        let Fields { key, login, email, name, kind, person } = fields;
        let (email, name, kind) = (email.trim(), name.trim(), kind.trim());
        let values = [key, login, email, name, kind].into_iter().chain(person.iter().copied());
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
        let owner = if kind.is_empty() || kind == "staff" {
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
        Ok(Self { line, key, login, email, owner })
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
mod tests {
    use super::*;

    fn fields<'a>(login: &'a str, email: &'a str, name: &'a str) -> Fields<'a> {
        Fields { key: "7", login, email, name, ..Fields::default() }
    }

    #[test]
    fn what_cannot_be_an_account_is_refused() {
        let read = |fields: &Fields<'_>| {
            let rejected = Record::read(1, fields).unwrap_err();
            assert_eq!(rejected.key.as_deref(), Some("7"), "whoever it is has not left");
            rejected.reason
        };
        assert_eq!(read(&fields("", "", "Ann")), Refused::Missing);
        assert_eq!(read(&fields("ann", "", "")), Refused::Missing);
        assert_eq!(read(&fields("a\0b", "", "Ann")), Refused::Unusable);
        assert_eq!(read(&fields(&"x".repeat(300), "", "Ann")), Refused::Unusable);
        for email in ["ann", "@x", "a b@x", "a@b@c", "a@x;b@y", "<a@x>"] {
            assert_eq!(read(&fields("ann", email, "Ann")), Refused::Address, "{email}");
        }
        let person = Fields { kind: "tenant", person: vec!["1", " "], ..fields("ann", "", "") };
        assert_eq!(read(&person), Refused::Missing);
        for key in ["", " ", "7\0", &"7".repeat(600)] {
            assert_eq!(Record::read(1, &Fields { key, ..fields("ann", "", "Ann") }).unwrap_err().key, None);
        }
        let good = Record::read(1, &fields(" ANN ", " ann@x.org ", "Ann")).unwrap();
        assert_eq!((good.login.as_str(), good.email.as_deref()), ("ann", Some("ann@x.org")));
    }
}
