//! What is asked of a run, and what it tells.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use vantail_shared::failure::{Code, Failure};

use crate::{identity::is_staff_name, mail};

/// Whose accounts are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    /// Every person of a kind, or those who hold a role today.
    All {
        /// The kind.
        kind: String,
        /// The role.
        role: Option<String>,
    },
    /// One person.
    One {
        /// The kind.
        kind: String,
        /// The values of the key.
        key: Vec<String>,
    },
    /// Whom a list of the map names.
    List {
        /// Its name.
        name: String,
    },
    /// Whose account is in this row.
    Account {
        /// The row.
        row: i64,
    },
    /// A member of staff.
    Staff {
        /// The name to show.
        name: String,
        /// The address that codes are mailed to.
        email: Option<String>,
    },
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Whose accounts.
    pub wanted: Wanted,
    /// Whether those who have an account get a new initial password.
    pub reset: bool,
}

impl Request {
    /// Whether what was typed can be what it stands for.
    pub(super) fn check(&self) -> Result<(), Failure> {
        let Wanted::Staff { name, email } = &self.wanted else { return Ok(()) };
        let wrong = |what: &str| Err(Failure::because(Code::Invalid, what));
        if !is_staff_name(name) {
            return wrong("--staff: write a name of 1 to 120 characters");
        }
        match email {
            Some(email) if !mail::is_address(email) => {
                wrong("--email: this is no address of mail; write one such as odile@example.org")
            }
            _ => Ok(()),
        }
    }
}

/// Where letters go.
#[derive(Debug, Clone)]
pub struct Output {
    /// The folder.
    pub folder: PathBuf,
    /// All letters of a sort in one file, in the order of the post, not a file for each.
    pub together: bool,
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Accounts looked at so far, and how many there are to look at.
    Accounts(u64, u64),
    /// Letters written so far, and how many there are to write; of each sort.
    Letters(u64, u64),
    /// Passwords wiped so far whose letters are on the disk, and how many there are to wipe.
    Passwords(u64, u64),
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Accounts that were made.
    pub made: u64,
    /// Accounts that got a new initial password.
    pub reset: u64,
    /// Persons who have an account already, which stays as it is.
    pub had: u64,
    /// Persons who are left out: their account is disabled, or they were erased.
    pub refused: u64,
    /// Letters of each sort that were written, those among them that an earlier try had left to do.
    pub letters: u64,
    /// Letters of each sort that an earlier try had written, and this one had only to settle.
    pub earlier: u64,
    /// Letters without a postal address.
    pub without_address: u64,
    /// Letters whose address has signs that the typeface does not have.
    pub odd_signs: u64,
    /// Accounts without a letter: their person is gone meanwhile.
    pub gone: u64,
    /// Letters whose password was replaced or used while they were written.
    pub replaced: u64,
    /// Letters that wait for other runs, which were cut off.
    pub waiting_elsewhere: u64,
    /// The files, or their folders when there is one for each letter.
    pub files: Vec<PathBuf>,
}

/// Why a run did not come to its end.
#[derive(Debug)]
pub enum Halt {
    /// Nothing was begun: it cannot be done as it was asked for, or a database is away.
    Refused(Failure),
    /// Nothing was begun: another run makes letters over the same store.
    StoreTaken,
    /// Nothing was begun: another run writes to the same folder.
    FolderTaken,
    /// What is done stays done, and the rest is done when the same is asked for again.
    CutOff(Failure, Box<Report>),
}

impl From<Failure> for Halt {
    fn from(failure: Failure) -> Self {
        Self::Refused(failure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_staff_has_a_name_and_an_address_that_can_be_written_to() {
        let problem = |name: &str, email: Option<&str>| {
            let wanted = Wanted::Staff { name: name.to_owned(), email: email.map(str::to_owned) };
            Request { wanted, reset: false }.check().err().map(|failure| failure.explain())
        };
        assert_eq!(problem("Odile Garnier", Some("odile@example.org")), None);
        assert_eq!(problem(&"é".repeat(120), None), None);
        for name in ["", "  ", "a\tb", &"x".repeat(121)] {
            assert!(problem(name, None).is_some_and(|problem| problem.starts_with("--staff")), "{name}");
        }
        for email in ["", "odile", "odile@", "o dile@example.org", "odile@example.org, paul@example.org"] {
            let problem = problem("Odile", Some(email));
            assert!(problem.is_some_and(|problem| problem.starts_with("--email")), "{email}");
        }
    }
}
