//! `/forgot`: the way of a forgotten password. The same answer for everybody: a page that waits for a code.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::{Form, State, rejection::FormRejection},
};
use http::HeaderMap;
use serde::Deserialize;
use vantail_proto::portal::{AdvanceReply, ForgotRequest, Step};

use super::{
    Answer, Shell, entry,
    form::{self, LOGIN},
    html,
    trouble::{Trouble, Words},
};
use crate::{device, site::Site, visit::Visit};

/// What the form sends.
#[derive(Debug, Deserialize)]
pub struct Fields {
    #[serde(default)]
    login: String,
}

#[derive(Template)]
#[template(path = "forgot.html")]
struct Page<'a> {
    shell: Shell<'a>,
    login: &'a str,
    trouble: Option<&'a Trouble>,
}

/// `GET /forgot`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    html(&Page { shell: Shell::public(&site, &visit, "forgot-title"), login: "", trouble: None })
}

/// `POST /forgot`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    form: Result<Form<Fields>, FormRejection>,
) -> Answer {
    let Form(fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let (login, t) = (fields.login.trim(), visit.texts());
    let trouble = if login.is_empty() {
        Trouble::of_fields(t, "forgot-empty")
    } else if login.len() > LOGIN || login.chars().any(char::is_control) {
        Trouble::of_fields(t, "forgot-odd")
    } else {
        let request = ForgotRequest { login: login.to_owned(), device: device::of(&headers) };
        // Whoever has forgotten a password leaves an earlier session of this browser behind: the back ends it.
        match site.back.forgot(&visit.call(), request).await {
            Ok(mut reply) => {
                let mut step = AdvanceReply::default();
                step.token = take(&mut reply.token);
                step.set_next(Step::EmailCode);
                return entry::advance(&site, &visit, step);
            }
            Err(failure) => Trouble::of(failure, t, Words::new("forgot-odd", "forgot-odd"))?,
        }
    };
    let login = if login.len() <= LOGIN { login } else { "" };
    let shell = Shell::public(&site, &visit, "forgot-title");
    let page = html(&Page { shell, login, trouble: Some(&trouble) });
    Trouble::head_of(Some(&trouble), page)
}
