//! The pages, one file each. Here is what surrounds them all.

pub mod account;
pub mod away;
mod body;
pub mod coverage;
pub mod document;
pub mod entry;
pub mod export;
pub mod federation;
pub mod find;
pub mod forgot;
mod form;
pub mod home;
pub mod legal;
pub mod login;
pub mod logout;
pub mod objection;
pub mod overview;
pub mod page;
pub mod people;
mod qr;
mod rules;
pub mod search;
pub mod terms;
mod trouble;

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use vantail_proto::portal::{Frame, MenuEntry};
use vantail_shared::{failure::Failure, tls::FrontKind};

use crate::{error::Refusal, format, layers::headers::Scripted, site::Inner, texts::Texts, visit::Visit};

/// What a handler answers.
pub type Answer = Result<Response, Refusal>;

/// Room for most pages, in bytes: a text that grows is copied each time.
const ROOM: usize = 32 * 1024;

/// Renders a page.
fn html(page: &impl Template) -> Answer {
    let mut text = String::with_capacity(ROOM);
    page.render_into(&mut text).map_err(Failure::internal)?;
    Ok(Html(text).into_response())
}

/// Renders a page that has a script.
fn scripted(page: &impl Template) -> Answer {
    let mut response = html(page)?;
    response.extensions_mut().insert(Scripted);
    Ok(response)
}

/// What surrounds the content of a page: header, menu, footer.
#[derive(Debug)]
pub struct Shell<'a> {
    /// The sentences, in the language of the page.
    pub t: &'static Texts,
    /// The page's title, as the browser's tab shows it.
    pub title: &'a str,
    /// The organisation's name.
    pub name: &'a str,
    /// The style sheet.
    pub style: &'a str,
    /// The icon.
    pub icon: &'a str,
    /// The logo.
    pub logo: Option<&'a str>,
    /// Whether this is the staff's portal.
    pub staff: bool,
    /// Who is signed in.
    pub person: Option<Person<'a>>,
    /// `?lang=fr` on links between pages before sign-in, when the address named the language.
    pub lang_query: &'static str,
    /// The scripts of the page: few have any.
    pub scripts: Vec<&'a str>,
    /// The menu entry that this page is; empty for none.
    pub here: &'a str,
    /// Today, written for people: on paper.
    pub today: String,
}

/// Who is signed in, and where they may go.
#[derive(Debug)]
pub struct Person<'a> {
    /// The name.
    pub name: &'a str,
    /// The kind of person; may be empty.
    pub kind: &'a str,
    /// Pages of the data map.
    pub menu: &'a [MenuEntry],
    /// Whether words can be looked for in any of them.
    pub searchable: bool,
    /// Whether every page but the account and the terms is shut until the terms are answered: the menu leaves them out.
    pub held: bool,
}

impl<'a> Shell<'a> {
    /// For a page that needs no session. `title` is a sentence's key.
    pub fn public(site: &'a Inner, visit: &Visit, title: &'static str) -> Self {
        Self::of_entry(site, visit, visit.texts(), title)
    }

    /// For a page of somebody who is not signed in, but whose language may be known already.
    pub fn of_entry(site: &'a Inner, visit: &Visit, t: &'static Texts, title: &'static str) -> Self {
        Self { lang_query: visit.lang_query(), ..Self::around(site, t, t.say(title), None, "") }
    }

    /// For a page of a signed-in person.
    pub fn signed_in(
        site: &'a Inner,
        t: &'static Texts,
        title: &'a str,
        person: Person<'a>,
        here: &'a str,
    ) -> Self {
        Self::around(site, t, title, Some(person), here)
    }

    fn around(
        site: &'a Inner,
        t: &'static Texts,
        title: &'a str,
        person: Option<Person<'a>>,
        here: &'a str,
    ) -> Self {
        Self {
            t,
            title,
            name: &site.name,
            style: site.assets.style(),
            icon: site.assets.icon(),
            logo: site.assets.logo(),
            staff: site.kind == FrontKind::Staff,
            person,
            lang_query: "",
            scripts: Vec::new(),
            here,
            today: format::date(&format::today(site.clock.now()), t.language),
        }
    }

    /// Whether the header has a field that searches everything: not where the page itself has it.
    pub fn seeks(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.searchable)
            && !self.staff
            && !matches!(self.here, "/" | "/search")
    }
}

/// Entries of the menu that stand in its bar when there are more than a line holds.
const BAR: usize = 7;
/// So many more stand there still: to fold one or two away saves nothing.
const SPARE: usize = 2;

impl Person<'_> {
    /// Where what is folded away begins.
    fn fold(&self) -> usize {
        if self.menu.len() > BAR + SPARE { BAR } else { self.menu.len() }
    }

    /// The entries that always stand in the menu.
    pub(crate) fn bar(&self) -> &[MenuEntry] {
        self.menu.get(..self.fold()).unwrap_or_default()
    }

    /// The entries that are folded away.
    pub(crate) fn folded(&self) -> &[MenuEntry] {
        self.menu.get(self.fold()..).unwrap_or_default()
    }

    /// Whether a page is among those.
    pub(crate) fn is_folded(&self, page: &str) -> bool {
        self.folded().iter().any(|entry| entry.page == page)
    }
}

impl<'a> From<&'a Frame> for Person<'a> {
    fn from(frame: &'a Frame) -> Self {
        let Frame { person, kind, menu, searchable, held, .. } = frame;
        Self { name: person, kind, menu, searchable: *searchable, held: *held }
    }
}

impl<'a> Person<'a> {
    /// A member of staff at work.
    pub fn of_staff(name: &'a str) -> Self {
        Self { name, kind: "", menu: &[], searchable: false, held: false }
    }
}

/// The sentences of a signed-in page: in the account's language, else in the browser's.
fn texts(language: &str, visit: &Visit) -> &'static Texts {
    language.parse().map_or_else(|()| visit.texts(), Texts::of)
}

/// Today, counted as ages are.
fn today(site: &Inner) -> i64 {
    site.clock.now().div_euclid(86_400)
}

#[cfg(test)]
mod tests;
