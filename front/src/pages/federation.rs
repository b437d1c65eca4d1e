//! Signing in at a provider, and binding an account to a person there. The front only carries the browser: the back speaks
//! with the provider and decides.

use std::mem::take;

use axum::{
    Extension,
    extract::{Form, Path, State, rejection::FormRejection},
    response::{IntoResponse, Redirect},
};
use http::{HeaderMap, header};
use serde::Deserialize;
use vantail_proto::portal::{
    BeginFederationRequest, FinishFederationRequest, LinkFederationRequest, ReturnFederationRequest, Step,
    UnlinkFederationRequest,
};
use vantail_shared::{
    call::Call,
    failure::{Code, Failure},
};
use zeroize::Zeroizing;

use super::{
    Answer,
    account::{confirm::confirmed, providers},
    away, entry,
    form::{self, Own, secret},
    login,
    trouble::{Trouble, Words, Wrong},
};
use crate::{cookies, device, site::Site, visit::Visit};

/// Where a provider posts its answer, from another site.
pub const RETURN: &str = "/login/return";
const TITLE: &str = "away-provider-title";
const TEXT: &str = "away-provider-text";
const WORDS: Words =
    Words { forbidden: Some("provider-only"), ..Words::new("password-not-yours", "password-not-yours") };

/// What a provider posts. It has no `Debug`: a code is in it.
#[derive(Deserialize)]
pub struct Posted {
    #[serde(default)]
    state: String,
    #[serde(default, deserialize_with = "secret")]
    code: Zeroizing<String>,
    #[serde(default)]
    error: String,
    #[serde(default)]
    iss: String,
}

/// The form that binds an account, or unbinds it. It has no `Debug`: a password is in it.
#[derive(Deserialize)]
pub struct Bind {
    #[serde(default)]
    provider: String,
    #[serde(default, deserialize_with = "secret")]
    password: Zeroizing<String>,
}

/// `POST /login/with/{provider}`: leads to the provider.
pub async fn begin(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Path(provider): Path<String>,
) -> Answer {
    is_word(&provider)?;
    let call = Call { token: None, ..visit.call() };
    let reply = site.back.begin_federation(&call, BeginFederationRequest { provider }).await?;
    // Who gives up half-way is still who they were.
    let cookie = cookies::set_way(&reply.token).map_err(Failure::internal)?;
    let mut response = away::page(&site, &visit, &reply.url, TITLE, TEXT)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `POST /login/return`: what the provider posted. The browser brings no cookie along from another site; nothing is decided
/// here, and the answer is the same for whatever was posted. The browser gets a ticket: only who has that and began goes on.
pub async fn come_back(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    form: Result<Form<Posted>, FormRejection>,
) -> Answer {
    let Form(mut posted) = match form {
        Ok(form) => form,
        Err(rejection) => return Ok(form::refuse(&rejection)),
    };
    let mut request = ReturnFederationRequest::default();
    (request.state, request.code) = (take(&mut posted.state), take(&mut *posted.code));
    (request.error, request.issuer) = (take(&mut posted.error), take(&mut posted.iss));
    let call = Call { token: None, browser: None, ..visit.call() };
    let reply = site.back.return_federation(&call, request).await?;
    let cookie = cookies::set_returned(&reply.ticket).map_err(Failure::internal)?;
    let mut response = Redirect::to("/login/finish").into_response();
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

/// `GET /login/finish`: ends the way in the browser that began it and came back.
pub async fn finish(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
) -> Answer {
    let mut answer = end(&site, &visit, &headers).await.unwrap_or_else(IntoResponse::into_response);
    // They are good for one way, whatever became of that.
    for cookie in [cookies::clear_returned(), cookies::clear_way()] {
        answer.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(answer)
}

async fn end(site: &Site, visit: &Visit, headers: &HeaderMap) -> Answer {
    let (way, ticket) = (cookies::way(headers), cookies::returned(headers));
    // Without a way of its own it is the session's: a binding.
    let binds = way.is_none() && visit.token.is_some();
    let (Some(mut ticket), true) = (ticket, way.is_some() || binds) else {
        return refused(site, visit, binds, "provider-over").await;
    };
    let mut request = FinishFederationRequest::default();
    (request.device, request.ticket) = (device::of(headers), take(&mut *ticket));
    request.holder = way.map(|mut way| take(&mut *way)).unwrap_or_default();
    match site.back.finish_federation(&visit.call(), request).await {
        // A binding: the session goes on.
        Ok(reply) if reply.token.is_empty() && reply.next() == Step::Done => {
            Ok(Redirect::to("/account?provider").into_response())
        }
        Ok(reply) => entry::advance(site, visit, reply),
        Err(failure) => match failure.code {
            Code::CodeOver | Code::SignedOut => refused(site, visit, binds, "provider-over").await,
            Code::WrongCredentials => refused(site, visit, binds, "provider-refused").await,
            Code::NotFound => refused(site, visit, binds, "provider-unknown").await,
            Code::Changed => refused(site, visit, binds, "provider-taken").await,
            _ => Err(failure.into()),
        },
    }
}

/// The sentence on the page that the way began at: that of the account's providers, or that of signing in.
async fn refused(site: &Site, visit: &Visit, binds: bool, problem: &'static str) -> Answer {
    if binds && let Ok(page) = providers::page(site, visit, Some(Wrong::Field(problem))).await {
        return Ok(page);
    }
    login::again(site, visit, &Trouble::of_fields(visit.texts(), problem)).await
}

/// `POST /account/providers/link`
pub async fn link(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(Bind { provider, password }): Own<Bind>,
) -> Answer {
    is_word(&provider)?;
    let call = async |password| {
        site.back.link_federation(&visit.call(), LinkFederationRequest { provider, password }).await
    };
    match confirmed(password, WORDS, call).await? {
        Ok(reply) => {
            let mut response = away::page(&site, &visit, &reply.url, TITLE, TEXT)?;
            // What comes back is the session's, and of no sign-in that was begun and given up.
            response.headers_mut().append(header::SET_COOKIE, cookies::clear_way());
            Ok(response)
        }
        Err(wrong) => providers::page(&site, &visit, Some(wrong)).await,
    }
}

/// `POST /account/providers/unlink`
pub async fn unlink(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(Bind { provider, password }): Own<Bind>,
) -> Answer {
    is_word(&provider)?;
    let call = async |password| {
        site.back.unlink_federation(&visit.call(), UnlinkFederationRequest { provider, password }).await
    };
    match confirmed(password, WORDS, call).await? {
        Ok(_) => Ok(Redirect::to("/account?provider").into_response()),
        Err(wrong) => providers::page(&site, &visit, Some(wrong)).await,
    }
}

/// As the back's configuration names providers; what no provider can be called is not found.
fn is_word(text: &str) -> Result<(), Failure> {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let word = (1..=32).contains(&text.len()) && text.bytes().all(plain);
    if word { Ok(()) } else { Err(Failure::new(Code::NotFound)) }
}
