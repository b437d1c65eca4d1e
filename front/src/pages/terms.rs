//! `/terms`: what waits for an answer, and what was answered. Open to those whose other pages are shut until then.

use askama::Template;
use axum::{
    Extension,
    extract::{RawQuery, State},
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::portal::{AnswerTermsRequest, ShowTermsRequest, TermsText};
use vantail_shared::failure::{Code, Failure};

use super::{Answer, Shell, form::Own, html, texts};
use crate::{error::to_sign_in, format, site::Site, texts::Texts, visit::Visit};

/// Longest id and longest version, in bytes.
const NAME: usize = 64;

/// An answer.
#[derive(Debug, Deserialize)]
pub struct Fields {
    #[serde(default)]
    id: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    answer: String,
}

#[derive(Template)]
#[template(path = "terms.html")]
struct Page<'a> {
    shell: Shell<'a>,
    terms: Vec<Shown<'a>>,
    /// Something waits for an answer, and the other pages are shut.
    held: bool,
    notice: Option<&'static str>,
    /// What else opens the account is to be looked at afterwards: a new password was made by mail.
    look: bool,
}

struct Shown<'a> {
    text: &'a TermsText,
    /// Sentences with days, as far as there are any.
    effective: Option<String>,
    until: Option<String>,
    answered: Option<String>,
}

impl<'a> Shown<'a> {
    fn new(text: &'a TermsText, t: &Texts) -> Self {
        let told =
            |key: &str, day: &str| (!day.is_empty()).then(|| t.with(key, &format::date(day, t.language)));
        Self {
            text,
            effective: told(
                if text.announced { "terms-announced" } else { "terms-effective" },
                &text.effective,
            ),
            until: told("terms-until", &text.until),
            answered: told("terms-accepted", &text.accepted).or_else(|| told("terms-refused", &text.refused)),
        }
    }
}

/// `GET /terms`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let reply = match site.back.terms(&visit.call(), ShowTermsRequest {}).await {
        Ok(reply) => reply,
        // A sign-in under way: its page knows which step is due.
        Err(failure) if failure.code == Code::StepDue => {
            return Ok(Redirect::to("/login/code").into_response());
        }
        Err(failure) => return Err(failure.into()),
    };
    let frame = reply.frame.unwrap_or_default();
    let t = texts(&frame.language, &visit);
    let notice = has(query.as_deref(), "refused").then_some("terms-noted");
    let shell = Shell::signed_in(&site, t, t.say("terms-title"), (&frame).into(), "/terms");
    let terms = reply.terms.iter().map(|text| Shown::new(text, t)).collect();
    html(&Page { shell, terms, held: frame.held, notice, look: has(query.as_deref(), "look") })
}

/// Whether a query holds a word.
fn has(query: Option<&str>, word: &str) -> bool {
    query.is_some_and(|query| query.split('&').any(|part| part == word))
}

/// `POST /terms`
pub async fn answer(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
    Own(Fields { id, version, answer }): Own<Fields>,
) -> Answer {
    let is_name = |text: &str| !text.is_empty() && text.len() <= NAME && !text.chars().any(char::is_control);
    let accept = match answer.as_str() {
        "accept" => true,
        "refuse" => false,
        _ => return Err(Failure::new(Code::Invalid).into()),
    };
    if !is_name(&id) || !is_name(&version) {
        return Err(Failure::new(Code::Invalid).into());
    }
    let reply = site.back.answer_terms(&visit.call(), AnswerTermsRequest { id, version, accept }).await?;
    let next = match (accept, reply.terms_due, has(query.as_deref(), "look")) {
        (false, _, false) => "/terms?refused",
        (false, _, true) => "/terms?refused&look",
        (true, true, false) => "/terms",
        (true, true, true) => "/terms?look",
        (true, false, false) => "/",
        (true, false, true) => "/account/factors?look",
    };
    Ok(Redirect::to(next).into_response())
}
