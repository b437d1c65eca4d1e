//! gRPC's framing of `ReadReply`, written by hand: the bytes of a document are read behind the few that announce them
//! and pass through no codec buffer. On the wire it is what any gRPC client expects.

use bytes::{Buf as _, Bytes};
use futures_util::{Stream, StreamExt as _, stream};
use http::{HeaderMap, HeaderValue, Response, header};
use http_body::Frame;
use http_body_util::{BodyExt as _, Limited, StreamBody};
use prost::{
    Message,
    encoding::{WireType, encode_key, encode_varint, encoded_len_varint},
};
use tonic::{Request, Status, body::Body, metadata::MetadataMap};
use vantail_shared::{
    failure::{Code, Failure},
    piece::PREFIX,
};

/// The tag of `ReadReply.chunk`.
const CHUNK: u32 = 1;
/// What stands before `length` bytes of a document: the frame and the field's key and length.
pub(super) fn head(length: usize) -> Vec<u8> {
    let field = 1 + encoded_len_varint(length as u64);
    let message = u32::try_from(field + length).unwrap_or(u32::MAX);
    let mut head = Vec::with_capacity(PREFIX + field + length);
    head.push(0);
    head.extend(message.to_be_bytes());
    encode_key(CHUNK, WireType::LengthDelimited, &mut head);
    encode_varint(length as u64, &mut head);
    head
}

/// Takes one message out of a request, as tonic would.
pub(super) async fn one_message<M: Message + Default>(
    request: http::Request<Body>,
    largest: usize,
) -> Result<Request<M>, Status> {
    let invalid = || Failure::new(Code::Invalid).to_status();
    let (parts, body) = request.into_parts();
    let mut body = Limited::new(body, largest + PREFIX).collect().await.map_err(|_| invalid())?.to_bytes();
    if body.len() < PREFIX || body.get_u8() != 0 || body.get_u32() as usize != body.len() {
        return Err(invalid());
    }
    let message = M::decode(body).map_err(|_| invalid())?;
    Ok(Request::from_parts(MetadataMap::from_headers(parts.headers), parts.extensions, message))
}

/// A response of framed pieces that ends with the status: OK after the last piece, the failure's own otherwise.
pub(super) fn respond(pieces: impl Stream<Item = Result<Bytes, Status>> + Send + 'static) -> Response<Body> {
    let frames = stream::unfold(Some(Box::pin(pieces)), |pieces| async {
        let mut pieces = pieces?;
        Some(match pieces.next().await {
            Some(Ok(piece)) => (Frame::data(piece), Some(pieces)),
            Some(Err(status)) => (Frame::trailers(trailers(&status)), None),
            None => (Frame::trailers(trailers(&Status::ok(""))), None),
        })
    });
    let mut response = Response::new(Body::new(StreamBody::new(frames.map(Ok::<_, Status>))));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    response
}

fn trailers(status: &Status) -> HeaderMap {
    let mut map = HeaderMap::new();
    // Only a text that is no header value can fail here, and ours are empty.
    let _ = status.add_header(&mut map);
    map
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_proto::files::ReadReply;
    use vantail_shared::piece;

    use super::*;

    #[test]
    fn a_front_lets_whole_pieces_be_under_way() {
        let piece = piece::LENGTH as usize;
        assert_eq!(piece::WINDOW as usize % (head(piece).len() + piece), 0);
    }

    proptest! {
        #[test]
        fn the_head_and_the_bytes_are_the_message(chunk in prop::collection::vec(any::<u8>(), 1..70_000)) {
            let mut framed = head(chunk.len());
            framed.extend(&chunk);
            let mut wire = Bytes::from(framed);
            prop_assert_eq!(wire.get_u8(), 0);
            prop_assert_eq!(wire.get_u32() as usize, wire.len());
            prop_assert_eq!(ReadReply::decode(wire).unwrap().chunk, chunk);
        }
    }
}
