//! `POST /logout`: ends the session here and in the browser.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderValue, header};
use vantail_proto::portal::{SignOutReply, SignOutRequest};

use super::away;
use crate::{cookies, error::Cause, site::Site, visit::Visit};

/// Quoted names of a list (Clear Site Data, section 3.1): the back button shows nothing afterwards.
const ALL: HeaderValue = HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
/// The same for a known browser, which stays one: only the session's cookie is taken away, by itself.
const ALL_BUT_COOKIES: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// `POST /logout`
pub async fn submit(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Response {
    let ended = match &visit.token {
        Some(_) => site.back.sign_out(&visit.call(), SignOutRequest {}).await,
        None => Ok(SignOutReply::default()),
    };
    let provider = ended.as_ref().map_or("", |reply| &reply.provider_url);
    let (title, text) = ("away-sign-out-title", "away-sign-out-text");
    let mut response = match away::page(&site, &visit, provider, title, text) {
        Ok(page) if !provider.is_empty() => page,
        _ => Redirect::to("/login?signed-out").into_response(),
    };
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, cookies::clear());
    headers.insert("clear-site-data", if visit.browser.is_some() { ALL_BUT_COOKIES } else { ALL });
    // The browser is cleared in any case: whoever leaves a shared computer must not stay signed in on it.
    if let Err(failure) = ended {
        let cause = Cause(format!("sign-out: {:?} {}", failure.code, failure.explain()));
        response.extensions_mut().insert(cause);
    }
    response
}
