//! `/account/factors/passkeys`: adding and removing passkeys. A script speaks with the authenticator.

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
        form::{self, CREDENTIAL, Own, Password, secret},
        page::is_handle,
        trouble::{Trouble, Words, Wrong},
    },
    confirm::confirmed,
    factors,
};
use crate::{site::Site, visit::Visit};

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
    let Form(fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    // The script shows a sentence: a page would not do.
    let ended = || Ok(Trouble::of_fields(t, "login-ended").alone());
    if visit.token.is_none() {
        return ended();
    }
    let call =
        async |password| site.back.begin_passkey(&visit.call(), BeginPasskeyRequest { password }).await;
    match confirmed(fields.password, WORDS, call).await {
        Ok(Ok(reply)) => Ok(([(header::CONTENT_TYPE, "application/json")], reply.options).into_response()),
        Ok(Err(wrong)) => Ok(wrong.told(t)?.alone()),
        Err(failure) if matches!(failure.code, Code::SignedOut | Code::StepDue) => ended(),
        Err(failure) => Err(failure.into()),
    }
}

/// `POST /account/factors/passkeys/answer`
pub async fn finish(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(fields): Own<Made>,
) -> Answer {
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
    Own(Remove { handle, password }): Own<Remove>,
) -> Answer {
    if handle.is_empty() || !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let call = async |password| {
        site.back.remove_passkey(&visit.call(), RemovePasskeyRequest { handle, password }).await
    };
    match confirmed(password, factors::WORDS, call).await? {
        Ok(_) => Ok(Redirect::to("/account/factors?removed").into_response()),
        Err(wrong) => factors::page(&site, &visit, None, Some(wrong)).await,
    }
}
