//! What a back answers to one call, as it comes (see "gRPC over HTTP2").

use std::fmt::Display;

use bytes::{Buf as _, Bytes, BytesMut};
use h2::RecvStream;
use http::{Response, StatusCode};
use prost::Message;
use tonic::{Code, Status};
use vantail_shared::piece::PREFIX;

/// Largest message that is taken, in bytes.
const LARGEST: usize = 4 << 20;

/// An answer whose head has come. Dropped before its end, it tells the back to stop.
#[derive(Debug)]
pub struct Reply {
    body: RecvStream,
    /// Bytes handed out last, for which the back has no room yet.
    taken: usize,
    arrived: Arrived,
}

/// Bytes that no message was taken out of yet. Nearly always one message is one piece, which is taken as it is.
#[derive(Debug, Default)]
struct Arrived {
    piece: Bytes,
    /// Several pieces, put together.
    pieces: BytesMut,
}

impl Reply {
    /// # Errors
    /// The status that stands in place of an answer.
    pub(super) fn begin(response: Response<RecvStream>) -> Result<Self, Status> {
        if response.status() != StatusCode::OK {
            return Err(Status::unavailable(format!("HTTP status {}", response.status())));
        }
        match Status::from_header_map(response.headers()) {
            Some(status) if status.code() != Code::Ok => Err(status),
            _ => Ok(Self { body: response.into_body(), taken: 0, arrived: Arrived::default() }),
        }
    }

    /// The next bytes, whatever they mean; nothing when the status comes next. Whoever asks is done with those before:
    /// only then the back may send more, so that a slow reader holds what the window holds and no more.
    pub async fn data(&mut self) -> Option<Result<Bytes, Status>> {
        // It fails only for more than was taken.
        let _ = self.body.flow_control().release_capacity(std::mem::take(&mut self.taken));
        let data = self.body.data().await?;
        Some(data.map_err(|error| away(&error)).inspect(|bytes| self.taken = bytes.len()))
    }

    /// The status after the last byte. An answer without one was cut.
    pub async fn status(&mut self) -> Status {
        match self.body.trailers().await {
            Ok(trailers) => trailers
                .and_then(|trailers| Status::from_header_map(&trailers))
                .unwrap_or_else(|| Status::unavailable("no status at the end")),
            Err(error) => away(&error),
        }
    }

    /// The one message of an answer that has one.
    ///
    /// # Errors
    /// The status at its end unless it is OK, or what is wrong with its form.
    pub(super) async fn only<M: Message + Default>(mut self) -> Result<M, Status> {
        let message = self.next().await?.ok_or_else(malformed)?;
        match self.next::<M>().await? {
            None => Ok(message),
            Some(_) => Err(malformed()),
        }
    }

    /// The next message; nothing after the last one.
    ///
    /// # Errors
    /// As [`Reply::only`].
    pub(super) async fn next<M: Message + Default>(&mut self) -> Result<Option<M>, Status> {
        loop {
            if let Some(message) = self.arrived.message()? {
                return M::decode(message).map(Some).map_err(|_| malformed());
            }
            if let Some(data) = self.data().await {
                self.arrived.add(data?);
                continue;
            }
            let status = self.status().await;
            return match status.code() {
                Code::Ok if self.arrived.is_empty() => Ok(None),
                Code::Ok => Err(malformed()),
                _ => Err(status),
            };
        }
    }
}

impl Arrived {
    fn is_empty(&self) -> bool {
        self.piece.is_empty() && self.pieces.is_empty()
    }

    fn add(&mut self, data: Bytes) {
        if self.is_empty() {
            self.piece = data;
            return;
        }
        if self.pieces.is_empty() {
            let whole = length(&self.piece).ok().flatten().map_or(0, |length| PREFIX + length);
            self.pieces.reserve(whole.max(self.piece.len() + data.len()));
            self.pieces.extend_from_slice(&std::mem::take(&mut self.piece));
        }
        self.pieces.extend_from_slice(&data);
    }

    /// Takes a message, once it is whole.
    fn message(&mut self) -> Result<Option<Bytes>, Status> {
        let arrived: &[u8] = if self.pieces.is_empty() { &self.piece } else { &self.pieces };
        let Some(length) = length(arrived)? else { return Ok(None) };
        if arrived.len() < PREFIX + length {
            return Ok(None);
        }
        let mut message = if self.pieces.is_empty() {
            self.piece.split_to(PREFIX + length)
        } else {
            self.pieces.split_to(PREFIX + length).freeze()
        };
        message.advance(PREFIX);
        Ok(Some(message))
    }
}

/// The length of the message that begins here; nothing while its prefix is not whole.
fn length(arrived: &[u8]) -> Result<Option<usize>, Status> {
    let Some((prefix, _)) = arrived.split_first_chunk::<PREFIX>() else { return Ok(None) };
    let [compressed, length @ ..] = *prefix;
    match u32::from_be_bytes(length) as usize {
        _ if compressed != 0 => Err(malformed()),
        length if length > LARGEST => Err(Status::out_of_range("the back's answer is too large")),
        length => Ok(Some(length)),
    }
}

/// The transport failed: the back has said nothing.
pub(super) fn away(error: &impl Display) -> Status {
    Status::unavailable(error.to_string())
}

fn malformed() -> Status {
    Status::internal("the back's answer is not of its form")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn framed(messages: &[Vec<u8>]) -> Vec<u8> {
        let mut wire = Vec::new();
        for message in messages {
            wire.push(0);
            wire.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
            wire.extend(message);
        }
        wire
    }

    proptest! {
        #[test]
        fn however_it_is_cut_the_messages_come_out(
            messages in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..5),
            cuts: Vec<prop::sample::Index>,
        ) {
            let wire = framed(&messages);
            let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(wire.len() + 1)).collect();
            places.extend([0, wire.len()]);
            places.sort_unstable();
            let (mut arrived, mut out) = (Arrived::default(), Vec::new());
            for part in places.windows(2) {
                arrived.add(Bytes::copy_from_slice(&wire[part[0]..part[1]]));
                while let Some(message) = arrived.message().unwrap() {
                    out.push(message.to_vec());
                }
            }
            prop_assert_eq!(out, messages);
            prop_assert!(arrived.is_empty());
        }

        #[test]
        fn nothing_makes_it_panic(pieces: Vec<Vec<u8>>) {
            let mut arrived = Arrived::default();
            for piece in pieces {
                arrived.add(piece.into());
                let _ = arrived.message();
            }
        }
    }

    #[test]
    fn what_is_compressed_or_too_large_is_refused() {
        for (prefix, code) in
            [([1, 0, 0, 0, 1], Code::Internal), ([0, 0x00, 0x40, 0x00, 0x01], Code::OutOfRange)]
        {
            let mut arrived = Arrived::default();
            arrived.add(Bytes::copy_from_slice(&prefix));
            assert_eq!(arrived.message().unwrap_err().code(), code);
        }
    }
}
