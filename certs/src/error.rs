//! What can go wrong, by what the caller can do about it.

use std::path::PathBuf;

/// A command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// What was asked is not done in the present state of the authority; nothing was changed.
    #[error("{0}")]
    Refused(String),
    /// A name, an address or a number does not have the right form.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file of the authority does not hold what it should.
    #[error("{}: {what}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The cryptographic library refused.
    #[error("the certificate could not be made: {0}")]
    Crypto(#[from] rcgen::Error),
}

impl Error {
    /// The exit status of a command that ends so: 1 refused, 2 wrong usage, 3 could not finish.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Refused(_) => 1,
            Self::Usage(_) => 2,
            Self::File { .. } | Self::Damaged { .. } | Self::Crypto(_) => 3,
        }
    }
}
