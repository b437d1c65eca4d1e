//! Cells, written for people.

use std::{borrow::Cow, fmt};

use askama::{FastWritable, Values, filters::HtmlSafe};
use vantail_proto::portal::{Cell, Column, Format};

use crate::{format, texts::Texts};

/// A value with its column's title, written for people.
pub(crate) struct Value<'a> {
    pub(crate) title: &'a str,
    /// The style class of its kind.
    pub(crate) class: Class,
    pub(crate) text: Cow<'a, str>,
    /// The day in ISO form, for `<time>`.
    pub(crate) day: Option<&'a str>,
}

impl Value<'_> {
    /// Whether anybody may have written it, in any script: its direction must not touch what stands beside it.
    pub(crate) fn is_text(&self) -> bool {
        matches!(self.class.0, "text" | "lines" | "email")
    }
}

/// A style class of ours: it holds no markup, so that nobody has to look for any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Class(pub(super) &'static str);

impl HtmlSafe for Class {}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl FastWritable for Class {
    fn write_into(&self, to: &mut dyn fmt::Write, _: &dyn Values) -> askama::Result<()> {
        Ok(to.write_str(self.0)?)
    }
}

pub(super) fn values<'a>(columns: &'a [Column], cells: &'a [Cell], t: &'static Texts) -> Vec<Value<'a>> {
    columns.iter().zip(cells).map(|(column, cell)| value(column, cell, t)).collect()
}

pub(super) fn value<'a>(column: &'a Column, cell: &'a Cell, t: &'static Texts) -> Value<'a> {
    let format = column.format();
    let class = class(format);
    let Some(raw) = cell.text.as_deref() else {
        return Value { title: &column.title, class, text: Cow::Borrowed("–"), day: None };
    };
    let text = match (format, column.decimals) {
        (Format::Date, _) => Cow::Owned(format::date(raw, t.language)),
        (Format::Money, None) => Cow::Owned(format::money(raw, &column.currency, t.language)),
        (Format::Money, Some(places)) => {
            Cow::Owned(format::money_to(raw, &column.currency, places, t.language))
        }
        (Format::Number, None) => Cow::Owned(format::decimal(raw, t.language)),
        (Format::Number, Some(places)) => {
            Cow::Owned(format::decimal(&format::rounded(raw, places), t.language))
        }
        (Format::YesNo, _) => Cow::Borrowed(t.yes_no(raw)),
        _ => Cow::Borrowed(raw),
    };
    let day = if format == Format::Date { format::iso_day(raw) } else { None };
    Value { title: &column.title, class, text, day }
}

pub(super) fn class(format: Format) -> Class {
    Class(match format {
        Format::Unspecified | Format::Text => "text",
        Format::Date => "date",
        Format::Money => "money",
        Format::Number => "number",
        Format::YesNo => "yes-no",
        Format::Email => "email",
        Format::Phone => "phone",
        Format::Lines => "lines",
    })
}
