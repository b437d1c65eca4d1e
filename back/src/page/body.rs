//! The content of a page as a message.

use vantail_proto::portal::{Body, Documents, Layout, body::Content as Wire};
use vantail_shared::failure::Failure;

use super::{Pages, Viewer, controls::Questions, list, part};
use crate::{
    map::{Content, Page},
    query::{Asked, Cursor, Inquiry, Listing, Subject, Told},
};

impl Pages {
    /// What came back for a page, with the handles of its neighbours where everything around the rows was asked for.
    pub(super) async fn body(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        inquiry: &Inquiry<'_>,
        told: Told,
    ) -> Result<Body, Failure> {
        let Told { listing, choices, points } = told;
        let mut body = Body {
            empty: page.empty.as_ref().map(|empty| empty.of(viewer.language).clone()).unwrap_or_default(),
            ..Body::default()
        };
        if inquiry.is_whole() {
            let seal = |from: &Option<Cursor>| match from {
                Some(_) => {
                    let place = part::Place { asked: inquiry.asked.clone(), from: from.clone() };
                    part::seal(&self.handles, viewer.session, &page.id, &place)
                }
                None => Ok(String::new()),
            };
            (body.newer, body.older) = (seal(&listing.newer)?, seal(&listing.older)?);
            let handle = match &inquiry.asked {
                asked if asked.is_nothing() => String::new(),
                asked => self.seal_question(viewer, page, asked.clone())?,
            };
            let questions = Questions::of(page, self.sets(page));
            body.controls = Some(questions.controls(viewer, &inquiry.asked, &choices, handle));
        }
        match &inquiry.subject {
            Subject::Rows(rows) => {
                body.exportable = page.content.rows().is_some_and(|rows| rows.export);
                body.chart = points.and_then(|points| list::chart(viewer, page, rows, points));
                body.content = Some(self.rows(viewer, page, rows, (listing, &inquiry.asked))?);
            }
            Subject::Papers(papers) => {
                let total_rows = listing.count();
                let documents = self.documents(viewer, papers, listing.lines).await?;
                body.content = Some(Wire::Documents(Documents { documents, total_rows }));
            }
            Subject::Coverage(coverage) => {
                body.content =
                    Some(Wire::Coverage(self.coverage(viewer.language, coverage, listing.lines)?));
            }
        }
        Ok(body)
    }

    fn rows(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        rows: &crate::query::PageRows<'_>,
        (listing, asked): (Listing, &Asked),
    ) -> Result<Wire, Failure> {
        let layout = match &page.content {
            Content::Record(_) => {
                return Ok(Wire::Record(list::record(viewer, rows.columns(), listing.lines)));
            }
            Content::Statement(_, ledger) => {
                return Ok(Wire::Statement(list::statement(viewer, rows.columns(), ledger, listing)));
            }
            Content::Cards(_) => Layout::Cards,
            Content::Timeline(_) => Layout::Timeline,
            _ => Layout::Table,
        };
        self.list(viewer, page, rows, listing, (layout, asked)).map(Wire::List)
    }
}
