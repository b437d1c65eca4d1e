//! The page that leads to another site. Browsers hold redirects after a form against `form-action` (Chromium does), which
//! knows this site alone: a page of ours goes on by itself, and has a link for those whose browser does not.

use askama::Template;
use vantail_shared::failure::Failure;

use super::{Answer, Shell, html};
use crate::{site::Site, visit::Visit};

#[derive(Template)]
#[template(path = "away.html")]
struct Page<'a> {
    shell: Shell<'a>,
    url: &'a str,
    text: &'a str,
}

/// Leads to `url`, an address that the back gave. `title` and `text` are keys of sentences.
///
/// # Errors
/// The address is none of `https`, or has signs that no address has.
pub fn page(site: &Site, visit: &Visit, url: &str, title: &'static str, text: &'static str) -> Answer {
    // Providers on this machine, for demonstrations, speak without TLS.
    let leads =
        ["https://", "http://localhost:", "http://127.0.0.1:"].iter().any(|begin| url.starts_with(begin));
    if !leads || !url.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(Failure::internal("an address away from here that is none").into());
    }
    html(&Page { shell: Shell::public(site, visit, title), url, text })
}
