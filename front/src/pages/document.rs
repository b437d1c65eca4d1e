//! `/d/{handle}`: a document.

use axum::{
    Extension,
    body::Body,
    extract::{Path, RawQuery, State},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use vantail_proto::files::{FetchReply, FetchRequest, Outcome, ReadRequest};
use vantail_shared::failure::{Code, Failure};

use super::{Answer, page::is_handle};
use crate::{
    document::{disposition, range, stream},
    error::{Finished, to_sign_in},
    site::Site,
    visit::Visit,
};

/// What may be shown in place, whatever the back says: nothing that can hold a script.
const INLINE: [&str; 6] =
    ["application/pdf", "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"];
/// A document is no page: it loads nothing, runs nothing, sends nothing and stands in no frame. Chromium's own viewer
/// shows a PDF under it all the same.
const SANDBOX: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

/// `GET /d/{handle}` and `HEAD /d/{handle}`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(handle): Path<String>,
    RawQuery(query): RawQuery,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    if !is_asked_for_here(&headers) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if handle.is_empty() || !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let request = FetchRequest {
        handle: handle.clone(),
        range: text(header::RANGE).filter(|_| method == Method::GET).and_then(range::parse),
        if_range: text(header::IF_RANGE).map(range::if_range).unwrap_or_default(),
        if_none_match: text(header::IF_NONE_MATCH).map(range::tags).unwrap_or_default(),
        head: method == Method::HEAD,
    };
    let mut reply = site.back.fetch(&visit.call(), request).await?;
    let body = if method == Method::HEAD || !matches!(reply.outcome(), Outcome::Whole | Outcome::Part) {
        Body::empty()
    } else if let Some(bytes) = reply.body.take() {
        if u64::try_from(bytes.len()).ok() != Some(reply.length) {
            return Err(Failure::internal("a document of another length than it says").into());
        }
        site.small.body(bytes)?
    } else if reply.length == 0 {
        Body::empty()
    } else {
        let request =
            ReadRequest { handle, etag: reply.etag.clone(), offset: reply.offset, length: reply.length };
        let (framed, entry) = site.back.read(&visit.call(), request).await?;
        stream::body(framed, reply.length, entry)
    };
    let download = query.as_deref() == Some("download");
    answer(&reply, download, body)
}

/// Only our own pages and the address bar lead to documents (Fetch Metadata).
pub(super) fn is_asked_for_here(headers: &HeaderMap) -> bool {
    match headers.get("sec-fetch-site") {
        None => true,
        Some(site) => site == "same-origin" || site == "none",
    }
}

fn answer(reply: &FetchReply, download: bool, body: Body) -> Answer {
    let (status, length) = match reply.outcome() {
        Outcome::Whole => (StatusCode::OK, Some(reply.size)),
        Outcome::Part => (StatusCode::PARTIAL_CONTENT, Some(reply.length)),
        Outcome::NotModified => (StatusCode::NOT_MODIFIED, None),
        Outcome::Unsatisfiable => (StatusCode::RANGE_NOT_SATISFIABLE, Some(0)),
        Outcome::Unspecified => return Err(Failure::internal("a document without an outcome").into()),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.extensions_mut().insert(Finished);
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::ETAG, value(&reply.etag)?);
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    if status == StatusCode::PARTIAL_CONTENT {
        let last = (reply.offset + reply.length).saturating_sub(1);
        let text = format!("bytes {}-{last}/{}", reply.offset, reply.size);
        headers.insert(header::CONTENT_RANGE, value(&text)?);
    } else if status == StatusCode::RANGE_NOT_SATISFIABLE {
        headers.insert(header::CONTENT_RANGE, value(&format!("bytes */{}", reply.size))?);
    }
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    if matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        let inline = reply.inline && !download && INLINE.contains(&reply.media_type.as_str());
        headers.insert(header::CONTENT_TYPE, value(&reply.media_type)?);
        headers.insert(header::CONTENT_DISPOSITION, disposition::header(inline, &reply.file_name));
    }
    Ok(response)
}

fn value(text: &str) -> Result<HeaderValue, Failure> {
    HeaderValue::from_str(text).map_err(Failure::internal)
}
