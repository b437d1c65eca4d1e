//! `/account/email`: another e-mail address, proved by a code.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::portal::{
    AccountReply, AccountRequest, CancelEmailRequest, ChangeEmailRequest, ConfirmEmailRequest,
};
use zeroize::Zeroizing;

use super::{
    super::{
        Answer, Shell,
        form::{Code, LOGIN, Own, secret},
        scripted, texts,
        trouble::{Trouble, Words, Wrong},
    },
    confirm::{Confirm, confirmed},
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

const WORDS: Words = Words::new("password-not-yours", "email-odd");

/// The form that begins the change. It has no `Debug`: a password is in it.
#[derive(Deserialize)]
pub struct Change {
    #[serde(default)]
    email: String,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
}

#[derive(Template)]
#[template(path = "account/email.html")]
struct Page<'a> {
    shell: Shell<'a>,
    account: &'a AccountReply,
    /// What was typed.
    email: &'a str,
    good: u64,
    confirm: Confirm,
    trouble: Option<&'a Trouble>,
}

/// `GET /account/email`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    page(&site, &visit, "", None).await
}

/// `POST /account/email`
pub async fn change(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(Change { email, password }): Own<Change>,
) -> Answer {
    let email = email.trim();
    if !is_address(email) {
        return page(&site, &visit, email, Some(Wrong::Field("email-odd"))).await;
    }
    let call = async |password| {
        let request = ChangeEmailRequest { password, email: email.to_owned() };
        site.back.change_email(&visit.call(), request).await
    };
    match confirmed(password, WORDS, call).await? {
        Ok(_) => Ok(Redirect::to("/account/email").into_response()),
        Err(wrong) => page(&site, &visit, email, Some(wrong)).await,
    }
}

/// `POST /account/email/code`
pub async fn confirm(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(mut fields): Own<Code>,
) -> Answer {
    if let Some(problem) = fields.fault() {
        return page(&site, &visit, "", Some(Wrong::Field(problem))).await;
    }
    let request = ConfirmEmailRequest { code: take(&mut *fields.code) };
    match site.back.confirm_email(&visit.call(), request).await {
        Ok(_) => Ok(Redirect::to("/account?email").into_response()),
        Err(failure) => {
            let words = Words::new("code-wrong-plain", "code-odd");
            page(&site, &visit, "", Some(Wrong::of(failure, words)?)).await
        }
    }
}

/// `POST /account/email/cancel`
pub async fn cancel(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    site.back.cancel_email(&visit.call(), CancelEmailRequest {}).await?;
    Ok(Redirect::to("/account?email-cancelled").into_response())
}

/// Whether something could be an address. That it is one is proved by the code alone.
fn is_address(text: &str) -> bool {
    let parts = text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
    parts && text.len() <= LOGIN && !text.chars().any(|c| c.is_control() || c.is_whitespace())
}

async fn page(site: &Site, visit: &Visit, email: &str, wrong: Option<Wrong>) -> Answer {
    let mut account = site.back.account(&visit.call(), AccountRequest {}).await?;
    let frame = account.frame.take().unwrap_or_default();
    let t = texts(&frame.language, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let mut shell = Shell::signed_in(site, t, t.say("account-email"), (&frame).into(), "/account");
    shell.scripts = vec![site.assets.password()];
    let email = if email.len() <= LOGIN { email } else { "" };
    let good = u64::from(account.pending_seconds);
    let confirm = Confirm(account.confirmation());
    let page = scripted(&Page { shell, account: &account, email, good, confirm, trouble: trouble.as_ref() });
    Trouble::head_of(trouble.as_ref(), page)
}
