//! The ways of keeping passwords that are understood.

use std::{fmt, str::FromStr};

/// How another system kept passwords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// As they are.
    Clear,
    /// MD5 in hexadecimal digits.
    Md5,
    /// SHA-1 in hexadecimal digits.
    Sha1,
    /// SHA-256 in hexadecimal digits.
    Sha256,
    /// bcrypt: `$2y$10$...`.
    Bcrypt,
    /// The portable hashes of phpass: `$P$B...`, of phpBB `$H$9...`.
    Phpass,
}

/// Where a salt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaltSide {
    /// Before the password.
    Before,
    /// Behind it.
    After,
}

impl Scheme {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Clear, "clear"),
        (Self::Md5, "md5"),
        (Self::Sha1, "sha1"),
        (Self::Sha256, "sha256"),
        (Self::Bcrypt, "bcrypt"),
        (Self::Phpass, "phpass"),
    ];

    /// Hexadecimal digits of a plain digest.
    pub(super) fn digits(self) -> Option<usize> {
        match self {
            Self::Md5 => Some(32),
            Self::Sha1 => Some(40),
            Self::Sha256 => Some(64),
            Self::Clear | Self::Bcrypt | Self::Phpass => None,
        }
    }
}

impl FromStr for Scheme {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().find(|(_, name)| *name == text).map(|(scheme, _)| *scheme).ok_or(())
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|(scheme, _)| scheme == self).map_or("", |(_, name)| name);
        f.write_str(name)
    }
}

impl SaltSide {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

impl FromStr for SaltSide {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "before" => Ok(Self::Before),
            "after" => Ok(Self::After),
            _ => Err(()),
        }
    }
}
