//! `/login/code`: the code from the mail, or that of the second factor.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::{RawQuery, State},
    response::{IntoResponse as _, Redirect},
};
use vantail_proto::portal::{CurrentReply, GiveCodeRequest, SendCodeRequest, Step};
use vantail_shared::failure::Failure;

use super::{
    super::{
        Answer, Shell,
        form::{Code, Own},
        scripted,
        trouble::{Trouble, Words, Wrong},
    },
    Elsewhere, advance, current, words,
};
use crate::{site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "entry/code.html")]
struct Page<'a> {
    shell: Shell<'a>,
    entry: &'a CurrentReply,
    by_mail: bool,
    /// Another code has just been sent.
    sent: bool,
    resend: u64,
    good: u64,
    trouble: Option<&'a Trouble>,
}

/// `GET /login/code`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    let sent = query.as_deref().unwrap_or("").split('&').any(|part| part == "sent");
    page(&site, &visit, sent, None).await
}

/// `POST /login/code`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(mut fields): Own<Code>,
) -> Answer {
    if let Some(problem) = fields.fault() {
        return page(&site, &visit, false, Some(Wrong::Field(problem))).await;
    }
    let request = GiveCodeRequest { code: take(&mut *fields.code) };
    match site.back.give_code(&visit.call(), request).await {
        Ok(reply) => advance(&site, &visit, reply),
        Err(failure) => again(&site, &visit, failure).await,
    }
}

/// `POST /login/code/send`
pub async fn send(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Elsewhere::Step(Step::Unspecified).answer(&visit);
    }
    match site.back.send_code(&visit.call(), SendCodeRequest {}).await {
        Ok(_) => Ok(Redirect::to(&visit.address("/login/code", "sent")).into_response()),
        Err(failure) => again(&site, &visit, failure).await,
    }
}

/// The page once more, with what is wrong.
async fn again(site: &Site, visit: &Visit, failure: Failure) -> Answer {
    let words = Words::new("code-wrong-plain", "code-odd");
    match Wrong::of(failure, words) {
        Ok(wrong) => page(site, visit, false, Some(wrong)).await,
        Err(failure) => Elsewhere::of(failure).answer(visit),
    }
}

/// The page with what was wrong with another answer than a code.
pub(super) async fn with(site: &Site, visit: &Visit, wrong: Wrong) -> Answer {
    page(site, visit, false, Some(wrong)).await
}

async fn page(site: &Site, visit: &Visit, sent: bool, wrong: Option<Wrong>) -> Answer {
    let entry = match current(site, visit, &[Step::EmailCode, Step::SecondFactor]).await {
        Ok(entry) => entry,
        Err(elsewhere) => return elsewhere.answer(visit),
    };
    let by_mail = entry.step() == Step::EmailCode;
    let title = if by_mail { "code-title" } else { "factor-title" };
    let t = words(&entry, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let mut shell = Shell::of_entry(site, visit, t, title);
    if !by_mail && entry.passkey {
        shell.scripts = vec![site.assets.passkey()];
    }
    let page = scripted(&Page {
        shell,
        entry: &entry,
        by_mail,
        sent,
        resend: u64::from(entry.resend_seconds),
        good: u64::from(entry.code_seconds),
        trouble: trouble.as_ref(),
    });
    Trouble::head_of(trouble.as_ref(), page)
}
