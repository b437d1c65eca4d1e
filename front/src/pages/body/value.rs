//! Cells, written for people.

use std::{borrow::Cow, fmt};

use askama::{FastWritable, Values, filters::HtmlSafe};
use vantail_proto::portal::{Cell, Column, Format};

use crate::{format, texts::Texts};

/// What stands where nothing is known.
const ABSENT: &str = "–";

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

    /// Whether nothing is known: where values stand without their titles, that is not said.
    pub(crate) fn is_absent(&self) -> bool {
        self.text == ABSENT
    }

    /// An address of mail in two parts, between which a narrow line may break.
    pub(crate) fn around_at(&self) -> Option<(&str, &str)> {
        let at = self.text.rfind('@').unwrap_or(self.text.len());
        (self.class == Class("email")).then(|| self.text.split_at(at))
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
    // Some programs write an empty text where nothing is known.
    let Some(raw) = cell.text.as_deref().filter(|text| !text.trim().is_empty()) else {
        return Value { title: &column.title, class, text: Cow::Borrowed(ABSENT), day: None };
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

#[cfg(test)]
mod tests {
    use vantail_shared::call::Language;

    use super::*;

    fn shown(format: Format, text: Option<&str>) -> String {
        let column = Column { format: format.into(), ..Column::default() };
        let cell = Cell { text: text.map(str::to_owned) };
        value(&column, &cell, Texts::of(Language::En)).text.into_owned()
    }

    #[test]
    fn an_empty_text_is_an_absent_one() {
        for text in [None, Some(""), Some("  "), Some("\n")] {
            assert_eq!(shown(Format::Text, text), "–", "{text:?}");
        }
        assert_eq!(shown(Format::Text, Some("0")), "0");
        let (column, cell) = (Column::default(), Cell::default());
        assert!(value(&column, &cell, Texts::of(Language::En)).is_absent());
    }

    #[test]
    fn an_address_may_break_before_its_host() {
        let column = Column { format: Format::Email.into(), ..Column::default() };
        let cell = Cell { text: Some("camille@example.org".to_owned()) };
        let value = value(&column, &cell, Texts::of(Language::En));
        assert_eq!(value.around_at(), Some(("camille", "@example.org")));
    }
}
