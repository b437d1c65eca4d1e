//! The gap that the CSRF layer leaves: it lets a POST pass that has neither `Sec-Fetch-Site` nor `Origin`, as from a
//! program. With a session cookie that is no program of ours.

use axum::{
    extract::Request,
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, Method, StatusCode, header};

use crate::cookies;

/// The answer to a change whose sender cannot be told.
pub fn refusal(request: &Request) -> Option<Response> {
    let refused = request.method() == Method::POST && !is_told(request.headers());
    refused.then(|| StatusCode::FORBIDDEN.into_response())
}

fn is_told(headers: &HeaderMap) -> bool {
    let names_sender = headers.contains_key("sec-fetch-site") || headers.contains_key(header::ORIGIN);
    names_sender || cookies::token(headers).is_none()
}
