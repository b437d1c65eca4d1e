//! Pages of the data map as messages of the contract: what one signed-in person sees.

mod body;
mod cell;
mod controls;
mod coverage;
mod find;
mod frame;
mod legal;
mod list;
mod papers;
mod part;
mod quota;
mod source;
mod words;

use std::{fmt::Debug, sync::Arc};

use time::Date;
use tonic::async_trait;
use vantail_proto::portal::{Body, Frame, HomeReply, LegalReply, PageReply, Summary, body::Content as Wire};
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use crate::{
    business::Business,
    calendar::Calendar,
    document::{DocumentSource, FoundDocument, Presence},
    handle::{Action, Handles},
    identity::{Person, PersonSession},
    map::{Audience, CheckedMap, Content, DocumentSet, Kind, Page},
    opened::Opened,
    query::{self, Asked, DocumentRow, Inquiry, Part, PersonRow, Subject, Whom},
};
use part::{Named, Place};
use quota::Quota;

/// Knows which files are there.
#[async_trait]
pub trait FileFacts: Debug + Send + Sync + 'static {
    /// What is there of each source, in their order.
    async fn presences(&self, sources: &[DocumentSource]) -> Vec<Presence>;
}

/// Makes pages. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Pages {
    map: Arc<CheckedMap>,
    /// Of this map.
    statements: Arc<query::Cache>,
    business: Business,
    handles: Handles,
    roots: Arc<dyn FileFacts>,
    calendar: Calendar,
    opened: Opened,
    quota: Quota,
}

/// The person of a session with their kind.
#[derive(Clone, Copy)]
struct Viewer<'a> {
    session: &'a PersonSession,
    person: &'a Person,
    kind: &'a Kind,
    language: Language,
}

impl Pages {
    /// Pages of `map` from `business`; `roots` gives the sizes that no column has, `calendar` the day, `opened` what is new.
    pub fn new(
        map: Arc<CheckedMap>,
        business: Business,
        handles: Handles,
        roots: Arc<dyn FileFacts>,
        calendar: Calendar,
        opened: Opened,
    ) -> Self {
        let (statements, quota) = (Arc::default(), Quota::default());
        Self { map, statements, business, handles, roots, calendar, opened, quota }
    }

    /// The first page: a summary of every page that the person may see and that holds something; of all of them when none
    /// does.
    ///
    /// # Errors
    /// `SignedOut` when the person is gone, `Unavailable` when the database is.
    pub async fn home(&self, session: &PersonSession, language: Language) -> Result<HomeReply, Failure> {
        let viewer = self.viewer(session, language)?;
        let pages: Vec<&Page> = self.map.pages_of(viewer.kind).collect();
        let mut inquiries = Vec::with_capacity(pages.len());
        for page in &pages {
            let part = Part { limit: Part::SUMMARY, from: None };
            inquiries.push(Inquiry::rows_alone(self.subject(viewer, page)?, Asked::default(), part));
        }
        let Some(told) = self.ask(&inquiries).await? else {
            let frame = Some(self.frame(session, language).await?);
            return Ok(HomeReply { frame, summaries: Vec::new() });
        };
        let any = told.iter().any(|told| told.listing.count() > 0);
        let mut reply = HomeReply::default();
        for ((page, inquiry), told) in pages.into_iter().zip(&inquiries).zip(told) {
            let person = told.listing.person.clone();
            let holds_something = told.listing.count() > 0;
            if self.is_seen(viewer, page, &person) && (holds_something || !any) {
                reply.summaries.push(Summary {
                    page: page.id.value.clone(),
                    title: page.title.of(language).clone(),
                    body: Some(self.body(viewer, page, inquiry, told).await?),
                });
            }
            reply.frame.get_or_insert_with(|| self.frame_of(viewer, &person));
        }
        Ok(reply)
    }

