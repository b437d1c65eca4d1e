//! Where the business database is and how it is to be asked.

use secrecy::SecretString;

/// The way to a business database.
#[derive(Debug, Clone)]
pub struct Access {
    /// `sqlite:PATH`, `postgres://user@host/database` or `mysql://user@host/database`; may hold a password.
    pub url: SecretString,
    /// The password, when it stands in a file of its own.
    pub password: Option<SecretString>,
    /// Seconds that a statement may run.
    pub statement_seconds: u16,
    /// The organisation's time zone, by its name in the IANA database.
    pub time_zone: String,
    /// Whether a role that can write is taken all the same.
    pub allow_writable: bool,
}

/// The address of a business database cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AddressError {
    /// Another kind of database.
    #[error("{0:?} is no database that Vantail reads: write postgres://, mysql:// or sqlite:PATH")]
    Unknown(String),
    /// No path.
    #[error("the address names no file: write sqlite:PATH")]
    NoPath,
    /// Not of the form that its scheme asks for.
    #[error("the address cannot be read: write {0}://user@host/database")]
    Malformed(&'static str),
    /// No database on the server.
    #[error("the address names no database: write {0}://user@host/database")]
    NoDatabase(&'static str),
}

impl Access {
    /// The way to an address, everything else as it is by default.
    pub fn new(url: &str) -> Self {
        Self {
            url: url.into(),
            password: None,
            statement_seconds: 2,
            time_zone: "UTC".to_owned(),
            allow_writable: false,
        }
    }
}

impl From<&str> for Access {
    fn from(url: &str) -> Self {
        Self::new(url)
    }
}

impl From<&String> for Access {
    fn from(url: &String) -> Self {
        Self::new(url)
    }
}

impl From<&Access> for Access {
    fn from(access: &Access) -> Self {
        access.clone()
    }
}
