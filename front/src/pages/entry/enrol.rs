//! `/login/enrol`: setting up the second factor that is a duty here. The code of the app goes to `/login/code`'s call.

use std::mem::take;

use askama::Template;
use axum::{Extension, extract::State};
use vantail_proto::portal::{EnrolRequest, GiveCodeRequest, Step};

use super::{
    super::{
        Answer, Shell,
        form::{Code, Own},
        html, qr,
        trouble::{Trouble, Words, Wrong},
    },
    Elsewhere, current, stepped, words,
};
use crate::{site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "entry/enrol.html")]
struct Page<'a> {
    shell: Shell<'a>,
    /// For typing.
    secret: &'a str,
    /// The same as a picture.
    qr: Option<&'a str>,
    trouble: Option<&'a Trouble>,
}

/// `GET /login/enrol`
pub async fn show(State(site): State<Site>, Extension(visit): Extension<Visit>) -> Answer {
    page(&site, &visit, None).await
}

/// `POST /login/enrol`
pub async fn submit(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    Own(mut fields): Own<Code>,
) -> Answer {
    if let Some(problem) = fields.fault() {
        return page(&site, &visit, Some(Wrong::Field(problem))).await;
    }
    let request = GiveCodeRequest { code: take(&mut *fields.code) };
    let reply = site.back.give_code(&visit.call(), request).await;
    let words = Words::new("code-wrong-plain", "code-odd");
    stepped(&site, &visit, reply, words, async |wrong| page(&site, &visit, Some(wrong)).await).await
}

async fn page(site: &Site, visit: &Visit, wrong: Option<Wrong>) -> Answer {
    let entry = match current(site, visit, &[Step::Enrol]).await {
        Ok(entry) => entry,
        Err(elsewhere) => return elsewhere.answer(visit),
    };
    // The key stays the same until it is confirmed: to show it again changes nothing.
    let key = match site.back.enrol(&visit.call(), EnrolRequest {}).await {
        Ok(key) => key,
        Err(failure) => return Elsewhere::of(failure).answer(visit),
    };
    let t = words(&entry, visit);
    let trouble = wrong.map(|wrong| wrong.told(t)).transpose()?;
    let shell = Shell::of_entry(site, visit, t, "enrol-title");
    let page = html(&Page { shell, secret: &key.secret, qr: qr::plain(&key.qr), trouble: trouble.as_ref() });
    Trouble::head_of(trouble.as_ref(), page)
}
