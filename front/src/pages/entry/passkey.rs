//! Passkeys at the door: a script asks for the question, and sends the authenticator's answer as any form is sent.

use std::mem::take;

use axum::{
    Extension,
    extract::{Form, State, rejection::FormRejection},
    response::{IntoResponse as _, Response},
};
use http::{HeaderMap, header};
use serde::Deserialize;
use vantail_proto::portal::{AskPasskeyReply, AskPasskeyRequest, GivePasskeyRequest, Step};
use vantail_shared::{
    call::Call,
    failure::{Code, Failure},
};

use super::{
    super::{
        Answer,
        form::{self, CREDENTIAL},
        login,
        trouble::{Trouble, Words, Wrong},
    },
    Elsewhere, advance, code,
};
use crate::{cookies, device, site::Site, visit::Visit};

const WORDS: Words =
    Words { code: "passkey-wrong", over: "passkey-late", ..Words::new("passkey-unknown", "passkey-unknown") };

/// What an authenticator answered, as JSON.
#[derive(Debug, Deserialize)]
pub struct Credential {
    #[serde(default)]
    credential: String,
}

/// `POST /login/passkey`: the question, instead of name and password.
pub async fn ask(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    // Who gives up half-way is still who they were.
    question(&site, &visit, Call { token: None, ..visit.call() }).await
}

/// `POST /login/code/passkey`: the question, as the second factor.
pub async fn ask_second(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    question(&site, &visit, visit.call()).await
}

async fn question(site: &Site, visit: &Visit, call: Call) -> Answer {
    match site.back.ask_passkey(&call, AskPasskeyRequest {}).await {
        Ok(reply) => options(&reply),
        Err(failure) if matches!(failure.code, Code::SignedOut | Code::StepDue) => {
            Ok(Trouble::of_fields(visit.texts(), "login-over").alone())
        }
        Err(failure) => Ok(Trouble::of(failure, visit.texts(), WORDS)?.alone()),
    }
}

fn options(reply: &AskPasskeyReply) -> Result<Response, crate::error::Refusal> {
    let mut response = ([(header::CONTENT_TYPE, "application/json")], reply.options.clone()).into_response();
    if !reply.token.is_empty() {
        let cookie = cookies::set_way(&reply.token).map_err(Failure::internal)?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `POST /login/passkey/answer`
pub async fn answer(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: Result<Form<Credential>, FormRejection>,
) -> Answer {
    let Some(mut holder) = cookies::way(&headers) else {
        return Elsewhere::Over.answer(&visit);
    };
    match give(&site, &visit, &headers, (form, take(&mut *holder))).await {
        Given::Answer(answer) => answer.map(|mut answer| {
            answer.headers_mut().append(header::SET_COOKIE, cookies::clear_way());
            answer
        }),
        Given::Refused(wrong) => login::again(&site, &visit, &wrong.told(visit.texts())?).await,
    }
}

/// `POST /login/code/passkey/answer`
pub async fn answer_second(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: Result<Form<Credential>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Elsewhere::Step(Step::Unspecified).answer(&visit);
    }
    match give(&site, &visit, &headers, (form, String::new())).await {
        Given::Answer(answer) => answer,
        Given::Refused(wrong) => code::with(&site, &visit, wrong).await,
    }
}

enum Given {
    Answer(Answer),
    Refused(Wrong),
}

async fn give(
    site: &Site,
    visit: &Visit,
    headers: &HeaderMap,
    (form, holder): (Result<Form<Credential>, FormRejection>, String),
) -> Given {
    let Form(mut fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Given::Answer(Ok(form::refuse(&rejection))),
    };
    if fields.credential.is_empty() || fields.credential.len() > CREDENTIAL {
        return Given::Refused(Wrong::Field("passkey-failed"));
    }
    let mut request = GivePasskeyRequest::default();
    (request.credential, request.device) = (take(&mut fields.credential), device::of(headers));
    request.holder = holder;
    match site.back.give_passkey(&visit.call(), request).await {
        Ok(reply) => Given::Answer(advance(site, visit, reply)),
        Err(failure) => match Wrong::of(failure, WORDS) {
            Ok(wrong) => Given::Refused(wrong),
            Err(failure) => Given::Answer(Elsewhere::of(failure).answer(visit)),
        },
    }
}
