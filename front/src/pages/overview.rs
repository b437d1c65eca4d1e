//! `/` of the staff's front: accounts and open sessions in numbers.

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::staff::{KindCount, OverviewRequest};

use super::{Answer, Person, Shell, html, texts};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "overview.html")]
struct Page<'a> {
    shell: Shell<'a>,
    kinds: &'a [KindCount],
    open_sessions: u64,
    /// Accounts to which a mail could not be delivered.
    undelivered: u64,
}

/// `GET /`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let reply = site.back.overview(&visit.call(), OverviewRequest {}).await?;
    let t = texts(&reply.language, &visit);
    let person = Person::of_staff(&reply.person);
    let shell = Shell::signed_in(&site, t, t.say("overview-title"), person, "/");
    html(&Page {
        shell,
        kinds: &reply.kinds,
        open_sessions: reply.open_sessions,
        undelivered: reply.undelivered,
    })
}
