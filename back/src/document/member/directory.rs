//! The directory at the end of a zip file (APPNOTE 6.3.10, sections 4.3.12 to 4.3.16), searched for one name without
//! keeping it in memory. A large archive costs a walk over its directory and nothing else.

mod end;

use std::{
    fs::File,
    io::{BufReader, Read},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use vantail_shared::failure::{Code, Failure};

use super::{
    Unusable,
    bytes::{Span, eight, four, two},
};
/// Largest directory that is searched, in bytes: half a million members.
const MAX_DIRECTORY: u64 = 64 * 1024 * 1024;
/// Longest name that is looked for, in bytes.
const MAX_NAME: usize = 1024;
const ENTRY: &[u8] = b"PK\x01\x02";
const ENTRY_LENGTH: usize = 46;
const HEADER: &[u8] = b"PK\x03\x04";
const HEADER_LENGTH: usize = 30;
/// The mark of a number that stands in the ZIP64 field instead.
const ELSEWHERE: u32 = u32::MAX;
const ZIP64: u16 = 1;
/// Encrypted, strongly encrypted, and with a directory that is encrypted itself.
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;

/// A zip file.
#[derive(Debug)]
pub(in crate::document) struct Archive {
    file: Arc<File>,
    size: u64,
}

/// How a member is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Method {
    Stored,
    Deflated,
}

/// A member.
#[derive(Debug, Clone)]
pub(in crate::document) struct Entry {
    /// Where its header stands in the file.
    pub(in crate::document) header: u64,
    pub(super) method: Method,
    /// Its bytes as they are kept.
    pub(super) stored: Span,
    /// Bytes when inflated.
    pub(in crate::document) size: u64,
    /// CRC-32 of these.
    pub(super) checksum: u32,
}

/// An entry of the directory with the numbers that matter.
#[derive(Debug, Clone, Copy)]
struct Listed {
    flags: u16,
    method: u16,
    checksum: u32,
    stored: u64,
    size: u64,
    header: u64,
}

impl Archive {
    pub(in crate::document) fn new(file: Arc<File>, size: u64) -> Self {
        Self { file, size }
    }

    /// Finds a member by its name, which must be the same byte by byte.
    ///
    /// # Errors
    /// `NotFound` when there is none, `Unavailable` when the file is damaged or the member cannot be served.
    pub(in crate::document) fn find(&self, name: &str) -> Result<Entry, Failure> {
        // A name that ends in a slash is a folder.
        if name.is_empty() || name.len() > MAX_NAME || name.ends_with('/') {
            return Err(Failure::new(Code::NotFound));
        }
        let directory = end::directory(&self.file, self.size)?;
        if directory.length > MAX_DIRECTORY {
            return Err(Unusable::Damaged("its directory is beyond the bounds").into());
        }
        let listed = self.search(&directory, name)?.ok_or_else(|| Failure::new(Code::NotFound))?;
        self.entry(&directory, listed, name)
    }

    fn search(&self, directory: &end::Directory, name: &str) -> Result<Option<Listed>, Failure> {
        let span = Span::new(self.file.clone(), directory.start, directory.length);
        let mut reader = BufReader::with_capacity(64 * 1024, span);
        let mut found = None;
        let mut fixed = [0; ENTRY_LENGTH];
        let mut rest = Vec::new();
        for _ in 0..directory.entries {
            let cut = || Unusable::Damaged("its directory is cut");
            reader.read_exact(&mut fixed).map_err(|_| cut())?;
            let length = |at| two(&fixed, at).map(usize::from).ok_or_else(cut);
            let (named, extra, comment) = (length(28)?, length(30)?, length(32)?);
            if !fixed.starts_with(ENTRY) {
                return Err(Unusable::Damaged("its directory is out of form").into());
            }
            rest.resize(named + extra + comment, 0);
            reader.read_exact(&mut rest).map_err(|_| cut())?;
            if rest.get(..named) == Some(name.as_bytes()) {
                let listed = listed(&fixed, rest.get(named..named + extra).unwrap_or_default());
                let again = found.replace(listed.ok_or_else(cut)?);
                if again.is_some() {
                    return Err(Unusable::Damaged("two members have the same name").into());
                }
            }
        }
        Ok(found)
    }

    /// Holds the header that stands before the member's bytes against the directory.
    fn entry(&self, directory: &end::Directory, listed: Listed, name: &str) -> Result<Entry, Failure> {
        if listed.flags & ENCRYPTED != 0 {
            return Err(Unusable::Encrypted.into());
        }
        let method = match listed.method {
            0 if listed.size == listed.stored => Method::Stored,
            0 => return Err(Unusable::Damaged("a stored member has two sizes").into()),
            8 => Method::Deflated,
            other => return Err(Unusable::Method(other).into()),
        };
        let outside = || Unusable::Damaged("a member stands outside of the file");
        let header = listed.header.checked_add(directory.shift).ok_or_else(outside)?;
        let mut fixed = [0; HEADER_LENGTH];
        self.file.read_exact_at(&mut fixed, header).map_err(|_| outside())?;
        let mut named = vec![0; name.len()];
        self.file.read_exact_at(&mut named, header + HEADER_LENGTH as u64).map_err(|_| outside())?;
        let lengths =
            two(&fixed, 26).zip(two(&fixed, 28)).map(|(name, extra)| (u64::from(name), u64::from(extra)));
        let (length, extra) = lengths.ok_or_else(outside)?;
        let same = fixed.starts_with(HEADER)
            && two(&fixed, 8) == Some(listed.method)
            && length == name.len() as u64
            && named == name.as_bytes();
        if !same {
            return Err(Unusable::Damaged("a member is not what the directory says").into());
        }
        let start = header + HEADER_LENGTH as u64 + length + extra;
        if start.checked_add(listed.stored).is_none_or(|end| end > directory.start) {
            return Err(outside().into());
        }
        let stored = Span::new(self.file.clone(), start, listed.stored);
        Ok(Entry { header, method, stored, size: listed.size, checksum: listed.checksum })
    }
}

/// Reads the numbers of one entry; `extra` holds those that need more than four bytes.
fn listed(fixed: &[u8], extra: &[u8]) -> Option<Listed> {
    let mut long = zip64(extra);
    let mut number = |at| match four(fixed, at)? {
        ELSEWHERE => {
            let value = eight(long, 0)?;
            long = &long[8..];
            Some(value)
        }
        short => Some(u64::from(short)),
    };
    // In the order of the ZIP64 field.
    let (size, stored, header) = (number(24)?, number(20)?, number(42)?);
    let (flags, method, checksum) = (two(fixed, 8)?, two(fixed, 10)?, four(fixed, 16)?);
    Some(Listed { flags, method, checksum, stored, size, header })
}

/// The content of the ZIP64 field among the extra fields; empty when there is none.
fn zip64(mut extra: &[u8]) -> &[u8] {
    while let Some((id, length)) = two(extra, 0).zip(two(extra, 2)) {
        let Some((field, after)) = extra[4..].split_at_checked(usize::from(length)) else { break };
        if id == ZIP64 {
            return field;
        }
        extra = after;
    }
    &[]
}
