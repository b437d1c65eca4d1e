//! The bytes of a large document on their way through. A stream that does not end with status OK never ends as if
//! whole: the answer breaks off instead.

use std::{io, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::timeout;
use tonic::{Code, Status};

use super::framing::Unframer;
use crate::pool::{Entry, Reply};

/// Time for the back to give the next piece.
const IDLE: Duration = Duration::from_secs(30);

struct Source {
    reply: Reply,
    unframer: Unframer,
    /// What has arrived and is not handed on yet.
    arrived: Bytes,
    /// Bytes that were promised and have not come yet.
    left: u64,
    /// The call counts as in flight for as long as it is read.
    _entry: Entry,
}

/// A body of exactly `length` bytes, or one that breaks off.
pub fn body(reply: Reply, length: u64, entry: Entry) -> Body {
    let source =
        Source { reply, unframer: Unframer::default(), arrived: Bytes::new(), left: length, _entry: entry };
    Body::from_stream(stream::try_unfold(source, async |mut source: Source| {
        Ok::<_, io::Error>(source.next().await?.map(|piece| (piece, source)))
    }))
}

impl Source {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if self.left == 0 {
            return Ok(None);
        }
        let too_early = || io::Error::new(io::ErrorKind::UnexpectedEof, "document ends too early");
        let piece = self.piece().await?.ok_or_else(too_early)?;
        let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.left =
            self.left.checked_sub(size).ok_or_else(|| io::Error::other("document longer than promised"))?;
        // The last piece is handed on only when the status after it says that all is well.
        if self.left == 0 && self.piece().await?.is_some() {
            return Err(io::Error::other("document longer than promised"));
        }
        Ok(Some(piece))
    }

    /// The next bytes; nothing when the stream has ended with status OK.
    async fn piece(&mut self) -> io::Result<Option<Bytes>> {
        loop {
            if let Some(piece) = self.unframer.next(&mut self.arrived).map_err(io::Error::other)? {
                return Ok(Some(piece));
            }
            let stalled = |_| io::Error::new(io::ErrorKind::TimedOut, "document stalled");
            let broke_off =
                |status: Status| io::Error::other(format!("document broke off: {:?}", status.code()));
            if let Some(data) = timeout(IDLE, self.reply.data()).await.map_err(stalled)? {
                self.arrived = data.map_err(broke_off)?;
                continue;
            }
            let status = timeout(IDLE, self.reply.status()).await.map_err(stalled)?;
            return match status.code() {
                Code::Ok if self.unframer.is_between() => Ok(None),
                _ => Err(broke_off(status)),
            };
        }
    }
}
