//! `/people` of the staff's front: finding a person and the state of their account.

pub mod acts;
pub mod person;
mod words;

use askama::Template;
use axum::{
    Extension,
    extract::{Form, Path, State, rejection::FormRejection},
    response::{IntoResponse as _, Redirect},
};
use serde::Deserialize;
use vantail_proto::staff::{FindPeopleRequest, SearchPeopleRequest, account::State as Stage};
use vantail_shared::failure::{Code, Failure};

use super::{Answer, Person, Shell, form, html, page::is_handle, texts};
use crate::{error::to_sign_in, site::Site, visit::Visit};

/// Longest words, in bytes: 100 characters fit in any script.
const WORDS: usize = 400;

#[derive(Template)]
#[template(path = "people.html")]
struct Page<'a> {
    shell: Shell<'a>,
    /// Whether this is an answer to a question rather than the newest acts.
    asked: bool,
    search: &'a str,
    states: Vec<Choice>,
    people: Vec<Line<'a>>,
    newer: &'a str,
    older: &'a str,
}

/// A state that can be asked for.
struct Choice {
    value: &'static str,
    label: &'static str,
    chosen: bool,
}

/// A person of the list.
struct Line<'a> {
    handle: &'a str,
    name: &'a str,
    kind: &'a str,
    login: &'a str,
    /// The state in a word or two.
    state: &'static str,
    signed_in: Option<u64>,
}

/// The form of the search.
#[derive(Debug, Deserialize)]
pub struct Question {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
}

/// `GET /people`
pub async fn show(site: State<Site>, visit: Extension<Visit>) -> Answer {
    list(site, visit, String::new()).await
}

/// `GET /people/found/{handle}`
pub async fn show_found(site: State<Site>, visit: Extension<Visit>, Path(handle): Path<String>) -> Answer {
    list(site, visit, handle).await
}

/// `POST /people`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Question>, FormRejection>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let Form(Question { q, state }) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let known = state.is_empty() || words::STATES.iter().any(|(value, _)| *value == state);
    if q.len() > WORDS || !known {
        return Err(Failure::new(Code::Invalid).into());
    }
    let search = q.replace(char::is_control, " ").trim().to_owned();
    if search.is_empty() && state.is_empty() {
        return Ok(Redirect::to("/people").into_response());
    }
    let request = FindPeopleRequest { search, state };
    let handle = site.back.find_people(&visit.call(), request).await?.handle;
    if handle.is_empty() || !is_handle(&handle) {
        return Err(Failure::internal("a handle that is none").into());
    }
    Ok(Redirect::to(&format!("/people/found/{handle}")).into_response())
}

async fn list(State(site): State<Site>, Extension(visit): Extension<Visit>, handle: String) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let asked = !handle.is_empty();
    let reply = site.back.search_people(&visit.call(), SearchPeopleRequest { handle }).await?;
    let t = texts(&reply.language, &visit);
    let choices = words::STATES.iter().map(|&(value, key)| Choice {
        value,
        label: t.say(key),
        chosen: value == reply.state,
    });
    let people = reply.people.iter().map(|found| {
        let account = found.account.as_ref();
        let stage = account.map(|account| Stage::try_from(account.state).unwrap_or_default());
        Line {
            handle: &found.handle,
            name: &found.name,
            kind: &found.kind,
            login: account.map_or("", |account| &account.login),
            state: t.say(words::stage(stage)),
            signed_in: account.and_then(|account| account.signed_in),
        }
    });
    let person = Person::of_staff(&reply.person);
    html(&Page {
        shell: Shell::signed_in(&site, t, t.say("people-title"), person, "/people"),
        asked,
        search: &reply.search,
        states: choices.collect(),
        people: people.collect(),
        newer: &reply.newer,
        older: &reply.older,
    })
}
