//! `/p/{page}`: a page of the data map, or a part of it.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, State},
};
use vantail_proto::portal::PageRequest;
use vantail_shared::failure::{Code, Failure};

use super::{
    Answer, Shell,
    body::{Field, Picture, Place, Show, View},
    html, texts, today,
};
use crate::{error::to_sign_in, site::Site, visit::Visit};

/// Longest key of a page, in bytes.
const PAGE: usize = 64;
/// Longest handle, in bytes.
const HANDLE: usize = 2048;

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    shell: Shell<'a>,
    intro: &'a str,
    /// The heading of one row of the page; empty for the page itself.
    row: &'a str,
    body: View<'a>,
}

/// `GET /p/{page}`
pub async fn show(site: State<Site>, visit: Extension<Visit>, Path(page): Path<String>) -> Answer {
    part(site, visit, page, String::new()).await
}

/// `GET /p/{page}/{handle}`
pub async fn show_part(
    site: State<Site>,
    visit: Extension<Visit>,
    Path((page, handle)): Path<(String, String)>,
) -> Answer {
    part(site, visit, page, handle).await
}

async fn part(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    page: String,
    handle: String,
) -> Answer {
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if !is_key(&page) || !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    let reply = site.back.page(&visit.call(), PageRequest { page, handle, rows: 0 }).await?;
    let (frame, body) = (reply.frame.unwrap_or_default(), reply.body.unwrap_or_default());
    let t = texts(&frame.language, &visit);
    // Titles stand in the browser's history: that of a row stays out of it.
    let shell = Shell::signed_in(&site, t, &reply.title, (&frame).into(), &reply.page);
    let mut body = View::new(&body, &reply.page, Place::Page, today(&site), t);
    if let Some(chart) = &mut body.chart {
        chart.on_page(&reply.title, t);
    }
    html(&Page { shell, intro: &reply.intro, row: &reply.row, body })
}

/// Whether `text` can be the key of a page.
pub(super) fn is_key(text: &str) -> bool {
    let of_key = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.len() <= PAGE && text.bytes().all(of_key)
}

/// Whether `text` can be a handle: base64url. The empty one is the beginning of a page.
pub(super) fn is_handle(text: &str) -> bool {
    let of_handle = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    text.len() <= HANDLE && text.bytes().all(of_handle)
}
