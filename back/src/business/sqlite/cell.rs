//! A cell of a `SQLite` file, read where it lies: a statement would take the whole of it into memory for any part.

use std::{
    io::{self, Read, Seek, SeekFrom},
    path::Path,
    time::Duration,
};

use aws_lc_rs::digest::{Context, SHA256};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use rusqlite::{Connection, Error, ErrorCode, MAIN_DB, OpenFlags, blob::Blob};
use vantail_shared::failure::{Code, Failure};

use super::{LOCK_WAIT, away};
use crate::query::Located;

/// Bytes that are in memory at once while all of a cell is read.
const STEP: usize = 64 * 1024;

/// At most `length` bytes of a cell from `offset`, and the size of the whole; `None` when the row is gone, is no longer the
/// person's, or holds no document.
pub(super) fn piece(
    path: &Path,
    located: &Located,
    offset: u64,
    length: usize,
    run: Duration,
) -> Result<Option<(u64, Bytes)>, Failure> {
    open(path, located, run, |blob, size| {
        let mut bytes = Vec::with_capacity(length.min(usize::try_from(size).unwrap_or(length)));
        blob.seek(SeekFrom::Start(offset.min(size)))?;
        blob.take(length as u64).read_to_end(&mut bytes)?;
        Ok(Bytes::from(bytes))
    })
}

/// The SHA-256 of a cell in hexadecimal, behind its size; `None` as [`piece`].
pub(super) fn digest(
    path: &Path,
    located: &Located,
    run: Duration,
) -> Result<Option<(u64, String)>, Failure> {
    open(path, located, run, |blob, _| {
        let (mut context, mut step) = (Context::new(&SHA256), vec![0; STEP]);
        loop {
            let read = blob.read(&mut step)?;
            if read == 0 {
                return Ok(HEXLOWER.encode(context.finish().as_ref()));
            }
            context.update(step.get(..read).unwrap_or_default());
        }
    })
}

/// Asks whose the row is and reads its cell as of one moment.
fn open<T>(
    path: &Path,
    located: &Located,
    run: Duration,
    read: impl FnOnce(&mut Blob<'_>, u64) -> io::Result<T>,
) -> Result<Option<(u64, T)>, Failure> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(failure)?;
    connection.busy_timeout(LOCK_WAIT).map_err(failure)?;
    connection.execute_batch(SETTINGS).map_err(failure)?;
    let begun = std::time::Instant::now();
    connection.progress_handler(super::STEPS, Some(move || begun.elapsed() >= run)).map_err(failure)?;
    let moment = connection.transaction().map_err(failure)?;
    let Some([Some(size), Some(row)]) = located.statement.run_here(&moment).map_err(failure)? else {
        return Ok(None);
    };
    let size = u64::try_from(size).map_err(Failure::internal)?;
    let (table, column) = (located.table.as_str(), located.column.as_str());
    let mut blob = moment.blob_open(MAIN_DB, table, column, row, true).map_err(failure)?;
    read(&mut blob, size).map(|read| Some((size, read))).map_err(away)
}

/// As of the readers.
const SETTINGS: &str = "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; \
     PRAGMA cache_size = -1024; PRAGMA temp_store = MEMORY";

fn failure(error: Error) -> Failure {
    match error.sqlite_error_code() {
        Some(ErrorCode::OperationInterrupted) => Failure::because(Code::Timeout, error),
        _ => away(error),
    }
}
