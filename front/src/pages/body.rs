//! The content of a page of the data map, made ready for the templates.

mod chart;
mod controls;
mod coverage;
mod documents;
mod rows;
mod statement;
mod value;

use vantail_proto::portal::{self, Body, Layout, body::Content};

pub(super) use self::{
    chart::{Chart, Picture},
    controls::{Controls, Field},
    coverage::Coverage,
    documents::Documents,
    rows::{Rows, Timeline},
    statement::Statement,
    value::Value,
};
use crate::texts::Texts;

/// One of the presentations, with what may be asked of it and the links to its neighbours.
pub(super) struct View<'a> {
    pub(super) page: &'a str,
    pub(super) content: Show<'a>,
    pub(super) newer: &'a str,
    pub(super) older: &'a str,
    /// Absent where there is nothing to ask, or nothing to ask about.
    pub(super) controls: Option<Controls<'a>>,
    pub(super) chart: Option<Chart<'a>>,
    pub(super) empty: Empty<'a>,
    /// The path of the rows as a file.
    pub(super) export: Option<String>,
    /// Whether the neighbours are before and after in time.
    pub(super) in_time: bool,
    pub(super) place: Place,
}

/// What is shown.
pub(super) enum Show<'a> {
    Record(Vec<Vec<Value<'a>>>),
    Statement(Statement<'a>),
    Table(Rows<'a>),
    Cards(Rows<'a>),
    Timeline(Timeline<'a>),
    Documents(Documents<'a>),
    Coverage(Coverage<'a>),
    Nothing,
}

/// What is said where there is nothing.
pub(super) struct Empty<'a> {
    pub(super) title: &'a str,
    pub(super) text: &'a str,
    /// Whether there is something, but nothing that was asked for.
    pub(super) asked: bool,
}

/// Where content is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// On its own page, with everything around it.
    Page,
    /// Among others: its beginning alone.
    Summary,
}

impl<'a> View<'a> {
    /// Whether it is given the whole width on the first page.
    pub(super) fn is_wide(&self) -> bool {
        matches!(self.content, Show::Statement(_))
    }

    /// Whether this is a beginning among others.
    pub(super) fn is_summary(&self) -> bool {
        self.place == Place::Summary
    }

    /// Whether the rows are those that were asked for.
    pub(super) fn is_asked(&self) -> bool {
        self.empty.asked
    }

    /// `today` is the day from which ages are counted.
    pub(super) fn new(body: &'a Body, page: &'a str, place: Place, today: i64, t: &'static Texts) -> Self {
        let asked = body.controls.as_ref().filter(|_| place == Place::Page);
        let in_force = asked.is_some_and(|controls| !controls.handle.is_empty());
        let sorted = asked.is_some_and(|controls| controls.sorted > 0);
        let (content, kind) = match &body.content {
            Some(Content::Record(record)) => (Show::Record(records(record, t)), "record"),
            Some(Content::Statement(statement)) => {
                (Show::Statement(Statement::new(statement, t)), "statement")
            }
            Some(Content::List(list)) => match list.layout() {
                Layout::Cards => (Show::Cards(Rows::new(list, None, t)), "list"),
                Layout::Timeline => (Show::Timeline(Timeline::new(list, sorted, t)), "timeline"),
                Layout::Table | Layout::Unspecified => (Show::Table(Rows::new(list, asked, t)), "list"),
            },
            Some(Content::Documents(documents)) => {
                (Show::Documents(Documents::new(documents, place, t)), "documents")
            }
            Some(Content::Coverage(coverage)) => {
                (Show::Coverage(Coverage::new(&coverage.groups, today, t)), "coverage")
            }
            None => (Show::Nothing, "record"),
        };
        let has_rows = content.has_rows();
        let export = body.exportable && has_rows && place == Place::Page;
        Self {
            page,
            newer: &body.newer,
            older: &body.older,
            controls: asked
                .filter(|_| in_force || has_rows)
                .and_then(|controls| Controls::new(controls, body.content.as_ref(), t)),
            chart: body
                .chart
                .as_ref()
                .filter(|_| place == Place::Page)
                .and_then(|chart| Chart::new(chart, t)),
            empty: empty(kind, &body.empty, in_force, t),
            export: export.then(|| match asked.filter(|_| in_force) {
                Some(controls) => format!("/p/{page}/{}/csv", controls.handle),
                None => format!("/p/{page}/csv"),
            }),
            in_time: !sorted && !matches!(content, Show::Table(_) | Show::Cards(_)),
            content,
            place,
        }
    }
}

impl Show<'_> {
    fn has_rows(&self) -> bool {
        match self {
            Self::Record(records) => !records.is_empty(),
            Self::Statement(statement) => !statement.is_empty(),
            Self::Table(rows) | Self::Cards(rows) => !rows.entries.is_empty(),
            Self::Timeline(timeline) => !timeline.spans.is_empty(),
            Self::Documents(documents) => !documents.years.is_empty(),
            Self::Coverage(coverage) => !coverage.groups.is_empty(),
            Self::Nothing => false,
        }
    }
}

fn records<'a>(record: &'a portal::Record, t: &'static Texts) -> Vec<Vec<Value<'a>>> {
    record.rows.iter().map(|row| value::values(&record.fields, &row.cells, t)).collect()
}

/// The organisation's own words where it has some.
fn empty<'a>(kind: &str, own: &'a str, asked: bool, t: &'static Texts) -> Empty<'a> {
    let (title, text) = match kind {
        _ if asked => ("no-match", "no-match-text"),
        "statement" => ("statement-empty", "statement-empty-text"),
        "list" => ("list-empty", "list-empty-text"),
        "timeline" => ("timeline-empty", "timeline-empty-text"),
        "documents" => ("documents-empty", "documents-empty-text"),
        "coverage" => ("coverage-empty", "coverage-empty-text"),
        _ => ("record-empty", "record-empty-text"),
    };
    let text = if own.is_empty() || asked { t.say(text) } else { own };
    Empty { title: t.say(title), text, asked }
}
