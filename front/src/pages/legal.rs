//! `/legal`: who answers for the data, and how to reach them.

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::{Controller, LegalRequest, LegalText};

use super::{Answer, Shell, html};
use crate::{site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "legal.html")]
struct Page<'a> {
    shell: Shell<'a>,
    controller: &'a Controller,
    texts: &'a [LegalText],
    signed_in: bool,
}

impl Page<'_> {
    /// An address of the web that a link may lead to.
    fn web(url: &str) -> Option<&str> {
        (url.starts_with("https://") || url.starts_with("http://")).then_some(url)
    }
}

/// `GET /legal`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    // The same for everybody: no session is shown to the back.
    let call = vantail_shared::call::Call { token: None, ..visit.call() };
    let reply = site.back.legal(&call, LegalRequest {}).await?;
    let controller = reply.controller.unwrap_or_default();
    html(&Page {
        shell: Shell::public(&site, &visit, "legal-title"),
        controller: &controller,
        texts: &reply.texts,
        signed_in: visit.token.is_some(),
    })
}
