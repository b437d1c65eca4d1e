//! `/account`: the account itself, its language and its open sessions.

use askama::Template;
use axum::{
    Extension,
    extract::{Form, RawQuery, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::portal::{AccountRequest, EndSessionRequest, SetLanguageRequest};
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{Answer, Shell, form, html, page::is_handle, texts};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "account.html")]
struct Page<'a> {
    shell: Shell<'a>,
    login: &'a str,
    email: &'a str,
    sessions: Vec<Session<'a>>,
    others: u64,
    idle: u64,
    absolute: u64,
    notice: Option<&'static str>,
}

struct Session<'a> {
    /// Empty for the session of this request.
    handle: &'a str,
    device: &'a str,
    opened: u64,
    last_used: u64,
}

/// The form that ends one session, or all others with an empty handle.
#[derive(Debug, Deserialize)]
pub struct EndSession {
    #[serde(default)]
    handle: String,
}

/// The form that chooses a language.
#[derive(Debug, Deserialize)]
pub struct ChooseLanguage {
    #[serde(default)]
    language: String,
}

/// `GET /account`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let reply = site.back.account(&visit.call(), AccountRequest {}).await?;
    let frame = reply.frame.unwrap_or_default();
    let t = texts(&frame.language, &visit);
    let sessions: Vec<_> = reply
        .sessions
        .iter()
        .map(|session| Session {
            handle: &session.handle,
            device: if session.device.is_empty() { t.say("device-unknown") } else { &session.device },
            opened: session.opened,
            last_used: session.last_used,
        })
        .collect();
    let notice = match query.as_deref() {
        Some("ended") => Some("account-session-ended"),
        Some("language") => Some("account-language-kept"),
        _ => None,
    };
    html(&Page {
        shell: Shell::signed_in(&site, t, t.say("account-title"), (&frame).into(), "/account"),
        login: &reply.login,
        email: &reply.email,
        others: sessions.iter().map(|session| u64::from(!session.handle.is_empty())).sum(),
        sessions,
        idle: u64::from(reply.idle_limit_seconds),
        absolute: u64::from(reply.absolute_limit_seconds),
        notice,
    })
}

/// `POST /account/sessions`
pub async fn end_session(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<EndSession>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(EndSession { handle }) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    if !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    site.back.end_session(&visit.call(), EndSessionRequest { handle }).await?;
    Ok(Redirect::to("/account?ended").into_response())
}

/// `POST /language`
pub async fn set_language(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<ChooseLanguage>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let language = match form {
        Ok(Form(choice)) => choice.language.parse::<Language>(),
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let Ok(language) = language else { return Err(Failure::new(Code::Invalid).into()) };
    let request = SetLanguageRequest { language: language.code().to_owned() };
    site.back.set_language(&visit.call(), request).await?;
    Ok(Redirect::to("/account?language").into_response())
}
