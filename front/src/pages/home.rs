//! `/`: the first page of a signed-in person.

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::HomeRequest;

use super::{
    Answer, Shell,
    body::{Show, View},
    html, texts,
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "home.html")]
struct Page<'a> {
    shell: Shell<'a>,
    summaries: Vec<Summary<'a>>,
}

struct Summary<'a> {
    page: &'a str,
    title: &'a str,
    body: View<'a>,
}

/// `GET /`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let reply = site.back.home(&visit.call(), HomeRequest {}).await?;
    let frame = reply.frame.unwrap_or_default();
    let t = texts(&frame.language, &visit);
    let summaries = reply.summaries.iter().map(|summary| Summary {
        page: &summary.page,
        title: &summary.title,
        body: View::new(summary.body.as_ref(), &summary.page, t),
    });
    let shell = Shell::signed_in(&site, t, t.say("home-title"), (&frame).into(), "/");
    html(&Page { shell, summaries: summaries.collect() })
}
