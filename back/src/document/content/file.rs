//! A file of a folder.

use std::{
    fs::File,
    io::{self, IoSliceMut},
    os::unix::fs::FileExt as _,
    sync::Arc,
};

use bytes::Bytes;
use rustix::io::{Errno, ReadWriteFlags, preadv2};
use vantail_shared::failure::{Code, Failure};

use crate::document::visits::{PIECE, Visits};

/// An open file.
#[derive(Debug, Clone)]
pub struct FileContent {
    file: Arc<File>,
    visits: Visits,
}

impl FileContent {
    pub(in crate::document) fn new(file: Arc<File>, visits: Visits) -> Self {
        Self { file, visits }
    }

    /// Reads behind `piece`: at once what the page cache holds, in the blocking threads the rest.
    pub(in crate::document) async fn read(
        &self,
        offset: u64,
        length: usize,
        mut piece: Vec<u8>,
    ) -> Result<Bytes, Failure> {
        let head = piece.len();
        piece.resize(head + length, 0);
        let place = &mut [IoSliceMut::new(&mut piece[head..])];
        let begun = match preadv2(&self.file, place, offset, ReadWriteFlags::NOWAIT) {
            Ok(count) if count == length => return Ok(piece.into()),
            Ok(count) => count,
            // Not in memory, or a file system that cannot tell.
            Err(Errno::AGAIN | Errno::OPNOTSUPP | Errno::INTR) => 0,
            Err(error) => return Err(failure(error.into())),
        };
        let file = self.file.clone();
        let read = move || {
            file.read_exact_at(&mut piece[head + begun..], offset + begun as u64).map_err(failure)?;
            Ok(piece.into())
        };
        self.visits.visit(PIECE, read).await
    }
}

/// An end that comes too soon is a document that became shorter; anything else is the disk.
pub(in crate::document) fn failure(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Failure::because(Code::Changed, error),
        _ => Failure::because(Code::Unavailable, error),
    }
}
