//! A document that is open for reading, and what is known of one that is not.

use bytes::Bytes;
use vantail_shared::failure::{Code, Failure};

use super::content::Content;

/// What conditional requests are decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Bytes.
    pub size: u64,
    /// An entity tag (RFC 9110, section 8.8.3) with its quotation marks, strong unless it says `W/`.
    pub etag: String,
}

/// A part that lies within a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The first byte.
    pub offset: u64,
    /// How many: few enough to be in memory.
    pub length: usize,
}

/// A document that is open for reading.
#[derive(Debug)]
pub struct OpenDocument {
    /// Size and tag.
    pub facts: Facts,
    /// The part that was read while it was opened.
    pub read: Option<Bytes>,
    /// All of it.
    pub content: Content,
}

/// What a list can say of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is there, with so many bytes.
    Bytes(u64),
    /// There is none.
    Missing,
    /// Its store does not answer now.
    Unknown,
}

impl Presence {
    pub(super) fn of(size: Result<u64, Failure>) -> Self {
        match size {
            Ok(size) => Self::Bytes(size),
            Err(failure) if failure.code == Code::NotFound => Self::Missing,
            Err(_) => Self::Unknown,
        }
    }
}
