//! Columns that a page shows.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

use super::{Currency, PerLanguage};

/// A column of a page.
#[derive(Debug, Clone)]
pub struct ShownColumn {
    /// The column of the page's table.
    pub column: Spot<String>,
    /// Its heading.
    pub title: PerLanguage<String>,
    /// How its values are to be read.
    pub format: Format,
}

/// How a value is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Words.
    Text,
    /// A date, perhaps with a time.
    Date,
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
    pub(super) fn read(section: Section<'_>) -> Option<Self> {
        let column = section.required_text("column", "column = \"...\", a column of the page's table");
        let title = PerLanguage::<String>::required(&section, "title");
        let format = match section.text("format") {
            None => Some(Format::Text),
            Some(name) => format(&section, &name),
        };
        section.close();
        Some(Self { column: column?, title: title?, format: format? })
    }
}

fn format(section: &Section<'_>, name: &Spot<String>) -> Option<Format> {
    Some(match name.as_str() {
        "text" => Format::Text,
        "date" => Format::Date,
        "money" => Format::Money(Money::read(section)?),
        "number" => Format::Number,
        "yes-no" => Format::YesNo,
        "email" => Format::Email,
        "phone" => Format::Phone,
        "lines" => Format::Lines,
        other => {
            let known = "write text, date, money, number, yes-no, email, phone or lines";
            section.fault(&name.at, "format", &format!("is {other:?}"), known);
            return None;
        }
    })
}
