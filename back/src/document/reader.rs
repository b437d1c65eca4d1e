//! The bytes of a large document as a stream. It is pulled by the connection's flow control: nothing is read that the
//! browser has not made room for, and one piece is in memory at a time.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::AbortHandle,
    time::{Instant, timeout_at},
};
use tonic::Status;
use tracing::warn;
use vantail_shared::{
    failure::{Code, Failure},
    piece,
};

use super::content::Content;

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
    /// Emptied by the watchdog when the reader is let go: the document closes and the place is free at once, even while
    /// the other side takes nothing and the stream is not polled.
    held: Arc<Mutex<Option<Held>>>,
    offset: u64,
    end: u64,
    progress: watch::Sender<u64>,
    watchdog: AbortHandle,
}

#[derive(Debug)]
struct Held {
    /// Absent while a piece is being read.
    content: Option<Content>,
    _place: OwnedSemaphorePermit,
}

impl Reader {
    /// Takes a place and begins at `offset`.
    ///
    /// # Errors
    /// `Busy` when all places are taken.
    pub fn begin(
        mut content: Content,
        offset: u64,
        length: u64,
        limits: &StreamLimits,
    ) -> Result<Self, Failure> {
        let place = limits.places.clone().try_acquire_owned();
        let place = place.map_err(|_| Failure::new(Code::Busy).retry_after(5))?;
        content.until(offset + length);
        let held = Arc::new(Mutex::new(Some(Held { content: Some(content), _place: place })));
        let (progress, watched) = watch::channel(offset);
        let watchdog = tokio::spawn(watch_over(held.clone(), watched, limits.idle, limits.total));
        Ok(Self { held, offset, end: offset + length, progress, watchdog: watchdog.abort_handle() })
    }

    /// The stream of pieces, each behind the head that `head` makes for its length: the bytes are read into the
    /// place where they are sent from. The stream ends without an error only after the last byte.
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
                Err(failure) => {
                    if matches!(failure.code, Code::Unavailable | Code::Internal) {
                        warn!(cause = failure.explain(), "a download was broken off");
                    }
                    Some((Err(failure.to_status()), None))
                }
            }
        })
    }

    async fn next_piece(&mut self, head: fn(usize) -> Vec<u8>) -> Result<Bytes, Failure> {
        let length = usize::try_from(u64::from(piece::LENGTH).min(self.end - self.offset))
            .map_err(Failure::internal)?;
        let let_go = || Failure::new(Code::Timeout);
        let mut content = self.held(|held| held.content.take()).flatten().ok_or_else(let_go)?;
        let piece = content.read(self.offset, length, head(length)).await?;
        self.held(|held| held.content = Some(content)).ok_or_else(let_go)?;
        self.offset += length as u64;
        self.progress.send_replace(self.offset);
        Ok(piece)
    }

    /// What the reader holds, unless it was let go.
    fn held<T>(&self, with: impl FnOnce(&mut Held) -> T) -> Option<T> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).as_mut().map(with)
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

#[cfg(test)]
mod tests;
