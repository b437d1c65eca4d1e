//! `/account/factors/passkeys`: adding and removing passkeys. A script speaks with the authenticator.

use std::mem::take;

use axum::{
    Extension,
    extract::{Form, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use http::header;
use serde::Deserialize;
use vantail_proto::portal::{BeginPasskeyRequest, FinishPasskeyRequest, RemovePasskeyRequest};
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{
    super::{
        Answer,
        form::{self, CREDENTIAL, Password, secret},
        page::is_handle,
        trouble::{Trouble, Words, Wrong},
    },
    factors,
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

/// Longest name of a passkey, in bytes: 60 characters fit in any script.
const NAME: usize = 240;
const WORDS: Words = Words {
    code: "passkey-wrong",
    over: "passkey-late",
    changed: Some("passkey-known"),
    forbidden: Some("passkey-many"),
    ..Words::new("password-not-yours", "passkey-failed")
};

/// What an authenticator answered, as JSON, and what the passkey shall be called.
#[derive(Debug, Deserialize)]
pub struct Made {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    name: String,
}

/// The form that takes a passkey away. It has no `Debug`: a password is in it.
#[derive(Deserialize)]
pub struct Remove {
    #[serde(default)]
    handle: String,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
}

/// `POST /account/factors/passkeys`: the question, for the script.
pub async fn begin(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Password>, FormRejection>,
) -> Answer {
    let t = visit.texts();
    let Form(mut fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if visit.token.is_none() {
        return Ok(Trouble::of_fields(t, "login-ended").alone());
    }
    if let Some(problem) = fields.fault() {
        return Ok(Trouble::of_fields(t, problem).alone());
    }
    let request = BeginPasskeyRequest { password: take(&mut *fields.password) };
    match site.back.begin_passkey(&visit.call(), request).await {
        Ok(reply) => Ok(([(header::CONTENT_TYPE, "application/json")], reply.options).into_response()),
        Err(failure) if matches!(failure.code, Code::SignedOut | Code::StepDue) => {
            Ok(Trouble::of_fields(t, "login-ended").alone())
        }
        Err(failure) => Ok(Trouble::of(failure, t, WORDS)?.alone()),
    }
}

/// `POST /account/factors/passkeys/answer`
pub async fn finish(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Made>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let name = fields.name.trim();
    if fields.credential.is_empty() || fields.credential.len() > CREDENTIAL || name.len() > NAME {
        return factors::page(&site, &visit, None, Some(Wrong::Field("passkey-failed"))).await;
    }
    let request = FinishPasskeyRequest { credential: fields.credential.clone(), name: name.to_owned() };
    match site.back.finish_passkey(&visit.call(), request).await {
        Ok(reply) => factors::codes(&site, &visit, &reply.recovery_codes).await,
        Err(failure) => factors::page(&site, &visit, None, Some(Wrong::of(failure, WORDS)?)).await,
    }
}

/// `POST /account/factors/passkeys/remove`
pub async fn remove(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Remove>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(mut fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if fields.handle.is_empty() || !is_handle(&fields.handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    if let Some(problem) = form::fault(&fields.password) {
        return factors::page(&site, &visit, None, Some(Wrong::Field(problem))).await;
    }
    let request =
        RemovePasskeyRequest { handle: take(&mut fields.handle), password: take(&mut *fields.password) };
    match site.back.remove_passkey(&visit.call(), request).await {
        Ok(_) => Ok(Redirect::to("/account/factors?removed").into_response()),
        Err(failure) => factors::refused(&site, &visit, failure).await,
    }
}