    /// One page, or what a handle names of it: a part, what was found in it, one row. `rows` is the number of rows of a
    /// part; the usual one when 0.
    ///
    /// # Errors
    /// `NotFound` for every page and handle that is not this session's, `SignedOut` when the person is gone,
    /// `Unavailable` when the database is.
    pub async fn page(
        &self,
        session: &PersonSession,
        language: Language,
        page: &str,
        handle: &str,
        rows: u32,
    ) -> Result<PageReply, Failure> {
        let viewer = self.viewer(session, language)?;
        let wanted = self.map.page(page).filter(|page| page.is_for(&self.map, viewer.kind));
        let named = wanted.and_then(|page| part::open(&self.handles, session, &page.id, handle));
        // What does not exist is asked for like what does, so that the time tells nothing.
        let Some(page) = wanted.or_else(|| self.map.pages_of(viewer.kind).next()) else {
            self.frame(session, language).await?;
            return Err(Failure::new(Code::NotFound));
        };
        let found = named.is_some();
        let place = match named {
            Some(Named::Row(key, asked)) => return self.single(viewer, page, &key, asked).await,
            Some(Named::Part(place)) => place,
            None => Place::default(),
        };
        let limit = usize::try_from(rows).unwrap_or(Part::FILE).min(Part::FILE);
        // Whoever says how many rows wants them as a file.
        if limit > 0 {
            self.quota.take(session.account(), limit, self.calendar.now())?;
        }
        let part = Part { limit: if limit == 0 { Part::PAGE } else { limit }, from: place.from };
        let inquiry = Inquiry::whole(self.subject(viewer, page)?, place.asked, part);
        let told = self.ask(std::slice::from_ref(&inquiry)).await?.and_then(|told| told.into_iter().next());
        let told = told.ok_or_else(gone)?;
        let person = told.listing.person.clone();
        if !found || !self.is_seen(viewer, page, &person) {
            return Err(Failure::new(Code::NotFound));
        }
        let body = self.body(viewer, page, &inquiry, told).await?;
        Ok(self.reply(viewer, page, &person, body))
    }

    /// One row of a page by itself.
    async fn single(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        key: &[String],
        asked: Asked,
    ) -> Result<PageReply, Failure> {
        let Subject::Rows(rows) = self.subject(viewer, page)? else {
            return Err(Failure::new(Code::NotFound));
        };
        let (query, part) = (rows.one(key), Part { limit: 1, from: None });
        let answer = self.business.read_one(query.statement(&part)).await?;
        let listing = query.read(&part, &answer)?.ok_or_else(gone)?;
        let person = listing.person;
        let line = listing.lines.into_iter().next().filter(|_| self.is_seen(viewer, page, &person));
        let mut line = line.ok_or_else(|| Failure::new(Code::NotFound))?;
        let heading = line.cells.split_off(rows.detail().len().min(line.cells.len()));
        let row = rows.heading().map(|written| written.write(&heading)).filter(|row| !row.is_empty());
        let record = list::record(viewer, rows.detail(), vec![line]);
        let back = if asked.is_nothing() { String::new() } else { self.seal_question(viewer, page, asked)? };
        let body = Body { content: Some(Wire::Record(record)), newer: back, ..Body::default() };
        let title = page.title.of(viewer.language);
        Ok(PageReply {
            row: row.unwrap_or_else(|| title.clone()),
            intro: String::new(),
            ..self.reply(viewer, page, &person, body)
        })
    }

    fn reply(&self, viewer: Viewer<'_>, page: &Page, person: &PersonRow, body: Body) -> PageReply {
        let language = viewer.language;
        PageReply {
            frame: Some(self.frame_of(viewer, person)),
            page: page.id.value.clone(),
            title: page.title.of(language).clone(),
            intro: page.intro.as_ref().map(|intro| intro.of(language).clone()).unwrap_or_default(),
            body: Some(body),
            row: String::new(),
        }
    }

    /// Whether a person sees a page today, by the roles that the database has just told.
    fn is_seen(&self, viewer: Viewer<'_>, page: &Page, person: &PersonRow) -> bool {
        match page.audience(&self.map, viewer.kind) {
            Audience::Always => true,
            Audience::Roles(roles) => roles.iter().any(|role| person.roles.contains(&role.id.value)),
        }
    }

    /// What surrounds every page.
    ///
    /// # Errors
    /// `SignedOut` when the person is gone, `Unavailable` when the database is.
    pub async fn frame(&self, session: &PersonSession, language: Language) -> Result<Frame, Failure> {
        let viewer = self.viewer(session, language)?;
        Ok(self.frame_of(viewer, &self.person(viewer).await?))
    }

    /// The person's e-mail address; empty when none is known.
    ///
    /// # Errors
    /// As [`Pages::frame`].
    pub async fn account_email(&self, session: &PersonSession) -> Result<String, Failure> {
        let viewer = self.viewer(session, Language::En)?;
        Ok(self.person(viewer).await?.email)
    }

