//! `/objection`: whoever is told by mail that the address of an account was changed, and did not do it, takes it back here.

use std::mem::take;

use askama::Template;
use axum::{
    Extension,
    extract::{Form, RawQuery, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use vantail_proto::portal::ObjectRequest;
use vantail_shared::call::Call;

use super::{
    Answer, Shell,
    form::{self, Code},
    html,
    trouble::{Trouble, Words},
};
use crate::{site::Site, visit::Visit};

const WORDS: Words = Words { over: "objection-over", ..Words::new("objection-wrong", "objection-wrong") };

#[derive(Template)]
#[template(path = "objection.html")]
struct Page<'a> {
    shell: Shell<'a>,
    done: bool,
    trouble: Option<&'a Trouble>,
}

/// `GET /objection`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    let done = query.as_deref().unwrap_or("").split('&').any(|part| part == "done");
    html(&Page { shell: Shell::public(&site, &visit, "objection-title"), done, trouble: None })
}

/// `POST /objection`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Code>, FormRejection>,
) -> Answer {
    let Form(mut fields) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let t = visit.texts();
    let trouble = if let Some(problem) = fields.fault() {
        Trouble::of_fields(t, problem)
    } else {
        // Whoever got the notice need not be signed in, and no session is shown to the back.
        let call = Call { token: None, ..visit.call() };
        match site.back.object(&call, ObjectRequest { code: take(&mut *fields.code) }).await {
            Ok(_) => return Ok(Redirect::to(&visit.address("/objection", "done")).into_response()),
            Err(failure) => Trouble::of(failure, t, WORDS)?,
        }
    };
    let shell = Shell::public(&site, &visit, "objection-title");
    let page = html(&Page { shell, done: false, trouble: Some(&trouble) });
    Trouble::head_of(Some(&trouble), page)
}
