//! `/login/new-password`: a password of one's own, by the rules.

use std::mem::take;

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::{ChoosePasswordRequest, PasswordReason, Step};

use super::{
    super::{
        Answer, Shell,
        form::{NewPassword, Own},
        rules::{self, Shown},
        scripted,
        trouble::{Trouble, Words, Wrong},
    },
    current, stepped, words,
};
use crate::{site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "entry/new_password.html")]
struct Page<'a> {
    shell: Shell<'a>,
    /// Why it is asked for.
    reason: &'static str,
    /// For password managers; empty on the way of a forgotten password.
    login: &'a str,
    rules: Vec<Shown>,
    trouble: Option<&'a Trouble>,
}

/// `GET /login/new-password`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    page(&site, &visit, None).await
}

/// `POST /login/new-password`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(mut fields): Own<NewPassword>,
) -> Answer {
    if let Some(problem) = fields.fault() {
        return page(&site, &visit, Some(Wrong::Field(problem))).await;
    }
    let request = ChoosePasswordRequest { password: take(&mut *fields.password) };
    let reply = site.back.choose_password(&visit.call(), request).await;
    let words = Words::new("password-odd", "password-odd");
    stepped(&site, &visit, reply, words, async |wrong| page(&site, &visit, Some(wrong)).await).await
}

async fn page(site: &Site, visit: &Visit, wrong: Option<Wrong>) -> Answer {
    let entry = match current(site, visit, &[Step::NewPassword]).await {
        Ok(entry) => entry,
        Err(elsewhere) => return elsewhere.answer(visit),
    };
    let t = words(&entry, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let mut shell = Shell::of_entry(site, visit, t, "new-password-title");
    shell.scripts = vec![site.assets.password()];
    let reason = match entry.reason() {
        PasswordReason::Unspecified | PasswordReason::Initial => "new-password-initial",
        PasswordReason::Forgotten => "new-password-forgotten",
        PasswordReason::Rules => "new-password-rules",
        PasswordReason::Expired => "new-password-expired",
    };
    let rules = rules::shown(&entry.rules, trouble.as_ref(), t);
    let page = scripted(&Page { shell, reason, login: &entry.login, rules, trouble: trouble.as_ref() });
    Trouble::head_of(trouble.as_ref(), page)
}
