//! `/`: the first page of a signed-in person.

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::HomeRequest;

use super::{
    Answer, Shell,
    body::{Place, Show, View},
    html, texts, today,
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
    let today = today(&site);
    let mut summaries = Vec::with_capacity(reply.summaries.len());
    for summary in &reply.summaries {
        let Some(body) = &summary.body else { continue };
        let body = View::new(body, &summary.page, Place::Summary, today, t);
        summaries.push(Summary { page: &summary.page, title: &summary.title, body });
    }
    let shell = Shell::signed_in(&site, t, t.say("home-title"), (&frame).into(), "/");
    html(&Page { shell, summaries })
}
