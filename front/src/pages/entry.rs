//! The steps of a sign-in under way: each has a page, the back alone knows which of them it is. Whoever comes to the wrong
//! one, by the back button or from another tab, is led to the right one.

pub mod code;
pub mod enrol;
pub mod new_password;
pub mod no_email;
pub mod passkey;

use std::{future::Future, mem::take};

use askama::Template;
use axum::{
    Extension,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::header;
use vantail_proto::portal::{AdvanceReply, CurrentReply, CurrentRequest, LeaveRequest, Step};
use vantail_shared::failure::{Code, Failure};

use super::{
    Answer, Shell, html, texts,
    trouble::{Words, Wrong},
};
use crate::{cookies, site::Site, texts::Texts, visit::Visit};

/// Where the browser goes instead of showing a step.
#[derive(Debug)]
pub enum Elsewhere {
    /// To the step that it is.
    Step(Step),
    /// To the beginning: there is no entry, or it has ended.
    Over,
    /// Nowhere: a page of its own.
    Failed(Failure),
}

impl Elsewhere {
    /// What a failure of a step means. The cookie stays: in the browser of whoever has just signed in by another tab it is
    /// that of the session.
    pub fn of(failure: Failure) -> Self {
        match failure.code {
            Code::SignedOut => Self::Over,
            // The page of codes asks which step it is.
            Code::StepDue => Self::Step(Step::EmailCode),
            _ => Self::Failed(failure),
        }
    }

    /// The answer.
    ///
    /// # Errors
    /// [`Elsewhere::Failed`].
    pub fn answer(self, visit: &Visit) -> Answer {
        match self {
            Self::Step(step) => Ok(to(path(step), visit)),
            Self::Over => Ok(Redirect::to(&visit.address("/login", "over")).into_response()),
            Self::Failed(failure) => Err(failure.into()),
        }
    }
}

/// The page of a step.
fn path(step: Step) -> &'static str {
    match step {
        Step::Unspecified => "/login",
        Step::Done => "/",
        Step::NewPassword => "/login/new-password",
        Step::EmailCode | Step::SecondFactor => "/login/code",
        Step::NoEmail => "/login/no-email",
        Step::Enrol => "/login/enrol",
    }
}

/// To a page before sign-in, in the language that the address names.
fn to(path: &str, visit: &Visit) -> Response {
    let language = if path.starts_with("/login") { visit.lang_query() } else { "" };
    Redirect::to(&format!("{path}{language}")).into_response()
}

/// What the entry waits for, when it is one of `steps`.
async fn current(site: &Site, visit: &Visit, steps: &[Step]) -> Result<CurrentReply, Elsewhere> {
    if visit.token.is_none() {
        return Err(Elsewhere::Step(Step::Unspecified));
    }
    let reply = site.back.current(&visit.call(), CurrentRequest {}).await.map_err(|failure| {
        // Asked here again, this would lead in a circle.
        if failure.code == Code::StepDue { Elsewhere::Over } else { Elsewhere::of(failure) }
    })?;
    if steps.contains(&reply.step()) { Ok(reply) } else { Err(Elsewhere::Step(reply.step())) }
}

/// The sentences of a step: in the language that the address names, the account's, the browser's.
fn words(reply: &CurrentReply, visit: &Visit) -> &'static Texts {
    if visit.chosen { visit.texts() } else { texts(&reply.language, visit) }
}

#[derive(Template)]
#[template(path = "entry/recovery.html")]
struct RecoveryPage<'a> {
    shell: Shell<'a>,
    codes: &'a [String],
    next: &'a str,
}

/// What follows from a step that was done: cookies, and the page of the next one.
///
/// # Errors
/// The back gave a token that no cookie can carry.
pub fn advance(site: &Site, visit: &Visit, mut reply: AdvanceReply) -> Answer {
    let next = match reply.next() {
        // What waits for an answer comes first; that page leads on.
        Step::Done if reply.look && reply.terms_due => "/terms?look",
        Step::Done if reply.look => "/account/factors?look",
        Step::Done if reply.terms_due => "/terms",
        step => path(step),
    };
    let codes = take(&mut reply.recovery_codes);
    let mut response = if codes.is_empty() {
        to(next, visit)
    } else {
        let t = if visit.chosen { visit.texts() } else { texts(&reply.language, visit) };
        html(&RecoveryPage { shell: Shell::of_entry(site, visit, t, "recovery-title"), codes: &codes, next })?
    };
    // The headers for the browser stay in its connection's buffers until they are used again.
    if !reply.token.is_empty() {
        let cookie = cookies::set(&reply.token).map_err(Failure::internal)?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    if !reply.browser.is_empty() {
        let cookie = cookies::set_browser(&reply.browser).map_err(Failure::internal)?;
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// What follows from the back's answer to a step: the next one, the same page with what is wrong, or the right one.
async fn stepped<F: Future<Output = Answer>>(
    site: &Site,
    visit: &Visit,
    reply: Result<AdvanceReply, Failure>,
    words: Words,
    again: impl FnOnce(Wrong) -> F,
) -> Answer {
    match reply {
        Ok(reply) => advance(site, visit, reply),
        Err(failure) => match Wrong::of(failure, words) {
            Ok(wrong) => again(wrong).await,
            Err(failure) => Elsewhere::of(failure).answer(visit),
        },
    }
}

/// `POST /login/leave`: ends the entry here and in the browser.
pub async fn leave(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_some() {
        // Whoever leaves is let go in any case: an entry ends by itself soon.
        drop(site.back.leave(&visit.call(), LeaveRequest {}).await);
    }
    let mut response = to("/login", &visit);
    response.headers_mut().append(header::SET_COOKIE, cookies::clear());
    Ok(response)
}
