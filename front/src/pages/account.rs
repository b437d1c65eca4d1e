//! `/account`: the account itself. What is changed with the password has a page of its own below it.

pub(super) mod confirm;
pub mod email;
pub mod factors;
pub mod language;
pub mod passkeys;
pub mod password;
pub mod providers;
pub mod sessions;

use askama::Template;
use axum::{
    Extension,
    extract::{RawQuery, State},
};
use vantail_proto::portal::{AccountReply, AccountRequest};

use super::{Answer, Shell, html, texts};
use crate::{error::to_sign_in, site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "account.html")]
struct Page<'a> {
    shell: Shell<'a>,
    account: &'a AccountReply,
    sessions: Vec<Session<'a>>,
    others: u64,
    idle: u64,
    absolute: u64,
    /// How long ago the password was set, in words.
    password: Option<String>,
    linked: Vec<&'a str>,
    notice: Option<&'static str>,
}

struct Session<'a> {
    /// Empty for the session of this request.
    handle: &'a str,
    device: &'a str,
    opened: u64,
    last_used: u64,
}

/// `GET /account`
pub async fn show(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    RawQuery(query): RawQuery,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    let mut account = site.back.account(&visit.call(), AccountRequest {}).await?;
    let frame = account.frame.take().unwrap_or_default();
    let t = texts(&frame.language, &visit);
    let sessions: Vec<_> = account
        .sessions
        .iter()
        .map(|session| Session {
            handle: &session.handle,
            device: if session.device.is_empty() { t.say("device-unknown") } else { &session.device },
            opened: session.opened,
            last_used: session.last_used,
        })
        .collect();
    let notice = match query.as_deref() {
        Some("ended") => Some("account-session-ended"),
        Some("language") => Some("account-language-kept"),
        Some("password") => Some("account-password-kept"),
        Some("email") => Some("account-email-kept"),
        Some("email-cancelled") => Some("account-email-cancelled"),
        Some("provider") => Some("account-provider-kept"),
        _ => None,
    };
    html(&Page {
        shell: Shell::signed_in(&site, t, t.say("account-title"), (&frame).into(), "/account"),
        others: sessions.iter().map(|session| u64::from(!session.handle.is_empty())).sum(),
        sessions,
        idle: u64::from(account.idle_limit_seconds),
        absolute: u64::from(account.absolute_limit_seconds),
        password: account.password_set.map(|seconds| t.age(seconds / 86_400)),
        linked: account.providers.iter().filter(|one| one.linked).map(|one| one.title.as_str()).collect(),
        account: &account,
        notice,
    })
}
