//! Failures as browsers see them: one mapping from codes to HTTP, one page for every status.

use askama::Template;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderValue, StatusCode, header};
use tracing::error;
use vantail_shared::failure::{Code, Failure};

use crate::{cookies, pages::Shell, site::Site, visit::Visit};

/// A failure on its way to the browser.
#[derive(Debug)]
pub struct Refusal(pub Failure);

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

/// The inner face of a failure, for the access line: the one place where it is logged.
#[derive(Debug, Clone)]
pub struct Cause(pub String);

/// Marks an answer whose content stays although its status tells of an error.
#[derive(Debug, Clone, Copy)]
pub struct Finished;

/// Seconds after which to try again when nobody named a time.
const RETRY_AFTER: u32 = 5;

/// The one mapping from codes to HTTP.
pub fn status(code: Code) -> StatusCode {
    match code {
        Code::Unspecified | Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::SignedOut | Code::StepDue => StatusCode::SEE_OTHER,
        Code::WrongCredentials => StatusCode::UNAUTHORIZED,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::Forbidden | Code::SignInDue => StatusCode::FORBIDDEN,
        Code::Invalid => StatusCode::BAD_REQUEST,
        Code::Throttled => StatusCode::TOO_MANY_REQUESTS,
        Code::Busy | Code::Unavailable | Code::Timeout => StatusCode::SERVICE_UNAVAILABLE,
        Code::Changed => StatusCode::CONFLICT,
        Code::WrongCode | Code::CodeOver | Code::WeakPassword => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(failure) = self;
        if failure.code == Code::SignedOut {
            return ended();
        }
        if failure.code == Code::StepDue {
            return to_next_step();
        }
        let mut response = status(failure.code).into_response();
        if failure.retry_after > 0 {
            response.headers_mut().insert(header::RETRY_AFTER, failure.retry_after.into());
        }
        if failure.cause.is_some() {
            response.extensions_mut().insert(Cause(failure.explain()));
        }
        response
    }
}

/// To the sign-in page, which says that the session has ended.
pub fn ended() -> Response {
    let location = HeaderValue::from_static("/login?ended");
    (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::SET_COOKIE, cookies::clear())])
        .into_response()
}

/// To the sign-in page, from a page that needs a session. No word of where from: addresses tell nothing.
pub fn to_sign_in() -> Response {
    Redirect::to("/login").into_response()
}

/// To what waits to be done before the other pages open: the terms, which know what is left.
pub fn to_next_step() -> Response {
    Redirect::to("/terms").into_response()
}

#[derive(Template)]
#[template(path = "error.html")]
struct Page<'a> {
    shell: Shell<'a>,
    status: u16,
    title: &'static str,
    text: &'static str,
    request_id: &'a str,
    wait: Option<u64>,
    signed_in: bool,
}

/// Gives every answer that tells of an error its page, whoever made it: a handler, a layer, the router.
pub async fn pages(State(site): State<Site>, request: Request, next: Next) -> Response {
    let Some(visit) = request.extensions().get::<Visit>().cloned() else { return next.run(request).await };
    let mut response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<Finished>().is_some() {
        return response;
    }
    let headers = response.headers_mut();
    if status == StatusCode::SERVICE_UNAVAILABLE && !headers.contains_key(header::RETRY_AFTER) {
        headers.insert(header::RETRY_AFTER, RETRY_AFTER.into());
    }
    let wait = headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    headers.remove(header::CONTENT_LENGTH);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    let (title, text) = words(status);
    let page = Page {
        shell: Shell::public(&site, &visit, title),
        status: status.as_u16(),
        title,
        text,
        request_id: visit.request_id.as_str(),
        wait,
        signed_in: visit.token.is_some(),
    };
    match page.render() {
        Ok(html) => response.map(|_| html.into()),
        Err(problem) => {
            error!(%problem, "the page for errors cannot be rendered");
            response
        }
    }
}

/// What each status says: a title and a sentence.
fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        401 | 403 => ("error-403-title", "error-403-text"),
        404 => ("error-404-title", "error-404-text"),
        405 => ("error-405-title", "error-405-text"),
        408 => ("error-408-title", "error-408-text"),
        409 => ("error-409-title", "error-409-text"),
        413 => ("error-413-title", "error-413-text"),
        414 => ("error-414-title", "error-414-text"),
        429 => ("error-429-title", "error-429-text"),
        503 => ("error-503-title", "error-503-text"),
        400..=499 => ("error-400-title", "error-400-text"),
        _ => ("error-500-title", "error-500-text"),
    }
}
