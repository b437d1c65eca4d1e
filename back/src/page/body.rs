//! Rows as the content of a page.

use vantail_proto::portal::{
    Body, Cell, Column, Document, Documents, Format as WireFormat, List, Record, Row, Sense as WireSense,
    Statement, StatementRow, body::Content as Wire,
};
use vantail_shared::failure::Failure;

use super::{Pages, Viewer, part, source};
use crate::{
    document::{MediaType, Presence},
    handle::Action,
    map::{Category, Content, DocumentSet, Format, Ledger, Page, Rows, Sense},
    query::{Cursor, DocumentRow, Line, Listing},
};

impl Pages {
    /// The content of a page; with the handles of its neighbours when it is a page and no summary.
    pub(super) async fn body(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        listing: Listing,
        whole: bool,
    ) -> Result<Body, Failure> {
        let seal = |cursor: &Option<Cursor>| match cursor {
            Some(cursor) if whole => part::seal(&self.handles, viewer.session, &page.id, cursor),
            _ => Ok(String::new()),
        };
        let (newer, older) = (seal(&listing.newer)?, seal(&listing.older)?);
        let content = match &page.content {
            Content::Record(rows) => {
                Wire::Record(Record { fields: columns(viewer, rows), rows: table(rows, listing.lines) })
            }
            Content::List(rows) | Content::Cards(rows) | Content::Timeline(rows) => Wire::List(List {
                columns: columns(viewer, rows),
                total_rows: listing.total_rows,
                rows: table(rows, listing.lines),
                ..List::default()
            }),
            Content::Statement(rows, ledger) => Wire::Statement(statement(viewer, rows, ledger, listing)),
            Content::Documents(_) => Wire::Documents(Documents {
                total_rows: listing.total_rows,
                documents: self.documents(viewer, page, listing.lines).await?,
            }),
            Content::Coverage(_) => return Err(super::no_way()),
        };
        Ok(Body { content: Some(content), newer, older, ..Body::default() })
    }

    async fn documents(
        &self,
        viewer: Viewer<'_>,
        page: &Page,
        lines: Vec<Line>,
    ) -> Result<Vec<Document>, Failure> {
        let sets = self.sets(page);
        let mut rows = Vec::with_capacity(lines.len());
        for line in lines {
            rows.push(DocumentRow::read(&sets, line)?);
        }
        let presences = self.presences(&sets, &rows).await;
        rows.into_iter()
            .zip(presences)
            .map(|(row, presence)| self.document_of(viewer, sets[row.set], row, presence))
            .collect()
    }

    fn document_of(
        &self,
        viewer: Viewer<'_>,
        set: &DocumentSet,
        row: DocumentRow,
        presence: Presence,
    ) -> Result<Document, Failure> {
        let media = source::of(set, &row).map(|source| MediaType::of_document(&source));
        let name: Vec<String> = std::iter::once(set.id.value.clone()).chain(row.key).collect();
        let category = match &set.category {
            Some(Category::Words(words)) => words.of(viewer.language).clone(),
            _ => row.category,
        };
        Ok(Document {
            handle: self
                .handles
                .seal(viewer.session.id(), Action::Document, &name)
                .map_err(Failure::internal)?,
            title: row.title,
            category,
            date: row.date,
            size: if let Presence::Bytes(size) = presence { Some(size) } else { None },
            media_type: media.map(|media| media.name.to_owned()).unwrap_or_default(),
            unread: false,
            store_away: presence == Presence::Unknown,
        })
    }

    /// What is there of each document: by its column, or by what its store says.
    async fn presences(&self, sets: &[&DocumentSet], rows: &[DocumentRow]) -> Vec<Presence> {
        let mut presences = Vec::with_capacity(rows.len());
        let (mut places, mut asked) = (Vec::new(), Vec::new());
        for (at, row) in rows.iter().enumerate() {
            presences.push(row.size.map_or(Presence::Missing, Presence::Bytes));
            if let Some(source) = source::of(sets[row.set], row).filter(|_| row.size.is_none()) {
                places.push(at);
                asked.push(source);
            }
        }
        if !asked.is_empty() {
            for (at, seen) in places.into_iter().zip(self.roots.presences(&asked).await) {
                presences[at] = seen;
            }
        }
        presences
    }
}

fn columns(viewer: Viewer<'_>, rows: &Rows) -> Vec<Column> {
    rows.columns
        .iter()
        .map(|shown| {
            let (format, currency) = match shown.format {
                Format::Text => (WireFormat::Text, None),
                Format::Date | Format::DateTime => (WireFormat::Date, None),
                Format::Money(money) => (WireFormat::Money, Some(money.currency.code())),
                Format::Number => (WireFormat::Number, None),
                Format::YesNo => (WireFormat::YesNo, None),
                Format::Email => (WireFormat::Email, None),
                Format::Phone => (WireFormat::Phone, None),
                Format::Lines => (WireFormat::Lines, None),
            };
            Column {
                decimals: None,
                title: shown.title.of(viewer.language).clone(),
                format: format.into(),
                currency: currency.unwrap_or_default(),
            }
        })
        .collect()
}

fn table(rows: &Rows, lines: Vec<Line>) -> Vec<Row> {
    lines.into_iter().map(|line| Row { cells: cells(rows, line.cells), ..Row::default() }).collect()
}

/// Amounts come as whole minor units and leave as decimals; everything else leaves as it came.
fn cells(rows: &Rows, values: Vec<Option<String>>) -> Vec<Cell> {
    let shown = rows.columns.iter().zip(values);
    shown
        .map(|(column, value)| match (column.format, value) {
            (Format::Money(money), Some(text)) => {
                Cell { text: Some(text.parse().map(|minor| money.currency.decimal(minor)).unwrap_or(text)) }
            }
            (_, text) => Cell { text },
        })
        .collect()
}

fn statement(viewer: Viewer<'_>, rows: &Rows, ledger: &Ledger, listing: Listing) -> Statement {
    let currency = ledger.money.currency;
    let lines = listing.lines.into_iter().map(|line| StatementRow {
        amount: currency.decimal(line.amount),
        balance: currency.decimal(line.balance),
        cells: cells(rows, line.cells),
    });
    Statement {
        columns: columns(viewer, rows),
        rows: lines.collect(),
        currency: currency.code(),
        balance: currency.decimal(listing.balance),
        sense: match ledger.sense {
            Sense::PositiveIsDue => WireSense::PositiveIsDue,
            Sense::PositiveIsCredit => WireSense::PositiveIsCredit,
        }
        .into(),
        total_rows: listing.total_rows,
    }
}
