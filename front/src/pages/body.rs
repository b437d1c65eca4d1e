//! The content of a page of the data map, made ready for the templates.

use std::borrow::Cow;

use vantail_proto::portal::{self, Body, Cell, Column, Format, Row, Sense, StatementRow, body::Content};

use crate::{
    format::{self, Sign},
    texts::Texts,
};

/// One of the presentations, with the links to its neighbours.
pub(super) struct View<'a> {
    pub(super) page: &'a str,
    pub(super) content: Show<'a>,
    pub(super) newer: &'a str,
    pub(super) older: &'a str,
}

/// What is shown.
pub(super) enum Show<'a> {
    Record(Vec<Vec<Value<'a>>>),
    Statement(Statement<'a>),
    List(List<'a>),
    Documents(Documents<'a>),
    Nothing,
}

/// A value with its column's title, written for people.
pub(super) struct Value<'a> {
    pub(super) title: &'a str,
    /// The style class of its kind.
    pub(super) class: &'static str,
    pub(super) text: Cow<'a, str>,
    /// The day in ISO form, for `<time>`.
    pub(super) day: Option<&'a str>,
}

/// A column's head.
pub(super) struct Head<'a> {
    pub(super) title: &'a str,
    pub(super) class: &'static str,
}

pub(super) struct Statement<'a> {
    pub(super) heads: Vec<Head<'a>>,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) balance: String,
    /// The key of the sentence that says what the balance means.
    pub(super) meaning: &'static str,
    pub(super) side: &'static str,
    pub(super) total: u64,
}

pub(super) struct Line<'a> {
    pub(super) values: Vec<Value<'a>>,
    pub(super) amount: String,
    pub(super) amount_side: &'static str,
    pub(super) balance: String,
    pub(super) balance_word: &'static str,
}

pub(super) struct List<'a> {
    pub(super) heads: Vec<Head<'a>>,
    pub(super) rows: Vec<Vec<Value<'a>>>,
    pub(super) total: u64,
}

pub(super) struct Documents<'a> {
    pub(super) documents: Vec<Document<'a>>,
    pub(super) total: u64,
}

pub(super) struct Document<'a> {
    pub(super) handle: &'a str,
    pub(super) title: &'a str,
    pub(super) category: &'a str,
    pub(super) date: String,
    pub(super) day: Option<&'a str>,
    /// Absent while the file is missing; empty while nobody knows.
    pub(super) size: Option<String>,
    pub(super) kind: &'static str,
}

impl<'a> View<'a> {
    /// Whether it is given the whole width on the first page.
    pub(super) fn is_statement(&self) -> bool {
        matches!(self.content, Show::Statement(_))
    }

    pub(super) fn new(body: Option<&'a Body>, page: &'a str, t: &'static Texts) -> Self {
        let Some(body) = body else {
            return Self { page, content: Show::Nothing, newer: "", older: "" };
        };
        let content = match &body.content {
            Some(Content::Record(record)) => {
                Show::Record(record.rows.iter().map(|row| values(&record.fields, &row.cells, t)).collect())
            }
            Some(Content::Statement(statement)) => Show::Statement(self::statement(statement, t)),
            Some(Content::List(list)) => Show::List(List {
                heads: heads(&list.columns),
                rows: list.rows.iter().map(|row: &Row| values(&list.columns, &row.cells, t)).collect(),
                total: list.total_rows,
            }),
            Some(Content::Documents(documents)) => Show::Documents(Documents {
                documents: documents.documents.iter().map(|document| self::document(document, t)).collect(),
                total: documents.total_rows,
            }),
            Some(Content::Coverage(_)) | None => Show::Nothing,
        };
        Self { page, content, newer: &body.newer, older: &body.older }
    }
}

fn statement<'a>(statement: &'a portal::Statement, t: &'static Texts) -> Statement<'a> {
    let (language, currency) = (t.language, statement.currency.as_str());
    let due_sign = if statement.sense() == Sense::PositiveIsCredit { Sign::Negative } else { Sign::Positive };
    let side = |text: &str| match format::sign(text) {
        Sign::Zero => "even",
        sign if sign == due_sign => "due",
        _ => "credit",
    };
    // A balance is said in words, so that its sign would only be a riddle.
    let unsigned =
        |text: &'a str| format::money(text.trim_start().trim_start_matches('-'), currency, language);
    let line = |row: &'a StatementRow| Line {
        values: values(&statement.columns, &row.cells, t),
        amount: format::money(&row.amount, currency, language),
        amount_side: side(&row.amount),
        balance: unsigned(&row.balance),
        balance_word: match side(&row.balance) {
            "due" => "balance-word-due",
            "credit" => "balance-word-credit",
            _ => "",
        },
    };
    let side_of_all = side(&statement.balance);
    Statement {
        heads: heads(&statement.columns),
        lines: statement.rows.iter().map(line).collect(),
        balance: unsigned(&statement.balance),
        meaning: match side_of_all {
            "due" => "balance-due",
            "credit" => "balance-credit",
            _ => "balance-even",
        },
        side: side_of_all,
        total: statement.total_rows,
    }
}

fn heads(columns: &[Column]) -> Vec<Head<'_>> {
    columns.iter().map(|column| Head { title: &column.title, class: class(column.format()) }).collect()
}

fn values<'a>(columns: &'a [Column], cells: &'a [Cell], t: &'static Texts) -> Vec<Value<'a>> {
    columns.iter().zip(cells).map(|(column, cell)| value(column, cell, t)).collect()
}

fn value<'a>(column: &'a Column, cell: &'a Cell, t: &'static Texts) -> Value<'a> {
    let format = column.format();
    let Some(raw) = cell.text.as_deref() else {
        return Value { title: &column.title, class: class(format), text: Cow::Borrowed("–"), day: None };
    };
    let text = match format {
        Format::Date => Cow::Owned(format::date(raw, t.language)),
        Format::Money => Cow::Owned(format::money(raw, &column.currency, t.language)),
        Format::Number => Cow::Owned(format::decimal(raw, t.language)),
        Format::YesNo => Cow::Borrowed(match raw {
            "1" | "t" | "true" | "yes" | "y" | "O" | "oui" => t.say("yes"),
            "0" | "f" | "false" | "no" | "n" | "N" | "non" => t.say("no"),
            other => other,
        }),
        _ => Cow::Borrowed(raw),
    };
    let day = if format == Format::Date { format::iso_day(raw) } else { None };
    Value { title: &column.title, class: class(format), text, day }
}

fn class(format: Format) -> &'static str {
    match format {
        Format::Unspecified | Format::Text => "text",
        Format::Date => "date",
        Format::Money => "money",
        Format::Number => "number",
        Format::YesNo => "yes-no",
        Format::Email => "email",
        Format::Phone => "phone",
        Format::Lines => "lines",
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
    }
}
