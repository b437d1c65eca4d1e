//! `/account/password`: another password.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect},
};
use http::header;
use vantail_proto::portal::{ChangePasswordRequest, PasswordRulesRequest};
use vantail_shared::failure::Failure;

use super::super::{
    Answer, Shell,
    form::{self, NewPassword, Own},
    rules::{self, Shown},
    scripted, texts,
    trouble::{Trouble, Words, Wrong},
};
use crate::{cookies, error::to_sign_in, site::Site, visit::Visit};

const WORDS: Words = Words::new("password-not-yours", "password-odd");

#[derive(Template)]
#[template(path = "account/password.html")]
struct Page<'a> {
    shell: Shell<'a>,
    /// For password managers.
    login: &'a str,
    rules: Vec<Shown>,
    trouble: Option<&'a Trouble>,
}

/// `GET /account/password`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    page(&site, &visit, None).await
}

/// `POST /account/password`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(mut fields): Own<NewPassword>,
) -> Answer {
    if let Some(problem) = form::fault(&fields.current).or_else(|| fields.fault()) {
        return page(&site, &visit, Some(Wrong::Field(problem))).await;
    }
    let request =
        ChangePasswordRequest { current: take(&mut *fields.current), password: take(&mut *fields.password) };
    match site.back.change_password(&visit.call(), request).await {
        Ok(reply) => {
            let cookie = cookies::set(&reply.token).map_err(Failure::internal)?;
            Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/account?password")).into_response())
        }
        Err(failure) => page(&site, &visit, Some(Wrong::of(failure, WORDS)?)).await,
    }
}

async fn page(site: &Site, visit: &Visit, wrong: Option<Wrong>) -> Answer {
    let reply = site.back.password_rules(&visit.call(), PasswordRulesRequest {}).await?;
    let frame = reply.frame.unwrap_or_default();
    let t = texts(&frame.language, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let rules = rules::shown(&reply.rules, trouble.as_ref(), t);
    let mut shell = Shell::signed_in(site, t, t.say("account-password"), (&frame).into(), "/account");
    shell.scripts = vec![site.assets.password()];
    let page = scripted(&Page { shell, login: &reply.login, rules, trouble: trouble.as_ref() });
    Trouble::head_of(trouble.as_ref(), page)
}
