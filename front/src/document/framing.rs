//! gRPC's framing of `ReadReply`, undone by hand: a document's bytes are handed on in the pieces in which they arrive,
//! without being put together first. A slow browser then holds what its window holds and no more.

use bytes::{Buf as _, Bytes};
use vantail_shared::piece::PREFIX;

/// Key of the field `chunk`: number 1, length-delimited.
const CHUNK_KEY: u8 = 0x0a;
/// Longest head: the frame, the key, a varint of 32 bits.
const LONGEST_HEAD: usize = PREFIX + 1 + 5;

/// What comes is not what a back sends.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the back's stream is not of its form")]
pub(super) struct Malformed;

/// Where in the stream of messages we are.
#[derive(Debug, Default)]
pub(super) struct Unframer {
    /// The beginning of a head that is not complete yet.
    head: Vec<u8>,
    /// Bytes of the current chunk that are still to come.
    left: usize,
}

impl Unframer {
    /// Takes the document's next bytes off `arrived`; nothing when `arrived` is used up.
    pub(super) fn next(&mut self, arrived: &mut Bytes) -> Result<Option<Bytes>, Malformed> {
        while !arrived.is_empty() {
            if self.left > 0 {
                let piece = arrived.split_to(self.left.min(arrived.len()));
                self.left -= piece.len();
                return Ok(Some(piece));
            }
            self.head.push(arrived.get_u8());
            if let Some(length) = parse(&self.head)? {
                self.left = length;
                self.head.clear();
            } else if self.head.len() >= LONGEST_HEAD {
                return Err(Malformed);
            }
        }
        Ok(None)
    }

    /// Whether the stream may end here: between two messages.
    pub(super) fn is_between(&self) -> bool {
        self.left == 0 && self.head.is_empty()
    }
}

/// The chunk's length, when the head is complete. An empty message is a chunk of no bytes.
fn parse(head: &[u8]) -> Result<Option<usize>, Malformed> {
    let Some((frame, field)) = head.split_at_checked(PREFIX) else { return Ok(None) };
    let message = u32::from_be_bytes([frame[1], frame[2], frame[3], frame[4]]) as usize;
    if frame[0] != 0 {
        return Err(Malformed);
    }
    if message == 0 {
        return Ok(Some(0));
    }
    let Some((key, varint)) = field.split_first() else { return Ok(None) };
    if *key != CHUNK_KEY {
        return Err(Malformed);
    }
    let Some(last) = varint.last() else { return Ok(None) };
    if last & 0x80 != 0 {
        return Ok(None);
    }
    let parts = varint.iter().enumerate();
    let length = parts.fold(0_usize, |sum, (at, byte)| sum | usize::from(byte & 0x7f) << (7 * at));
    // The chunk must be all of its message.
    if 1 + varint.len() + length == message { Ok(Some(length)) } else { Err(Malformed) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use prost::Message as _;
    use vantail_proto::files::ReadReply;

    use super::*;

    fn framed(chunks: &[Vec<u8>]) -> Vec<u8> {
        let mut wire = Vec::new();
        for chunk in chunks {
            let message = ReadReply { chunk: chunk.clone().into() }.encode_to_vec();
            wire.push(0);
            wire.extend(u32::try_from(message.len()).unwrap().to_be_bytes());
            wire.extend(message);
        }
        wire
    }

    /// Feeds the wire in parts cut at `cuts`.
    fn unframe(wire: &[u8], cuts: &[prop::sample::Index]) -> Result<(Vec<u8>, bool), Malformed> {
        let mut places: Vec<usize> = cuts.iter().map(|cut| cut.index(wire.len() + 1)).collect();
        places.extend([0, wire.len()]);
        places.sort_unstable();
        let (mut unframer, mut out) = (Unframer::default(), Vec::new());
        for part in places.windows(2) {
            let mut arrived = Bytes::copy_from_slice(&wire[part[0]..part[1]]);
            while let Some(piece) = unframer.next(&mut arrived)? {
                out.extend(piece);
            }
        }
        Ok((out, unframer.is_between()))
    }

    proptest! {
        #[test]
        fn however_it_is_cut_the_bytes_come_out(
            chunks in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..400), 0..5),
            cuts: Vec<prop::sample::Index>,
        ) {
            prop_assert_eq!(unframe(&framed(&chunks), &cuts), Ok((chunks.concat(), true)));
        }

        #[test]
        fn a_stream_that_is_cut_short_is_not_between_messages(
            chunk in prop::collection::vec(any::<u8>(), 1..400), at: prop::sample::Index,
        ) {
            let wire = framed(std::slice::from_ref(&chunk));
            let short = &wire[..=at.index(wire.len() - 2)];
            prop_assert!(!unframe(short, &[]).unwrap().1);
        }

        #[test]
        fn nothing_makes_it_panic(wire: Vec<u8>, cuts: Vec<prop::sample::Index>) {
            let _ = unframe(&wire, &cuts);
        }
    }

    #[test]
    fn what_no_back_sends_is_refused() {
        for wire in [
            &[1, 0, 0, 0, 3, 0x0a, 1, 7][..],
            &[0, 0, 0, 0, 3, 0x12, 1, 7],
            &[0, 0, 0, 0, 9, 0x0a, 1, 7],
            &[0, 0, 0, 0, 9, 0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(unframe(wire, &[]), Err(Malformed), "{wire:?}");
        }
    }
}
