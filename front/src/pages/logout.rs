//! `POST /logout`: ends the session here and in the browser.

use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderValue, header};
use vantail_proto::portal::SignOutRequest;

use crate::{cookies, error::Cause, site::Site, visit::Visit};

/// `POST /logout`
pub async fn submit(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Response {
    let ended = match &visit.token {
        Some(_) => site.back.sign_out(&visit.call(), SignOutRequest {}).await.err(),
        None => None,
    };
    let headers = [
        (header::SET_COOKIE, cookies::clear()),
        // Quoted names of a list (Clear Site Data, section 3.1): the back button shows nothing afterwards.
        (
            header::HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
        ),
    ];
    let mut response = (headers, Redirect::to("/login?signed-out")).into_response();
    // The browser is cleared in any case: whoever leaves a shared computer must not stay signed in on it.
    if let Some(failure) = ended {
        response.extensions_mut().insert(Cause(format!(
            "sign-out: {:?} {}",
            failure.code,
            failure.explain()
        )));
    }
    response
}