    /// Where the bytes of a document are, when the handle is this session's and the document is the person's now.
    ///
    /// # Errors
    /// `NotFound` in every other case, `SignedOut` when the person is gone, `Unavailable` when the database is.
    pub async fn document(&self, session: &PersonSession, handle: &str) -> Result<FoundDocument, Failure> {
        let viewer = self.viewer(session, Language::En)?;
        let sets = self.map.sets_of(viewer.kind);
        let opened = self.handles.open(session.id(), Action::Document, handle);
        let named = opened.as_deref().and_then(|row| {
            let (id, key) = row.split_first()?;
            Some((*sets.iter().find(|set| set.id.value == *id)?, key))
        });
        // A handle that does not open is asked for like one whose document went: by a key that nothing has.
        let Some((set, key)) = named.or_else(|| Some((*sets.first()?, [].as_slice()))) else {
            return Err(Failure::new(Code::NotFound));
        };
        let statement = self.statements.document(self.whom(viewer), set, key);
        let answer = self.business.read_first(statement).await?;
        let (_, row) = DocumentRow::read_one(self.whom(viewer), set, &answer).ok_or_else(gone)?;
        let mark = self.opened.fingerprint(&set.id, key);
        let found = row.and_then(|row| {
            Some(FoundDocument { source: source::of(set, key, &row)?, title: row.title, mark })
        });
        found.ok_or_else(|| Failure::new(Code::NotFound))
    }

    /// Notes that a document was opened.
    pub fn note_opened(&self, session: &PersonSession, document: &FoundDocument) {
        self.opened.note(session.account(), document.mark);
    }

    /// The organisation's name.
    pub fn organisation(&self) -> &str {
        &self.map.controller.name
    }

    /// Who answers for the data.
    pub fn legal(&self, language: Language) -> LegalReply {
        legal::reply(&self.map.controller, language)
    }

    /// How many persons of a kind the database holds.
    ///
    /// # Errors
    /// `NotFound` for an unknown kind, `Unavailable` when the database is away.
    pub async fn person_count(&self, kind: &str) -> Result<u64, Failure> {
        let kind = self.map.kind(kind).ok_or_else(|| Failure::new(Code::NotFound))?;
        query::read_count(&self.business.read_first(query::count(&self.map, kind, self.today())).await?)
    }

    /// Every kind of person with its title.
    pub fn kinds(&self, language: Language) -> Vec<(String, String)> {
        self.map.kinds.iter().map(|kind| (kind.id.value.clone(), kind.title.of(language).clone())).collect()
    }

    /// Whether the database holds such a person now.
    ///
    /// # Errors
    /// `Unavailable` when the database is away.
    pub async fn person_exists(&self, kind: &str, key: &[String]) -> Result<bool, Failure> {
        let Some(kind) = self.map.kind(kind) else { return Ok(false) };
        let whom = Whom::new(&self.map, kind, key, self.today());
        Ok(!self.business.read_first(query::exists(whom)).await?.is_empty())
    }

    fn viewer<'a>(&'a self, session: &'a PersonSession, language: Language) -> Result<Viewer<'a>, Failure> {
        let person = session.person();
        // A kind that the map no longer has: its people are gone as well.
        let kind = self.map.kind(&person.kind).ok_or_else(gone)?;
        Ok(Viewer { session, person, kind, language })
    }

    async fn person(&self, viewer: Viewer<'_>) -> Result<PersonRow, Failure> {
        let statement = self.statements.person(self.whom(viewer));
        PersonRow::read(self.whom(viewer), &self.business.read_first(statement).await?).ok_or_else(gone)
    }

    /// The person of a session as statements name one.
    fn whom<'a>(&'a self, viewer: Viewer<'a>) -> Whom<'a> {
        Whom::new(&self.map, viewer.kind, &viewer.person.key, self.today())
    }

    fn today(&self) -> Date {
        self.calendar.today()
    }

    fn subject<'a>(&'a self, viewer: Viewer<'a>, page: &'a Page) -> Result<Subject<'a>, Failure> {
        Subject::of(self.whom(viewer), page).ok_or_else(no_way)
    }

    /// The sets that a page of documents shows.
    fn sets(&self, page: &Page) -> Vec<&DocumentSet> {
        let Content::Documents(names) = &page.content else { return Vec::new() };
        names.iter().filter_map(|name| self.map.set(name)).collect()
    }
}

fn gone() -> Failure {
    Failure::because(Code::SignedOut, "the person of the session is no longer in the business database")
}

fn no_way() -> Failure {
    Failure::internal("a page of the data map has no way to the kind of person that it is for")
}

#[cfg(test)]
mod tests;
