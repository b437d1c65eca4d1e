//! The request id, the access line and the metrics. The line holds the route's template, never the path, the query, a
//! cookie or a name.

use std::{any::Any, time::Instant};

use axum::{
    body::Body,
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, StatusCode};
use http_body::Body as _;
use metrics::{counter, histogram};
use tracing::info;

use super::headers;
use crate::{
    error::{self, Cause},
    site::Site,
    visit::Visit,
};

/// Outermost: what happens inside is seen here, errors get their pages, and every answer its headers.
pub async fn record(State(site): State<Site>, request: Request, next: Next) -> Response {
    let begin = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let (mut parts, body) = request.into_parts();
    let visit = Visit::of(&parts, &site);
    let request_id = visit.request_id.clone();
    parts.extensions.insert(visit);

    let request = Request::from_parts(parts, body);
    let mut response = headers::secure(error::pages(State(site), request, next).await);
    if let Ok(value) = HeaderValue::from_str(request_id.as_str()) {
        response.headers_mut().insert("x-request-id", value);
    }

    let route = matched.as_ref().map_or("unmatched", MatchedPath::as_str);
    let status = response.status().as_u16();
    let elapsed = begin.elapsed();
    let ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let bytes = response.body().size_hint().exact();
    let (request_id, method) = (request_id.as_str(), known(&method));
    if let Some(Cause(cause)) = response.extensions_mut().remove::<Cause>() {
        tracing::error!(route, method, status, ms, bytes, request_id, cause, "answered");
    } else {
        info!(route, method, status, ms, bytes, request_id, "answered");
    }
    let labels = [("route", route.to_owned()), ("method", method.to_owned()), ("status", status.to_string())];
    counter!("vantail_front_requests_total", &labels).increment(1);
    histogram!("vantail_front_request_seconds", "route" => route.to_owned()).record(elapsed.as_secs_f64());
    response
}

/// A method as a label: what a stranger invents becomes no new one.
fn known(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}

/// A handler panicked: a fault of ours. Its message may hold anything, so that it is not logged.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
    response.extensions_mut().insert(Cause("a handler panicked".to_owned()));
    response
}
