//! A document in a column of the business database: read in pieces, each by a statement of its own that asks anew whether
//! the row is the person's.

use std::{fmt::Debug, sync::Arc};

use bytes::Bytes;
use tonic::async_trait;
use vantail_shared::failure::{Code, Failure};

use super::{
    content::Content,
    open::{Facts, OpenDocument, Part},
    tag::Tags,
};

/// Bytes that one statement reads, at the most.
pub(crate) const STATEMENT: usize = 512 * 1024;
/// Largest document of which all bytes are read for its tag: every opening of it does.
const STRONG: u64 = 64 * 1024 * 1024;
/// Bytes at each end of a larger document that its tag is made of.
const END: usize = 32 * 1024;

/// One cell that holds a document.
#[async_trait]
pub trait Cell: Debug + Send + Sync + 'static {
    /// The size of the document in bytes, and at most `length` of its bytes from `offset`.
    ///
    /// # Errors
    /// `NotFound` when the row is gone, is no longer the person's, or holds no document; `Unavailable` when the
    /// database is away.
    async fn piece(&self, offset: u64, length: usize) -> Result<(u64, Bytes), Failure>;

    /// What stands for all bytes of the document; `None` when it cannot be told in good time.
    ///
    /// # Errors
    /// As [`Cell::piece`].
    async fn digest(&self) -> Result<Option<String>, Failure>;
}

/// A document in a cell.
#[derive(Debug)]
pub struct Blob {
    cell: Arc<dyn Cell>,
    size: u64,
    /// What the last statement gave beyond what was asked for.
    ahead: (u64, Bytes),
}

impl Blob {
    /// Opens a cell, and reads the part that `now` asks for.
    ///
    /// # Errors
    /// As [`Cell::piece`], and what `now` returns.
    pub(super) async fn open(
        cell: Arc<dyn Cell>,
        tags: &Tags,
        now: impl FnOnce(&Facts) -> Result<Option<Part>, Failure>,
    ) -> Result<OpenDocument, Failure> {
        let (size, first) = cell.piece(0, STATEMENT).await?;
        let mut blob = Self { cell, size, ahead: (0, first) };
        let etag = blob.tag(tags).await?;
        let facts = Facts { size, etag };
        let read = match now(&facts)? {
            Some(part) => Some(blob.read(part.offset, part.length, Vec::new()).await?),
            None => None,
        };
        Ok(OpenDocument { facts, read, content: Content::Blob(blob) })
    }

    /// A database tells no time of a cell's last change: a strong tag is made of all bytes of a document. One that is too
    /// large for that has a weak tag, of its size and both its ends.
    async fn tag(&self, tags: &Tags) -> Result<String, Failure> {
        let first = &self.ahead.1;
        let size = self.size.to_be_bytes();
        if first.len() as u64 == self.size {
            return Ok(tags.tag(&[&size, first]));
        }
        if self.size <= STRONG
            && let Some(digest) = self.cell.digest().await?
        {
            return Ok(tags.tag(&[&size, digest.as_bytes()]));
        }
        let (_, last) = self.cell.piece(self.size.saturating_sub(END as u64), END).await?;
        let begin = first.get(..END).unwrap_or(first);
        Ok(format!("W/{}", tags.tag(&[&size, begin, &last])))
    }

    /// Reads behind `piece`, from what is in memory or by a statement.
    pub(super) async fn read(
        &mut self,
        offset: u64,
        length: usize,
        mut piece: Vec<u8>,
    ) -> Result<Bytes, Failure> {
        let end = piece.len() + length;
        let mut at = offset;
        while piece.len() < end {
            let Some(part) = self.take(at, end - piece.len()) else {
                let (size, bytes) = self.cell.piece(at, STATEMENT).await?;
                if size != self.size || bytes.is_empty() {
                    return Err(Failure::because(Code::Changed, "a document changed in the database"));
                }
                self.ahead = (at, bytes);
                continue;
            };
            at += part.len() as u64;
            piece.extend(part);
        }
        Ok(piece.into())
    }

    /// At most `length` bytes from `offset`, when they are in memory.
    fn take(&self, offset: u64, length: usize) -> Option<Bytes> {
        let skip = usize::try_from(offset.checked_sub(self.ahead.0)?).ok()?;
        let bytes = self.ahead.1.get(skip..).filter(|bytes| !bytes.is_empty())?;
        Some(self.ahead.1.slice(skip..skip + length.min(bytes.len())))
    }
}

#[cfg(test)]
mod tests;
