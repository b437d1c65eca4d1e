//! `/p/{page}/csv`: the rows of a page as a file. They pass through part by part; a file that could not be finished
//! breaks off, and never ends as if whole.

use std::io;

use axum::{
    Extension,
    body::Body,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use tracing::error;
use vantail_proto::portal::{self, PageReply, PageRequest, body::Content};
use vantail_shared::failure::{Code, Failure};

use super::{
    Answer,
    document::is_asked_for_here,
    page::{is_handle, is_key},
    texts,
};
use crate::{
    document::disposition,
    error::to_sign_in,
    format::csv::{BOM, Lines},
    site::Site,
    texts::Texts,
    visit::Visit,
};

/// Rows of one call.
const ROWS: u32 = 500;
/// Rows of one file at the most.
const ALL: usize = 20_000;
const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");

/// `GET /p/{page}/csv`
pub async fn show(
    site: State<Site>,
    visit: Extension<Visit>,
    headers: HeaderMap,
    Path(page): Path<String>,
) -> Answer {
    export(site, visit, headers, page, String::new()).await
}

/// `GET /p/{page}/{handle}/csv`
pub async fn show_found(
    site: State<Site>,
    visit: Extension<Visit>,
    headers: HeaderMap,
    Path((page, handle)): Path<(String, String)>,
) -> Answer {
    export(site, visit, headers, page, handle).await
}

async fn export(
    State(site): State<Site>,
    Extension(visit): Extension<Visit>,
    headers: HeaderMap,
    page: String,
    handle: String,
) -> Answer {
    if !is_asked_for_here(&headers) {
        return Ok(StatusCode::FORBIDDEN.into_response());
    }
    if visit.token.is_none() {
        return Ok(to_sign_in());
    }
    if !is_key(&page) || !is_handle(&handle) {
        return Err(Failure::new(Code::NotFound).into());
    }
    // The first part comes before the head of the answer, so that its failure still has a page.
    let request = PageRequest { page: page.clone(), handle, rows: ROWS };
    let reply = site.back.page(&visit.call(), request).await?;
    let language = reply.frame.as_ref().map_or("", |frame| frame.language.as_str());
    let t = texts(language, &visit);
    let name = format!("{}.csv", reply.title);
    let mut source = Source { site, visit, page, t, lines: Lines::new(t.language), rows: 0, next: None };
    let body = reply.body.as_ref().filter(|body| body.exportable);
    let first = body.and_then(|body| source.first(body)).ok_or(Failure::new(Code::NotFound))?;
    let rest = stream::try_unfold((Some(first), source), async |(waiting, mut source)| {
        let piece = match waiting {
            Some(first) => Some(first),
            None => source.next().await?,
        };
        Ok::<_, io::Error>(piece.map(|piece| (piece, (None, source))))
    });
    let mut response = Response::new(Body::from_stream(rest));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, CSV);
    headers.insert(header::CONTENT_DISPOSITION, disposition::header(false, &name));
    Ok(response)
}

/// The parts still to come.
struct Source {
    site: Site,
    visit: Visit,
    page: String,
    t: &'static Texts,
    lines: Lines,
    rows: usize,
    /// The handle of the next part.
    next: Option<String>,
}

impl Source {
    /// The titles and the first part; nothing for what is no list of rows.
    fn first(&mut self, body: &portal::Body) -> Option<Bytes> {
        match &body.content {
            Some(Content::List(list)) => {
                list.columns.iter().for_each(|column| self.lines.title(column));
            }
            Some(Content::Statement(statement)) => {
                statement.columns.iter().for_each(|column| self.lines.title(column));
                for key in ["statement-amount", "statement-balance"] {
                    let (title, currency) = (self.t.say(key).to_owned(), statement.currency.clone());
                    self.lines.title(&portal::Column { title, currency, ..amounts() });
                }
            }
            _ => return None,
        }
        self.lines.end();
        let text = self.part(body);
        Some(format!("{BOM}{text}").into())
    }

    async fn next(&mut self) -> io::Result<Option<Bytes>> {
        let Some(handle) = self.next.take() else { return Ok(None) };
        let request = PageRequest { page: self.page.clone(), handle, rows: ROWS };
        let broke_off = |code: Code, cause: &str| {
            let request_id = self.visit.request_id.as_str();
            error!(request_id, ?code, cause, "a file of rows broke off");
            io::Error::other("the rows broke off")
        };
        let reply: PageReply = match self.site.back.page(&self.visit.call(), request).await {
            Ok(reply) => reply,
            Err(failure) => return Err(broke_off(failure.code, &failure.explain())),
        };
        let Some(body) = reply.body else { return Err(broke_off(Code::Internal, "a part without content")) };
        Ok(Some(self.part(&body).into()))
    }

    /// The rows of one part, up to the bound of a file.
    fn part(&mut self, body: &portal::Body) -> String {
        let left = ALL.saturating_sub(self.rows);
        let (count, written) = match &body.content {
            Some(Content::List(list)) => (list.rows.len(), self.list(list, left)),
            Some(Content::Statement(statement)) => (statement.rows.len(), self.statement(statement, left)),
            _ => (0, 0),
        };
        self.rows += written;
        let goes_on = !body.older.is_empty() && written > 0;
        if count > left || (goes_on && self.rows >= ALL) {
            let rows = u64::try_from(ALL).unwrap_or(u64::MAX);
            self.lines.text(&self.t.count("export-cut", &rows));
            self.lines.end();
        } else if goes_on {
            self.next = Some(body.older.clone());
        }
        self.lines.take()
    }

    fn list(&mut self, list: &portal::List, left: usize) -> usize {
        for row in list.rows.iter().take(left) {
            for (column, cell) in list.columns.iter().zip(&row.cells) {
                self.lines.cell(column, cell, self.t);
            }
            self.lines.end();
        }
        list.rows.len().min(left)
    }

    fn statement(&mut self, statement: &portal::Statement, left: usize) -> usize {
        let amounts = amounts();
        for row in statement.rows.iter().take(left) {
            for (column, cell) in statement.columns.iter().zip(&row.cells) {
                self.lines.cell(column, cell, self.t);
            }
            for amount in [&row.amount, &row.balance] {
                self.lines.cell(&amounts, &portal::Cell { text: Some(amount.clone()) }, self.t);
            }
            self.lines.end();
        }
        statement.rows.len().min(left)
    }
}

/// The column of amounts, of which statements have two.
fn amounts() -> portal::Column {
    portal::Column { format: portal::Format::Money.into(), ..portal::Column::default() }
}
