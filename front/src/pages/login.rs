//! `/login`: the way in.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::{Form, RawQuery, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Deserializer};
use vantail_proto::portal::SignInRequest;
use vantail_shared::failure::{Code, Failure};
use zeroize::Zeroizing;

use super::{Answer, Shell, form, html};
use crate::{
    cookies, device,
    error::{Finished, Refusal, status},
    site::Site,
    visit::Visit,
};

/// Longest sign-in name, in bytes.
const LOGIN: usize = 256;
/// Longest password, in bytes: 128 characters fit in any script.
const PASSWORD: usize = 512;

/// What the form sends. It has no `Debug`: a password is in it.
#[derive(Deserialize)]
pub struct Fields {
    #[serde(default)]
    login: String,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
}

/// A text that is wiped from memory after use.
fn secret<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Zeroizing<String>, D::Error> {
    String::deserialize(deserializer).map(Zeroizing::new)
}

#[derive(Template)]
#[template(path = "login.html")]
struct Page<'a> {
    shell: Shell<'a>,
    /// What was typed; the password never comes back.
    login: &'a str,
    /// A kind sentence above the form.
    notice: Option<&'static str>,
    /// What went wrong.
    problem: Option<&'static str>,
    /// Seconds to wait.
    wait: Option<u64>,
}

/// `GET /login`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    let told = |key: &str| query.as_deref().unwrap_or("").split('&').any(|part| part == key);
    let notice = match () {
        () if told("ended") => Some("login-ended"),
        () if told("signed-out") => Some("login-signed-out"),
        () => None,
    };
    let shell = Shell::public(&site, &visit, "login-title");
    html(&Page { shell, login: "", notice, problem: None, wait: None })
}

/// `POST /login`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Answer {
    let Form(mut fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if let Some(problem) = fault(&fields) {
        return again(&site, &visit, &fields.login, problem, StatusCode::UNPROCESSABLE_ENTITY, 0);
    }
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let request = SignInRequest {
        login: fields.login.trim().to_owned(),
        // The message wipes it; what cannot be wiped are the buffers of the two connections that it passes through.
        password: take(&mut *fields.password),
        device: device::describe(agent),
    };
    // Whoever signs in leaves an earlier session of this browser behind.
    let call = vantail_shared::call::Call { token: None, ..visit.call() };
    match site.back.sign_in(&call, request).await {
        Ok(reply) => welcome(&reply.token),
        Err(failure) => match problem(failure.code) {
            Some(problem) => {
                again(&site, &visit, &fields.login, problem, status(failure.code), failure.retry_after)
            }
            None => Err(failure.into()),
        },
    }
}

/// What is wrong with the fields before anybody is asked.
fn fault(fields: &Fields) -> Option<&'static str> {
    if fields.login.trim().is_empty() || fields.password.is_empty() {
        Some("login-empty")
    } else if fields.login.len() > LOGIN || fields.password.len() > PASSWORD {
        Some("login-too-long")
    } else if fields.login.chars().any(char::is_control) {
        Some("login-wrong")
    } else {
        None
    }
}

/// The sentence for a failure after which the form is shown again.
fn problem(code: Code) -> Option<&'static str> {
    match code {
        Code::WrongCredentials | Code::Invalid => Some("login-wrong"),
        Code::Throttled => Some("login-throttled"),
        Code::Busy => Some("login-busy"),
        _ => None,
    }
}

fn welcome(token: &str) -> Answer {
    // The header for the browser stays in its connection's buffers until they are used again.
    let cookie = cookies::set(token).map_err(Failure::internal)?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response())
}

/// The form once more, with the name that was typed.
fn again(
    site: &Site,
    visit: &Visit,
    login: &str,
    problem: &'static str,
    status: StatusCode,
    retry_after: u32,
) -> Result<Response, Refusal> {
    let wait = (retry_after > 0).then(|| u64::from(retry_after));
    let kept = if login.len() <= LOGIN { login } else { "" };
    let shell = Shell::public(site, visit, "login-title-again");
    let mut response = html(&Page { shell, login: kept, notice: None, problem: Some(problem), wait })?;
    *response.status_mut() = status;
    if retry_after > 0 {
        response.headers_mut().insert(header::RETRY_AFTER, retry_after.into());
    }
    response.extensions_mut().insert(Finished);
    Ok(response)
}
