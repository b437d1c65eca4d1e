//! `/search/{handle}`: what was found in all pages together.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
};
use vantail_proto::portal::SearchRequest;
use vantail_shared::failure::{Code, Failure};

use super::{
    Answer, Shell,
    body::{Place, Show, View},
    html,
    page::is_handle,
    texts, today,
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "search.html")]
struct Page<'a> {
    shell: Shell<'a>,
    search: &'a str,
    total: u64,
    found: Vec<Found<'a>>,
}

struct Found<'a> {
    page: &'a str,
    title: &'a str,
    /// The page with these words.
    handle: &'a str,
    total: u64,
    body: View<'a>,
}

/// `GET /search/{handle}`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(handle): Path<String>,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let reply = site.back.search(&visit.call(), SearchRequest { handle }).await?;
    let frame = reply.frame.unwrap_or_default();
    let t = texts(&frame.language, &visit);
    let today = today(&site);
    let mut found = Vec::with_capacity(reply.found.len());
    for one in &reply.found {
        let Some(body) = &one.body else { continue };
        let body = View::new(body, &one.page, Place::Summary, today, t);
        found.push(Found {
            page: &one.page,
            title: &one.title,
            handle: &one.handle,
            total: one.total_rows,
            body,
        });
    }
    let total = found.iter().map(|one| one.total).fold(0, u64::saturating_add);
    let shell = Shell::signed_in(&site, t, t.say("search-title"), (&frame).into(), "/search");
    html(&Page { shell, search: &reply.search, total, found })
}
