//! A request with one message, framed by hand: for calls whose answer is taken as it comes.

use bytes::{BufMut as _, BytesMut};
use http::{HeaderValue, header};
use http_body_util::Full;
use prost::Message;
use tonic::{Request, body::Body};
use vantail_shared::{call::Call, failure::Failure};

/// Bytes of a message's frame: whether it is compressed (1) and its length (4), see "gRPC over HTTP2".
const FRAME: usize = 5;

/// A gRPC request with `message` and the context of the call.
pub(super) fn request<M: Message>(
    path: &'static str,
    call: &Call,
    message: &M,
) -> Result<http::Request<Body>, Failure> {
    let length = message.encoded_len();
    let mut body = BytesMut::with_capacity(FRAME + length);
    body.put_u8(0);
    body.put_u32(u32::try_from(length).map_err(Failure::internal)?);
    message.encode(&mut body).map_err(Failure::internal)?;

    let mut context = Request::new(());
    call.write(context.metadata_mut());
    let (metadata, ..) = context.into_parts();
    let mut headers = metadata.into_headers();
    headers.insert(header::TE, HeaderValue::from_static("trailers"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    let mut request =
        http::Request::post(path).body(Body::new(Full::new(body.freeze()))).map_err(Failure::internal)?;
    *request.headers_mut() = headers;
    Ok(request)
}
