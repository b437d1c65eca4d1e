//! The record at the very end of a zip file, which says where the directory is.

use std::{fs::File, os::unix::fs::FileExt as _};

use vantail_shared::failure::Failure;

use super::super::{
    Unusable,
    bytes::{eight, four, two},
};
use crate::document::content::file_failure;

const END: &[u8] = b"PK\x05\x06";
const END_LENGTH: usize = 22;
const MAX_COMMENT: usize = u16::MAX as usize;
const LOCATOR: &[u8] = b"PK\x06\x07";
const LOCATOR_LENGTH: usize = 20;
const LONG_END: &[u8] = b"PK\x06\x06";
const LONG_END_LENGTH: usize = 56;

/// Where the directory is.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) entries: u64,
    pub(super) start: u64,
    pub(super) length: u64,
    /// Bytes that somebody put before the archive: all its offsets count from behind them.
    pub(super) shift: u64,
}

/// Finds the directory of a file of `size` bytes.
pub(super) fn directory(file: &File, size: u64) -> Result<Directory, Failure> {
    let no_zip = || Unusable::Damaged("it is no zip file, or cut at its end");
    let length = usize::try_from(size).unwrap_or(usize::MAX).min(MAX_COMMENT + END_LENGTH + LOCATOR_LENGTH);
    let start = size - length as u64;
    let mut tail = vec![0; length];
    file.read_exact_at(&mut tail, start).map_err(file_failure)?;
    // The last record whose comment ends with the file.
    let at = (0..(length + 1).saturating_sub(END_LENGTH)).rev().find(|at| {
        let comment = two(&tail, at + 20).map_or(usize::MAX, usize::from);
        tail[*at..].starts_with(END) && at + END_LENGTH + comment == length
    });
    let at = at.ok_or_else(no_zip)?;
    let locator = at.checked_sub(LOCATOR_LENGTH).and_then(|from| tail.get(from..at));
    let long = locator.filter(|locator| locator.starts_with(LOCATOR)).and_then(|locator| eight(locator, 8));
    let (entries, length, offset, end) = match long {
        None => {
            short(&tail[at..]).map(|(entries, length, offset)| (entries, length, offset, start + at as u64))
        }
        Some(place) => {
            let mut record = [0; LONG_END_LENGTH];
            file.read_exact_at(&mut record, place).map_err(|_| no_zip())?;
            long_end(&record).map(|(entries, length, offset)| (entries, length, offset, place))
        }
    }
    .ok_or_else(no_zip)?;
    let first = end.checked_sub(length).ok_or_else(no_zip)?;
    let shift = first.checked_sub(offset).ok_or_else(no_zip)?;
    Ok(Directory { entries, start: first, length, shift })
}

/// Count, length and offset; an archive in several files has no place here.
fn short(end: &[u8]) -> Option<(u64, u64, u64)> {
    let one_disk = two(end, 4)? == 0 && two(end, 6)? == 0 && two(end, 8)? == two(end, 10)?;
    let found = (two(end, 10)?.into(), four(end, 12)?.into(), four(end, 16)?.into());
    one_disk.then_some(found)
}

fn long_end(record: &[u8]) -> Option<(u64, u64, u64)> {
    let one_disk =
        four(record, 16)? == 0 && four(record, 20)? == 0 && eight(record, 24)? == eight(record, 32)?;
    let found = (eight(record, 32)?, eight(record, 40)?, eight(record, 48)?);
    (record.starts_with(LONG_END) && one_disk).then_some(found)
}
