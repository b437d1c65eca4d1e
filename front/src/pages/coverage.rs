//! `/coverage` of the staff's front: which of the documents that must be there are, everywhere.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
};
use vantail_proto::staff::CoverageRequest;
use vantail_shared::failure::{Code, Failure};

use super::{Answer, Person, Shell, body::Coverage, html, page::is_handle, texts, today};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "coverage.html")]
struct Page<'a> {
    shell: Shell<'a>,
    kinds: Vec<Kind<'a>>,
    newer: &'a str,
    older: &'a str,
}

/// All buildings, all contracts.
struct Kind<'a> {
    title: &'a str,
    total: u64,
    coverage: Coverage<'a>,
}

/// `GET /coverage`
pub async fn show(site: State<Site>, visit: Extension<Visit>) -> Answer {
    part(site, visit, String::new()).await
}

/// `GET /coverage/{handle}`
pub async fn show_part(site: State<Site>, visit: Extension<Visit>, Path(handle): Path<String>) -> Answer {
    part(site, visit, handle).await
}

async fn part(State(site): State<Site>, Extension(visit): Extension<Visit>, handle: String) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let reply = site.back.coverage(&visit.call(), CoverageRequest { handle }).await?;
    let t = texts(&reply.language, &visit);
    let today = today(&site);
    let mut kinds = Vec::with_capacity(reply.kinds.len());
    for kind in &reply.kinds {
        let coverage = Coverage::new(&kind.groups, today, t);
        kinds.push(Kind { title: &kind.title, total: kind.total_rows, coverage });
    }
    let person = Person::of_staff(&reply.person);
    let shell = Shell::signed_in(&site, t, t.say("coverage-title"), person, "/coverage");
    html(&Page { shell, kinds, newer: &reply.newer, older: &reply.older })
}
