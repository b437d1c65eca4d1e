//! A part of a file as a reader of its own, and the little-endian numbers of a zip file.

use std::{
    fs::File,
    io::{self, Read},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

/// A part of a file. Clones read independently.
#[derive(Debug, Clone)]
pub(in crate::document) struct Span {
    file: Arc<File>,
    at: u64,
    end: u64,
}

impl Span {
    pub(super) fn new(file: Arc<File>, at: u64, length: u64) -> Self {
        Self { file, at, end: at.saturating_add(length) }
    }

    /// Bytes that are still to be read.
    pub(super) fn length(&self) -> u64 {
        self.end - self.at
    }

    /// The same without its first bytes.
    pub(super) fn from(mut self, offset: u64) -> Self {
        self.at = self.at.saturating_add(offset).min(self.end);
        self
    }
}

impl Read for Span {
    /// An end of the file before the end of the part is an error: the file became shorter.
    fn read(&mut self, place: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.length()).unwrap_or(usize::MAX).min(place.len());
        if wanted == 0 {
            return Ok(0);
        }
        let count = self.file.read_at(&mut place[..wanted], self.at)?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.at += count as u64;
        Ok(count)
    }
}

/// A number of two bytes.
pub(super) fn two(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number of four bytes.
pub(super) fn four(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// A number of eight bytes.
pub(super) fn eight(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}
