//! Looking for something: in one page, whose handle keeps the question, or in all pages together.

use vantail_proto::portal::{FindReply, FindRequest, Found, SearchReply};
use vantail_shared::{
    call::Language,
    failure::{Code, Failure},
};

use super::{
    Pages, Viewer,
    controls::{self, Questions},
    gone, part,
};
use crate::{
    handle::Action,
    identity::PersonSession,
    map::Page,
    query::{self, Asked, Inquiry, Part},
};

impl Pages {
    /// Keeps a question in a handle. Nothing is looked for yet.
    ///
    /// # Errors
    /// `NotFound` for a page that is not this kind of person's, `Invalid` for a question that the page does not offer.
    pub fn find(&self, session: &PersonSession, request: &FindRequest) -> Result<FindReply, Failure> {
        let viewer = self.viewer(session, Language::En)?;
        if request.page.is_empty() {
            let words = controls::search(&request.search)?;
            if words.is_empty() {
                return Err(Failure::new(Code::Invalid));
            }
            let handle = self.handles.seal(session.id(), Action::Search, &[words]);
            return Ok(FindReply { handle: handle.map_err(Failure::internal)? });
        }
        let page = self.map.page(&request.page).filter(|page| page.is_for(&self.map, viewer.kind));
        let page = page.ok_or_else(|| Failure::new(Code::NotFound))?;
        let asked = Questions::of(page, self.sets(page)).read(request)?;
        if asked.is_nothing() {
            return Ok(FindReply::default());
        }
        Ok(FindReply { handle: self.seal_question(viewer, page, asked)? })
    }

    /// The beginning of every page that holds the words of a handle.
    ///
    /// # Errors
    /// `NotFound` when the handle is not this session's, `SignedOut` when the person is gone, `Unavailable` when the
    /// database is.
    pub async fn search(
        &self,
        session: &PersonSession,
        language: Language,
        handle: &str,
    ) -> Result<SearchReply, Failure> {
        let viewer = self.viewer(session, language)?;
        let words =
            self.handles.open(session.id(), Action::Search, handle).and_then(|row| row.into_iter().next());
        // What does not open is asked for like what does, so that the time tells nothing.
        let asked = Asked { search: words.clone().unwrap_or_default(), ..Asked::default() };
        let mut pages = Vec::new();
        let mut inquiries = Vec::new();
        for page in self.map.pages_of(viewer.kind) {
            if Questions::of(page, self.sets(page)).searchable {
                let part = Part { limit: Part::SUMMARY, from: None };
                inquiries.push(Inquiry::rows_alone(self.subject(viewer, page)?, asked.clone(), part));
                pages.push(page);
            }
        }
        let Some(told) = self.ask(&inquiries).await? else {
            let frame = Some(self.frame(session, language).await?);
            let search = words.ok_or_else(|| Failure::new(Code::NotFound))?;
            return Ok(SearchReply { frame, search, found: Vec::new() });
        };
        let search = words.ok_or_else(|| Failure::new(Code::NotFound))?;
        let mut reply = SearchReply { search, ..SearchReply::default() };
        for ((page, inquiry), told) in pages.into_iter().zip(&inquiries).zip(told) {
            let person = told.listing.person.clone();
            let total_rows = told.listing.count();
            if total_rows > 0 && self.is_seen(viewer, page, &person) {
                reply.found.push(Found {
                    page: page.id.value.clone(),
                    title: page.title.of(language).clone(),
                    body: Some(self.body(viewer, page, inquiry, told).await?),
                    total_rows,
                    handle: self.seal_question(viewer, page, asked.clone())?,
                });
            }
            reply.frame.get_or_insert_with(|| self.frame_of(viewer, &person));
        }
        Ok(reply)
    }

    /// One statement for all; `None` when nothing is asked for.
    pub(super) async fn ask(&self, inquiries: &[Inquiry<'_>]) -> Result<Option<Vec<query::Told>>, Failure> {
        let Some(statement) = self.statements.pages(inquiries) else { return Ok(None) };
        let answer = self.business.read_one(statement).await?;
        query::read(inquiries, &answer)?.ok_or_else(gone).map(Some)
    }

    pub(super) fn seal_question(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        asked: Asked,
    ) -> Result<String, Failure> {
        part::seal(&self.handles, viewer.session, &page.id, &part::Place { asked, from: None })
    }
}
