//! Documents, by year.

use vantail_proto::portal;

use super::Place;
use crate::{format, texts::Texts};

pub(crate) struct Documents<'a> {
    pub(crate) years: Vec<Year<'a>>,
    pub(crate) total: u64,
}

/// The documents of one year.
pub(crate) struct Year<'a> {
    /// Empty where they are not told apart by year.
    pub(crate) title: &'a str,
    pub(crate) documents: Vec<Document<'a>>,
}

pub(crate) struct Document<'a> {
    pub(crate) handle: &'a str,
    pub(crate) title: &'a str,
    pub(crate) category: &'a str,
    pub(crate) date: String,
    pub(crate) day: Option<&'a str>,
    /// Absent while the file is missing; empty while nobody knows.
    pub(crate) size: Option<String>,
    pub(crate) kind: &'static str,
    pub(crate) unread: bool,
}

impl<'a> Documents<'a> {
    pub(super) fn new(documents: &'a portal::Documents, place: Place, t: &'static Texts) -> Self {
        let mut years: Vec<Year<'a>> = Vec::new();
        for one in &documents.documents {
            let title = match format::iso_day(&one.date) {
                _ if place == Place::Summary => "",
                Some(day) => &day[..4],
                None => t.say("without-date"),
            };
            match years.last_mut() {
                Some(year) if year.title == title => year.documents.push(document(one, t)),
                _ => years.push(Year { title, documents: vec![document(one, t)] }),
            }
        }
        let mut titles: Vec<_> = years.iter().map(|year| year.title).collect();
        titles.sort_unstable();
        // One year needs no heading, and one that comes back shows another order than that of time.
        if titles.len() < 2 || titles.windows(2).any(|two| two[0] == two[1]) {
            let documents: Vec<_> = years.into_iter().flat_map(|year| year.documents).collect();
            years = if documents.is_empty() { Vec::new() } else { vec![Year { title: "", documents }] };
        }
        Self { years, total: documents.total_rows }
    }
}

fn document<'a>(document: &'a portal::Document, t: &'static Texts) -> Document<'a> {
    Document {
        handle: &document.handle,
        title: &document.title,
        category: &document.category,
        date: format::date(&document.date, t.language),
        day: format::iso_day(&document.date),
        size: match document.size {
            Some(size) => Some(format::size(size, t.language)),
            None => document.store_away.then(String::new),
        },
        kind: match document.media_type.as_str() {
            "application/pdf" => "PDF",
            "image/png" => "PNG",
            "image/jpeg" => "JPEG",
            "text/csv" => "CSV",
            "application/zip" => "ZIP",
            _ => "",
        },
        unread: document.unread,
    }
}
