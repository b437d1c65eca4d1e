//! Proof of who is calling. Only this module's parent makes these values, from a live session; whatever reads data of
//! a person takes one and cannot be asked for "the person with id Y".

use vantail_shared::{call::Language, tls::FrontKind};

/// The SHA-256 of a session token: what the store knows a session by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionId(pub(super) [u8; 32]);

impl SessionId {
    /// The session that a token opens, were it one of ours; nothing for what has not the form of a token.
    pub(crate) fn of_token(token: &str) -> Option<Self> {
        super::token::session(token)
    }

    /// The hash as it was given out in a sealed handle.
    pub(crate) fn from_bytes(hash: &[u8]) -> Option<Self> {
        hash.try_into().ok().map(Self)
    }

    /// The hash itself.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A person of the business database: the kind as the data map names it and the key's values as text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Person {
    /// The kind: `tenant`.
    pub kind: String,
    /// The values of the key's columns, in the order of the data map.
    pub key: Vec<String>,
}

/// A live session of a person of the business database.
#[derive(Debug, Clone)]
pub struct PersonSession {
    pub(super) id: SessionId,
    pub(super) account: i64,
    pub(super) person: Person,
    pub(super) login: String,
    pub(super) language: Option<Language>,
    /// Terms wait for an answer.
    pub(super) held: bool,
}

impl PersonSession {
    /// The session.
    pub fn id(&self) -> &SessionId {
        &self.id
    }
    /// The account's row in the store.
    pub fn account(&self) -> i64 {
        self.account
    }
    /// Whose data this session may see.
    pub fn person(&self) -> &Person {
        &self.person
    }
    /// The sign-in name.
    pub fn login(&self) -> &str {
        &self.login
    }
    /// The language kept with the account.
    pub fn language(&self) -> Option<Language> {
        self.language
    }
}

/// A live session of a member of staff.
#[derive(Debug, Clone)]
pub struct StaffSession {
    pub(super) id: SessionId,
    pub(super) account: i64,
    pub(super) name: String,
    pub(super) login: String,
    pub(super) language: Option<Language>,
    /// An undertaking waits for an answer.
    pub(super) held: bool,
}

impl StaffSession {
    /// The session.
    pub fn id(&self) -> &SessionId {
        &self.id
    }
    /// The account's row in the store.
    pub fn account(&self) -> i64 {
        self.account
    }
    /// The name to show.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The sign-in name.
    pub fn login(&self) -> &str {
        &self.login
    }
    /// The language kept with the account.
    pub fn language(&self) -> Option<Language> {
        self.language
    }
}

/// A live session of either kind, for what both may do.
#[derive(Debug, Clone)]
pub enum AnySession {
    /// Of a person of the business database.
    Person(PersonSession),
    /// Of a member of staff.
    Staff(StaffSession),
}

impl AnySession {
    /// The session.
    pub fn id(&self) -> &SessionId {
        match self {
            Self::Person(session) => session.id(),
            Self::Staff(session) => session.id(),
        }
    }
    /// The account's row in the store.
    pub fn account(&self) -> i64 {
        match self {
            Self::Person(session) => session.account(),
            Self::Staff(session) => session.account(),
        }
    }
    /// The kind of front that it is open at.
    pub fn front(&self) -> FrontKind {
        match self {
            Self::Person(_) => FrontKind::Public,
            Self::Staff(_) => FrontKind::Staff,
        }
    }
    /// Whether terms wait for an answer, and all but the account, the terms and the way out is shut.
    pub fn held(&self) -> bool {
        match self {
            Self::Person(session) => session.held,
            Self::Staff(session) => session.held,
        }
    }
    /// The sign-in name.
    pub fn login(&self) -> &str {
        match self {
            Self::Person(session) => session.login(),
            Self::Staff(session) => session.login(),
        }
    }
    /// The language kept with the account.
    pub fn language(&self) -> Option<Language> {
        match self {
            Self::Person(session) => session.language(),
            Self::Staff(session) => session.language(),
        }
    }
}

#[cfg(test)]
impl SessionId {
    /// A session that never was.
    pub(crate) fn for_tests(seed: u8) -> Self {
        Self([seed; 32])
    }
}

#[cfg(test)]
impl StaffSession {
    /// A session of a member of staff that no sign-in opened.
    pub(crate) fn for_tests(account: i64, seed: u8) -> Self {
        let (name, login) = ("Paul Martin".to_owned(), "login".to_owned());
        Self { id: SessionId::for_tests(seed), account, name, login, language: None, held: false }
    }
}

#[cfg(test)]
impl PersonSession {
    /// A session of `person` that no sign-in opened.
    pub(crate) fn for_tests(person: Person) -> Self {
        let (id, login) = (SessionId::for_tests(1), "login".to_owned());
        Self { id, account: 1, person, login, language: None, held: false }
    }
}
