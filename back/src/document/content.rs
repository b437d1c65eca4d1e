//! The bytes of an open document, whatever store it is in: read from any offset, a piece at a time.

mod file;

use bytes::Bytes;
use vantail_shared::failure::Failure;

use super::{blob::Blob, member::Member};
pub(super) use file::{FileContent, failure as file_failure};

/// The bytes of an open document.
#[derive(Debug)]
pub enum Content {
    /// A file of a folder.
    File(FileContent),
    /// A member of a zip file.
    Member(Box<Member>),
    /// A cell of the business database.
    Blob(Blob),
    /// An object of an S3-compatible store.
    Object(Box<super::object::Object>),
}

impl Content {
    /// Reads `length` bytes from `offset` behind what `piece` holds already. Reading on where the last piece ended is
    /// cheap in every store.
    ///
    /// # Errors
    /// `Changed` when the document is no longer what was opened, `NotFound` when it is no longer the person's,
    /// `Unavailable` when the store is away.
    pub async fn read(&mut self, offset: u64, length: usize, piece: Vec<u8>) -> Result<Bytes, Failure> {
        match self {
            Self::File(file) => file.read(offset, length, piece).await,
            Self::Member(member) => member.read(offset, length, piece).await,
            Self::Blob(blob) => blob.read(offset, length, piece).await,
            Self::Object(object) => object.read(offset, length, piece).await,
        }
    }

    /// Says where the reading will end: a store over a network sends no byte beyond.
    pub(super) fn until(&mut self, end: u64) {
        if let Self::Object(object) = self {
            object.until(end);
        }
    }
}
