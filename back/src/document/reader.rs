//! The bytes of a large document as a stream. It is pulled by the connection's flow control: nothing is read that the
//! browser has not made room for, and one piece is in memory at a time.

use std::{
    fs::File,
    io::{self, IoSliceMut},
    os::unix::fs::FileExt as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use rustix::io::{Errno, ReadWriteFlags, preadv2};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::{AbortHandle, spawn_blocking},
    time::{Instant, timeout_at},
};
use tonic::Status;
use vantail_shared::failure::{Code, Failure};

/// Bytes of one piece. Larger ones save little, and each slow reader keeps one waiting.
const PIECE: u64 = 64 * 1024;

/// Bounds of the streams of one back.
#[derive(Debug, Clone)]
pub struct StreamLimits {
    /// Streams at once.
    places: Arc<Semaphore>,
    /// A reader that takes nothing for so long is let go.
    idle: Duration,
    /// No stream lives longer.
    total: Duration,
}

impl StreamLimits {
    /// `places` streams at once.
    pub fn new(places: usize, idle: Duration, total: Duration) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), idle, total }
    }
}

/// A part of an open document, to be sent.
#[derive(Debug)]
pub struct Reader {
    /// Emptied by the watchdog when the reader is let go: the file closes and the place is free at once, even while
    /// the other side takes nothing and the stream is not polled.
    held: Arc<Mutex<Option<Held>>>,
    offset: u64,
    end: u64,
    progress: watch::Sender<u64>,
    watchdog: AbortHandle,
}

#[derive(Debug)]
struct Held {
    file: Arc<File>,
    _place: OwnedSemaphorePermit,
}

impl Reader {
    /// Takes a place and begins at `offset`.
    ///
    /// # Errors
    /// `Busy` when all places are taken.
    pub fn begin(file: Arc<File>, offset: u64, length: u64, limits: &StreamLimits) -> Result<Self, Failure> {
        let place = limits.places.clone().try_acquire_owned();
        let place = place.map_err(|_| Failure::new(Code::Busy).retry_after(5))?;
        let held = Arc::new(Mutex::new(Some(Held { file, _place: place })));
        let (progress, watched) = watch::channel(offset);
        let watchdog = tokio::spawn(watch_over(held.clone(), watched, limits.idle, limits.total));
        Ok(Self { held, offset, end: offset + length, progress, watchdog: watchdog.abort_handle() })
    }

    /// The stream of pieces, each behind the head that `head` makes for its length: the file is read into the place
    /// where it is sent from. The stream ends without an error only after the last byte.
    pub fn into_stream(
        self,
        head: fn(usize) -> Vec<u8>,
    ) -> impl Stream<Item = Result<Bytes, Status>> + Send + 'static {
        stream::unfold(Some(self), move |reader| async move {
            let mut reader = reader?;
            if reader.offset == reader.end {
                return None;
            }
            match reader.next_piece(head).await {
                Ok(piece) => Some((Ok(piece), Some(reader))),
                Err(failure) => Some((Err(failure.to_status()), None)),
            }
        })
    }

    /// The file, unless the reader was let go.
    fn file(&self) -> Option<Arc<File>> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().map(|held| held.file.clone())
    }

    async fn next_piece(&mut self, head: fn(usize) -> Vec<u8>) -> Result<Bytes, Failure> {
        let file = self.file().ok_or_else(|| Failure::new(Code::Timeout))?;
        let length = usize::try_from(PIECE.min(self.end - self.offset)).map_err(Failure::internal)?;
        let piece = read_piece(file, self.offset, length, head(length)).await;
        let piece = piece.map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Failure::because(Code::Changed, error),
            _ => Failure::because(Code::Unavailable, error),
        })?;
        self.offset += length as u64;
        self.progress.send_replace(self.offset);
        Ok(piece)
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.watchdog.abort();
    }
}

/// Lets go of a reader that makes no progress, or has had its time.
async fn watch_over(
    held: Arc<Mutex<Option<Held>>>,
    mut progress: watch::Receiver<u64>,
    idle: Duration,
    total: Duration,
) {
    let end = Instant::now() + total;
    while let Ok(Ok(())) = timeout_at(end.min(Instant::now() + idle), progress.changed()).await {}
    held.lock().unwrap_or_else(PoisonError::into_inner).take();
}

/// Reads `length` bytes behind `piece`: at once what the page cache holds, in the blocking threads the rest.
async fn read_piece(file: Arc<File>, offset: u64, length: usize, mut piece: Vec<u8>) -> io::Result<Bytes> {
    let head = piece.len();
    piece.resize(head + length, 0);
    let place = &mut [IoSliceMut::new(&mut piece[head..])];
    let cached = preadv2(&file, place, offset, ReadWriteFlags::NOWAIT);
    let begun = match cached {
        Ok(count) if count == length => return Ok(piece.into()),
        Ok(count) => count,
        // Not in memory, or a file system that cannot tell.
        Err(Errno::AGAIN | Errno::OPNOTSUPP | Errno::INTR) => 0,
        Err(error) => return Err(error.into()),
    };
    spawn_blocking(move || {
        file.read_exact_at(&mut piece[head + begun..], offset + begun as u64)?;
        Ok(piece.into())
    })
    .await?
}

#[cfg(test)]
mod tests;
