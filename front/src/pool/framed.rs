//! The head and the message of a call, as they go out (see "gRPC over HTTP2").

use std::time::Duration;

use bytes::{BufMut as _, Bytes};
use http::{HeaderMap, HeaderValue, header};
use prost::Message;
use tonic::Request;
use vantail_shared::{call::Call, failure::Failure, piece::PREFIX};
use zeroize::Zeroizing;

/// A message behind its prefix. It may hold a password: this copy is wiped when the connection is done with it.
pub(super) fn message<M: Message>(message: &M) -> Result<Bytes, Failure> {
    let length = message.encoded_len();
    let mut framed = Zeroizing::new(Vec::with_capacity(PREFIX + length));
    framed.put_u8(0);
    framed.put_u32(u32::try_from(length).map_err(Failure::internal)?);
    message.encode(&mut *framed).map_err(Failure::internal)?;
    Ok(Bytes::from_owner(framed))
}

/// The head of a call: its context, and the time that the back has for it where that is bounded.
pub(super) fn head(call: &Call, limit: Option<Duration>) -> HeaderMap {
    let mut context = Request::new(());
    call.write(context.metadata_mut());
    if let Some(limit) = limit {
        context.set_timeout(limit);
    }
    with_kind(context.into_parts().0.into_headers())
}

/// The head of a call that nobody in particular makes.
pub(super) fn bare_head() -> HeaderMap {
    with_kind(HeaderMap::new())
}

fn with_kind(mut headers: HeaderMap) -> HeaderMap {
    headers.insert(header::TE, HeaderValue::from_static("trailers"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers
}
