//! Columns that a page shows.

use std::str::FromStr;

use vantail_shared::config::{Entry, Section, Spot};

use super::{ColumnName, Currency, PerLanguage, Scope, Words, language};

/// A column of a page.
#[derive(Debug, Clone)]
pub struct ShownColumn {
    /// The column.
    pub column: Spot<ColumnName>,
    /// Its heading.
    pub title: PerLanguage<String>,
    /// How its values are to be read.
    pub format: Format,
    /// What its values mean; a value without words is shown as it is.
    pub words: Words,
    /// Digits after the comma to show, of an amount or a number; all of them when absent.
    pub decimals: Option<u8>,
}

/// How a value is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Words.
    Text,
    /// A date; of one with a time the date alone.
    Date,
    /// A date with its time.
    DateTime,
    /// An amount.
    Money(Money),
    /// A number that is no amount.
    Number,
    /// A truth value.
    YesNo,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Several lines.
    Lines,
}

/// What an amount is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The currency.
    pub currency: Currency,
    /// The unit that the column counts in.
    pub unit: Unit,
}

/// The unit of an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The currency's main unit, with decimals.
    Main,
    /// The smallest unit, in whole numbers.
    Cents,
}

impl FromStr for Unit {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "main" => Ok(Self::Main),
            "cents" => Ok(Self::Cents),
            _ => Err(()),
        }
    }
}

impl Money {
    /// Reads `currency` and `unit`, both of which must be there.
    pub(super) fn read(section: &Section<'_>) -> Option<Self> {
        section.required_text("currency", "currency = \"EUR\", a code of ISO 4217");
        let currency = section.parsed("currency", "three capital letters, a code of ISO 4217");
        section.required_text("unit", "unit = \"cents\" or unit = \"main\"");
        let unit = section.parsed("unit", "\"cents\" (whole numbers) or \"main\" (with decimals)");
        Some(Self { currency: currency?.value, unit: unit?.value })
    }
}

impl ShownColumn {
    /// Reads a list of columns. Whatever one leaves out is as `[tables]` says; one that is only named is as in `known`, where
    /// it stands there.
    pub(super) fn list(section: &Section<'_>, key: &str, scope: &Scope<'_>, known: &[Self]) -> Vec<Self> {
        let read = |entry| {
            if let Entry::Text(text) = &entry
                && let Some(column) = scope.column(text)
                && let Some(shown) = known.iter().find(|shown| shown.column.value == column)
            {
                let column = Spot { value: column, at: text.at.clone() };
                return Some(Self { column, ..shown.clone() });
            }
            Self::read(entry, section, key, scope)
        };
        section.entries_of_list(key).into_iter().filter_map(read).collect()
    }

    fn read(entry: Entry<'_>, list: &Section<'_>, key: &str, scope: &Scope<'_>) -> Option<Self> {
        let section = match entry {
            Entry::Text(text) => {
                let column = scope.spot(list, key, text)?;
                let declared = scope.declared(&column);
                let Some(title) = declared.and_then(|declared| declared.title.clone()) else {
                    let problem = format!("shows {:?}, which has no title", column.value.to_string());
                    list.fault(&column.at, key, &problem, no_title(&column));
                    return None;
                };
                let format = declared.and_then(|declared| declared.format).unwrap_or(Format::Text);
                let words = declared.map(|declared| declared.words.clone()).unwrap_or_default();
                let decimals = declared.and_then(|declared| declared.decimals);
                return Some(Self { column, title, format, words, decimals });
            }
            Entry::Section(section) => section,
        };
        let column = scope.required(&section, "column", "column = \"...\", a column of the page's table");
        let declared = column.as_ref().and_then(|column| scope.declared(column));
        let title = PerLanguage::<String>::optional(&section, "title");
        if let Some(column) = &column
            && !section.has("title")
            && declared.is_none_or(|declared| declared.title.is_none())
        {
            section.missing(
                "title",
                &format!("title = {{ fr = \"...\", en = \"...\" }}, or {}", no_title(column)),
            );
        }
        let title = title.or_else(|| declared.and_then(|declared| declared.title.clone()));
        let format = format(&section);
        let words = if section.has("words") {
            language::words(&section, "words")
        } else {
            declared.map(|declared| declared.words.clone()).unwrap_or_default()
        };
        let decimals = decimals(&section).or_else(|| declared.and_then(|declared| declared.decimals));
        section.close();
        let format =
            format.ok()?.or_else(|| declared.and_then(|declared| declared.format)).unwrap_or(Format::Text);
        Some(Self { column: column?, title: title?, format, words, decimals })
    }
}

fn no_title(column: &ColumnName) -> String {
    format!("give {:?} a title in the columns of its [tables.<table>]", column.column)
}

/// Reads `decimals`.
pub(super) fn decimals(section: &Section<'_>) -> Option<u8> {
    section.integer("decimals", 0..=6).and_then(|decimals| u8::try_from(decimals.value).ok())
}

/// Reads `format` with the keys that belong to it: `None` where it is left out, an error for a faulty one, which is told.
pub(super) fn format(section: &Section<'_>) -> Result<Option<Format>, ()> {
    let Some(name) = section.text("format") else { return Ok(None) };
    Ok(Some(match name.as_str() {
        "text" => Format::Text,
        "date" => Format::Date,
        "date-time" => Format::DateTime,
        "money" => Format::Money(Money::read(section).ok_or(())?),
        "number" => Format::Number,
        "yes-no" => Format::YesNo,
        "email" => Format::Email,
        "phone" => Format::Phone,
        "lines" => Format::Lines,
        other => {
            let known = "write text, date, date-time, money, number, yes-no, email, phone or lines";
            section.fault(&name.at, "format", &format!("is {other:?}"), known);
            return Err(());
        }
    }))
}
