//! The bytes of a large document on their way through. A stream that does not end with status OK never ends as if
//! whole: the answer breaks off instead.

use std::{io, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;
use tokio::time::timeout;
use tonic::Streaming;
use vantail_proto::files::ReadReply;

use crate::pool::Entry;

/// Time for the back to give the next piece.
const IDLE: Duration = Duration::from_secs(30);

struct Source {
    pieces: Streaming<ReadReply>,
    /// Bytes that were promised and have not come yet.
    left: u64,
    /// The call counts as in flight for as long as it is read.
    _entry: Entry,
}

/// A body of exactly `length` bytes, or one that breaks off.
pub fn body(pieces: Streaming<ReadReply>, length: u64, entry: Entry) -> Body {
    let source = Source { pieces, left: length, _entry: entry };
    Body::from_stream(stream::try_unfold(source, async |mut source: Source| {
        Ok::<_, io::Error>(source.next().await?.map(|piece| (piece, source)))
    }))
}

impl Source {
    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        if self.left == 0 {
            return Ok(None);
        }
        let piece = loop {
            match self.message().await? {
                Some(reply) if reply.chunk.is_empty() => {}
                Some(reply) => break reply.chunk,
                None => return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "document ends too early")),
            }
        };
        let size = u64::try_from(piece.len()).unwrap_or(u64::MAX);
        self.left =
            self.left.checked_sub(size).ok_or_else(|| io::Error::other("document longer than promised"))?;
        // The last piece is handed on only when the status after it says that all is well.
        if self.left == 0 && self.message().await?.is_some() {
            return Err(io::Error::other("document longer than promised"));
        }
        Ok(Some(piece))
    }

    async fn message(&mut self) -> io::Result<Option<ReadReply>> {
        match timeout(IDLE, self.pieces.message()).await {
            Ok(Ok(message)) => Ok(message),
            Ok(Err(status)) => Err(io::Error::other(format!("document broke off: {:?}", status.code()))),
            Err(_) => Err(io::Error::new(io::ErrorKind::TimedOut, "document stalled")),
        }
    }
}
