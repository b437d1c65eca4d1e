//! What forms send, and forms that cannot be read.

use std::{error::Error, iter::successors};

use axum::{
    extract::{Form, FromRequest, Request, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use tower_http::timeout::TimeoutError;
use zeroize::Zeroizing;

use crate::visit::Visit;

/// Longest sign-in name or e-mail address, in bytes.
pub(super) const LOGIN: usize = 256;
/// Longest password, in bytes: 128 characters fit in any script.
pub(super) const PASSWORD: usize = 512;
/// Longest code that is typed, in bytes: with blanks and hyphens between its signs.
pub(super) const CODE: usize = 64;
/// Longest answer of an authenticator, in bytes.
pub(super) const CREDENTIAL: usize = 12 * 1024;

/// A form of somebody who is signed in, or about to be. Everybody else is led to the sign-in page. It has no `Debug`: a
/// secret may be in it.
pub struct Own<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Own<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let visit = request.extensions().get::<Visit>();
        if visit.is_none_or(|visit| visit.token.is_none()) {
            let language = visit.map_or("", Visit::lang_query);
            return Err(Redirect::to(&format!("/login{language}")).into_response());
        }
        match Form::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(rejection) => Err(refuse(&rejection)),
        }
    }
}

/// A code that was typed. It has no `Debug`, as all forms with secrets.
#[derive(Deserialize)]
pub struct Code {
    #[serde(default, deserialize_with = "secret")]
    pub(super) code: Zeroizing<String>,
}

impl Code {
    /// The sentence for what cannot be a code at all.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let code = self.code.trim();
        if code.is_empty() {
            Some("code-empty")
        } else {
            (code.len() > CODE || code.chars().any(char::is_control)).then_some("code-odd")
        }
    }
}

/// The password that was typed to confirm a change; none where the account has none.
#[derive(Deserialize)]
pub struct Password {
    #[serde(default, deserialize_with = "secret")]
    pub(super) password: Zeroizing<String>,
}

/// A new password, typed twice.
#[derive(Deserialize)]
pub struct NewPassword {
    #[serde(default, deserialize_with = "secret")]
    pub(super) current: Zeroizing<String>,
    #[serde(default, deserialize_with = "secret")]
    pub(super) password: Zeroizing<String>,
    #[serde(default, deserialize_with = "secret")]
    pub(super) confirm: Zeroizing<String>,
}

impl NewPassword {
    /// The sentence for what needs no rule to be wrong.
    pub(super) fn fault(&self) -> Option<&'static str> {
        fault(&self.password)
            .or_else(|| (self.password.as_str() != self.confirm.as_str()).then_some("password-unlike"))
    }
}

/// The sentence for what cannot be a password at all.
pub(super) fn fault(password: &str) -> Option<&'static str> {
    if password.is_empty() {
        Some("password-empty")
    } else {
        (password.len() > PASSWORD).then_some("password-too-long")
    }
}

/// A text that is wiped from memory after use.
pub(super) fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(deserializer).map(Zeroizing::new)
}

/// The answer to a form that could not be read: its page is made from the status.
pub(super) fn refuse(rejection: &FormRejection) -> Response {
    status(rejection).into_response()
}

/// RFC 9110, section 15.5.9: a body that did not come in time is no fault of its form.
fn status(rejection: &FormRejection) -> StatusCode {
    let late = successors(rejection.source(), |error| (*error).source()).any(<dyn Error>::is::<TimeoutError>);
    if late { StatusCode::REQUEST_TIMEOUT } else { rejection.status() }
}
