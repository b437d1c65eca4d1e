//! `/login/no-email`: no address is known that a code could go to. What to do, and whom to ask.

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::{Contact, Step};

use super::{
    super::{Answer, Shell, html},
    current, words,
};
use crate::{site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "entry/no_email.html")]
struct Page<'a> {
    shell: Shell<'a>,
    contact: &'a Contact,
}

/// `GET /login/no-email`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    let mut entry = match current(&site, &visit, &[Step::NoEmail]).await {
        Ok(entry) => entry,
        Err(elsewhere) => return elsewhere.answer(&visit),
    };
    let contact = entry.contact.take().unwrap_or_default();
    let shell = Shell::of_entry(&site, &visit, words(&entry, &visit), "no-email-title");
    html(&Page { shell, contact: &contact })
}
