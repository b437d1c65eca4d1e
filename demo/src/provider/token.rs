//! A code against an ID token (OpenID Connect Core 1.0, section 3.1.3).

use std::sync::Arc;

use anyhow::Result;
use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
};
use axum::{
    Form,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde::Deserialize;
use serde_json::json;

use super::{
    CLAIM, CLIENT, Desk, answer,
    authorize::{CODE_LIFE, Granted, drawn},
};

/// An ID token is good for so long, in seconds.
const LIFE: i64 = 300;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Given {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
}

/// `POST /token`
pub(super) async fn give(
    State(desk): State<Arc<Desk>>,
    headers: HeaderMap,
    Form(given): Form<Given>,
) -> Response {
    if !is_client(&desk, &headers) {
        return refused(StatusCode::UNAUTHORIZED, "invalid_client");
    }
    if given.grant_type != "authorization_code" {
        return refused(StatusCode::BAD_REQUEST, "unsupported_grant_type");
    }
    // Taken out whatever comes of it: a code is good for one use.
    let granted = desk.codes(|codes| codes.remove(&given.code));
    let Some(granted) = granted.filter(|granted| fits(&desk, granted, &given)) else {
        return refused(StatusCode::BAD_REQUEST, "invalid_grant");
    };
    match id_token(&desk, &granted) {
        Ok(token) => {
            let told = json!({
                "access_token": drawn(), "token_type": "Bearer", "expires_in": LIFE, "id_token": token,
            });
            unkept(answer(&told))
        }
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "server_error"),
    }
}

/// `client_secret_basic`; neither name nor secret holds a sign that would be encoded.
fn is_client(desk: &Desk, headers: &HeaderMap) -> bool {
    let told = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let told = told
        .and_then(|text| text.strip_prefix("Basic "))
        .and_then(|text| BASE64.decode(text.as_bytes()).ok());
    let known = format!("{CLIENT}:{}", desk.secret);
    told.is_some_and(|told| verify_slices_are_equal(&told, known.as_bytes()).is_ok())
}

fn fits(desk: &Desk, granted: &Granted, given: &Given) -> bool {
    let verifier = digest(&SHA256, given.code_verifier.as_bytes());
    desk.now() - granted.at < CODE_LIFE
        && granted.redirect_uri == given.redirect_uri
        && granted.challenge == BASE64URL_NOPAD.encode(verifier.as_ref())
}

fn id_token(desk: &Desk, granted: &Granted) -> Result<String> {
    let now = desk.now();
    let mut claims = json!({
        "iss": desk.issuer, "sub": granted.person.sub, "aud": CLIENT, "iat": now, "exp": now + LIFE,
        "nonce": granted.nonce,
    });
    if let Some(number) = granted.person.number {
        claims[CLAIM] = number.into();
    }
    desk.signer.sign(&claims)
}

fn refused(status: StatusCode, error: &str) -> Response {
    (status, unkept(answer(&json!({ "error": error })))).into_response()
}

fn unkept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
