//! A member of a zip file, stored or deflated: read from any offset in constant memory, its checksum held against what
//! was read before the last byte leaves.

mod bytes;
mod directory;

use std::io::{self, Read};

use ::bytes::Bytes;
use flate2::{Crc, read::DeflateDecoder};
use vantail_shared::failure::{Code, Failure};

use self::bytes::Span;
use super::{
    content::file_failure,
    open::Part,
    visits::{PIECE, Visits},
};
pub(super) use directory::{Archive, Entry, Method};

/// Largest deflated member, in bytes when inflated: a part of it costs all that stands before.
const MAX_INFLATED: u64 = 256 * 1024 * 1024;
/// Beyond this size a deflated member may not be larger than [`MAX_RATIO`] times what is stored of it: documents stay far
/// below, and a zip bomb is refused before a byte of it is inflated.
const TRUSTED: u64 = 1024 * 1024;
const MAX_RATIO: u64 = 100;
/// Bytes that are skipped at once.
const SKIPPED: usize = 16 * 1024;

/// A zip file, or a member of it, that cannot be served.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unusable {
    #[error("a zip file is damaged: {0}")]
    Damaged(&'static str),
    #[error("a zip file has a member that is encrypted")]
    Encrypted,
    #[error("a zip file has a member of compression method {0}: only stored and deflated ones are served")]
    Method(u16),
    #[error("a zip file has a member beyond the bounds: {0} bytes out of {1}")]
    Bomb(u64, u64),
}

impl From<Unusable> for Failure {
    fn from(cause: Unusable) -> Self {
        Self::because(Code::Unavailable, cause)
    }
}

/// An open member.
#[derive(Debug)]
pub struct Member {
    entry: Entry,
    /// Absent before the first read, and while a read is under way in another thread.
    reading: Option<Reading>,
    visits: Visits,
}

impl Member {
    /// Refuses what is beyond the bounds.
    pub(super) fn open(entry: Entry, visits: Visits) -> Result<Self, Failure> {
        let inflated = entry.method == Method::Deflated && entry.size > TRUSTED;
        if inflated && (entry.size > MAX_INFLATED || entry.size / MAX_RATIO > entry.stored.length()) {
            return Err(Unusable::Bomb(entry.size, entry.stored.length()).into());
        }
        Ok(Self { entry, reading: None, visits })
    }

    /// Reads a part here and now, in a thread that may block.
    pub(super) fn read_now(&mut self, part: Part) -> Result<Bytes, Failure> {
        let mut bytes = vec![0; part.length];
        let mut reading = reading_at(&self.entry, self.reading.take(), part.offset)?;
        reading.fill(&self.entry, &mut bytes)?;
        self.reading = Some(reading);
        Ok(bytes.into())
    }

    /// Reads behind `piece`, off the asynchronous threads.
    pub(super) async fn read(
        &mut self,
        offset: u64,
        length: usize,
        mut piece: Vec<u8>,
    ) -> Result<Bytes, Failure> {
        let (entry, reading) = (self.entry.clone(), self.reading.take());
        let read = move || {
            let head = piece.len();
            piece.resize(head + length, 0);
            let mut reading = reading_at(&entry, reading, offset)?;
            reading.fill(&entry, &mut piece[head..])?;
            Ok((reading, Bytes::from(piece)))
        };
        let (reading, piece) = self.visits.visit(PIECE, read).await?;
        self.reading = Some(reading);
        Ok(piece)
    }
}

/// Goes on with a reading that has come this far, or begins another.
fn reading_at(entry: &Entry, reading: Option<Reading>, offset: u64) -> Result<Reading, Failure> {
    match reading {
        Some(reading) if reading.position == offset => Ok(reading),
        _ => Reading::begin(entry, offset),
    }
}

/// A member while it is read from front to back.
#[derive(Debug)]
struct Reading {
    source: Source,
    position: u64,
    /// Of all that was read; absent when the beginning was not.
    checksum: Option<Crc>,
}

#[derive(Debug)]
enum Source {
    Stored(Span),
    Deflated(Box<DeflateDecoder<Span>>),
}

impl Read for Source {
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(span) => span.read(place),
            Self::Deflated(decoder) => decoder.read(place),
        }
    }
}

impl Reading {
    fn begin(entry: &Entry, offset: u64) -> Result<Self, Failure> {
        let stored = entry.stored.clone();
        match entry.method {
            Method::Stored => Ok(Self {
                source: Source::Stored(stored.from(offset)),
                position: offset,
                checksum: (offset == 0).then(Crc::new),
            }),
            Method::Deflated => {
                let source = Source::Deflated(Box::new(DeflateDecoder::new(stored)));
                let mut reading = Self { source, position: 0, checksum: Some(Crc::new()) };
                let mut skipped = [0; SKIPPED];
                while reading.position < offset {
                    let left = usize::try_from(offset - reading.position).unwrap_or(SKIPPED);
                    reading.fill(entry, &mut skipped[..left.min(SKIPPED)])?;
                }
                Ok(reading)
            }
        }
    }

    /// Fills `place`. With the last byte of the member the checksum must be right, and nothing may follow.
    fn fill(&mut self, entry: &Entry, place: &mut [u8]) -> Result<(), Failure> {
        self.source.read_exact(place).map_err(file_failure)?;
        self.position += place.len() as u64;
        let Some(checksum) = &mut self.checksum else { return Ok(()) };
        checksum.update(place);
        if self.position == entry.size {
            if checksum.sum() != entry.checksum {
                return Err(Unusable::Damaged("a checksum is wrong").into());
            }
            if self.source.read(&mut [0]).map_err(file_failure)? != 0 {
                return Err(Unusable::Damaged("a member is longer than it says").into());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
