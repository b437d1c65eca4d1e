//! `/login`: the way in.

use std::{mem::take, sync::Arc};

use askama::Template;
use axum::{
    Extension,
    extract::{Form, RawQuery, State, rejection::FormRejection},
};
use http::HeaderMap;
use serde::Deserialize;
use vantail_proto::portal::{AdvanceReply, DoorsReply, SignInRequest};
use zeroize::Zeroizing;

use super::{
    Answer, Shell, entry,
    form::{self, LOGIN, PASSWORD, secret},
    scripted,
    trouble::{Trouble, Words},
};
use crate::{device, site::Site, visit::Visit};

/// What the form sends. It has no `Debug`: a password is in it.
#[derive(Deserialize)]
pub struct Fields {
    #[serde(default)]
    login: String,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
}

#[derive(Template)]
#[template(path = "login.html")]
struct Page<'a> {
    shell: Shell<'a>,
    doors: Arc<DoorsReply>,
    /// What was typed; the password never comes back.
    login: &'a str,
    /// A kind sentence above the form.
    notice: Option<&'static str>,
    trouble: Option<&'a Trouble>,
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
        () if told("over") => Some("login-over"),
        () => None,
    };
    page(&site, &visit, "", notice, None).await
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
    let t = visit.texts();
    if let Some(problem) = fault(&fields) {
        let trouble = Trouble::of_fields(t, problem);
        return page(&site, &visit, &fields.login, None, Some(&trouble)).await;
    }
    let request = SignInRequest {
        login: fields.login.trim().to_owned(),
        // The message wipes it; what cannot be wiped are the buffers of the two connections that it passes through.
        password: take(&mut *fields.password),
        device: device::of(&headers),
    };
    // Whoever signs in leaves an earlier session of this browser behind: the back ends it.
    match site.back.sign_in(&visit.call(), request).await {
        Ok(mut reply) => {
            let mut step = AdvanceReply::default();
            (step.next, step.terms_due) = (reply.next, reply.terms_due);
            (step.token, step.browser) = (take(&mut reply.token), take(&mut reply.browser));
            entry::advance(&site, &visit, step)
        }
        Err(failure) => {
            let words = Words::new("login-wrong", "login-wrong");
            let trouble = Trouble::of(failure, t, words)?;
            page(&site, &visit, &fields.login, None, Some(&trouble)).await
        }
    }
}

/// The form once more, after another way in was refused.
pub(super) async fn again(site: &Site, visit: &Visit, trouble: &Trouble) -> Answer {
    page(site, visit, "", None, Some(trouble)).await
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

async fn page(
    site: &Site,
    visit: &Visit,
    login: &str,
    notice: Option<&'static str>,
    trouble: Option<&Trouble>,
) -> Answer {
    let doors = site.doors.get(&site.back, &visit.call(), site.clock.now()).await;
    let login = if login.len() <= LOGIN { login } else { "" };
    let title = if trouble.is_some() { "login-title-again" } else { "login-title" };
    let mut shell = Shell::public(site, visit, title);
    shell.scripts = vec![site.assets.password()];
    if doors.passkeys {
        shell.scripts.push(site.assets.passkey());
    }
    let page = scripted(&Page { shell, doors, login, notice, trouble });
    Trouble::head_of(trouble, page)
}
