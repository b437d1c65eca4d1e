//! `index.json`: what the authority is and what it issued. No key stands in it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{DAY, Error, Subject, files};

const VERSION: u32 = 1;

/// The whole of `index.json`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Index {
    version: u32,
    pub(crate) trust_domain: String,
    /// Goes up with each list, as RFC 5280 section 5.2.3 asks.
    pub(crate) crl_number: u64,
    /// When the present revocation list ends, in seconds since 1970-01-01 UTC.
    pub(crate) crl_ends: i64,
    /// One CA, or two during a change; the newest comes last.
    pub(crate) authorities: Vec<Signer>,
    /// The last lists of CAs that were retired.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) farewells: Vec<Farewell>,
    /// In the order of issue; of one subject, the last is the current one.
    pub(crate) issued: Vec<Entry>,
}

/// A CA.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Signer {
    pub(crate) generation: u32,
    pub(crate) not_after: i64,
    pub(crate) certificate: String,
}

impl Signer {
    /// The file that holds its key.
    pub(crate) fn key_file(&self) -> String {
        match self.generation {
            1 => "ca.key".into(),
            n => format!("ca-{n}.key"),
        }
    }
}

/// The list by which a retired CA revoked all that it had issued: trust in a CA is looked at when a connection is made,
/// a revocation also ends the connections that live.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Farewell {
    pub(crate) list: String,
    /// When the last certificate in it is over, in seconds since 1970-01-01 UTC.
    pub(crate) until: i64,
}

/// An issued certificate.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Entry {
    #[serde(flatten)]
    pub(crate) subject: Subject,
    /// In lower-case hexadecimal.
    pub(crate) serial: String,
    /// Which CA signed it.
    pub(crate) generation: u32,
    /// The life it was issued for, in days: a renewal gets the same.
    pub(crate) days: u32,
    pub(crate) not_after: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) revoked: Option<i64>,
}

impl Entry {
    pub(crate) fn is_valid(&self, now: i64) -> bool {
        self.revoked.is_none() && now < self.not_after
    }

    /// Whole days until the end, rounded down; below zero once it is over.
    pub(crate) fn days_left(&self, now: i64) -> i64 {
        (self.not_after - now).div_euclid(DAY)
    }
}

impl Index {
    pub(crate) fn new(trust_domain: &str) -> Self {
        Self {
            version: VERSION,
            trust_domain: trust_domain.to_owned(),
            crl_number: 0,
            crl_ends: 0,
            authorities: Vec::new(),
            farewells: Vec::new(),
            issued: Vec::new(),
        }
    }

    pub(crate) fn load(path: &Path) -> Result<Self, Error> {
        let damaged = |what: String| Error::Damaged { path: path.to_owned(), what };
        let index: Self =
            serde_json::from_str(&files::read(path)?).map_err(|error| damaged(error.to_string()))?;
        if index.version != VERSION {
            return Err(damaged(format!("version {} is not known to this program", index.version)));
        }
        if index.authorities.is_empty() {
            return Err(damaged("it names no authority".into()));
        }
        Ok(index)
    }

    pub(crate) fn save(&self, path: &Path) -> Result<(), Error> {
        let json = serde_json::to_string_pretty(self)
            .map_err(|error| Error::Damaged { path: path.to_owned(), what: error.to_string() })?;
        files::write(path, &(json + "\n"), files::PUBLIC)
    }

    /// The current certificate of every subject.
    pub(crate) fn current(&self) -> Vec<&Entry> {
        self.issued
            .iter()
            .enumerate()
            .filter(|(at, entry)| {
                !self.issued[at + 1..].iter().any(|later| same(&later.subject, &entry.subject))
            })
            .map(|(_, entry)| entry)
            .collect()
    }
}

/// Whether two subjects have the same folder.
pub(crate) fn same(a: &Subject, b: &Subject) -> bool {
    a.kind() == b.kind() && a.name() == b.name()
}
