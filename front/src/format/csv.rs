//! Rows as a file for spreadsheets (RFC 4180), with the separator that the programs of each language expect.

use vantail_proto::portal::{Cell, Column, Format};
use vantail_shared::call::Language;

use super::number::{is_decimal, plain};
use crate::texts::Texts;

/// Tells spreadsheets that the file is UTF-8.
pub const BOM: &str = "\u{feff}";

/// Writes rows one after the other.
#[derive(Debug)]
pub struct Lines {
    text: String,
    separator: char,
    begun: bool,
}

impl Lines {
    /// Nothing yet. Where the comma is the decimal point, the semicolon separates.
    pub fn new(language: Language) -> Self {
        let separator = if language == Language::Fr { ';' } else { ',' };
        Self { text: String::new(), separator, begun: false }
    }

    /// Adds a field that is known to be harmless: a number, a day.
    pub fn value(&mut self, text: &str) {
        if self.begun {
            self.text.push(self.separator);
        }
        self.begun = true;
        let quoted = text.contains([self.separator, '"', '\r', '\n']) || text.starts_with([' ', '\t']);
        if quoted {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(text);
        }
    }

    /// Adds a text that anybody may have written: a spreadsheet must not take it for a formula.
    pub fn text(&mut self, text: &str) {
        if text
            .trim_start_matches([' ', '\n'])
            .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
        {
            self.value(&format!("'{text}"));
        } else {
            self.value(text);
        }
    }

    /// Adds a cell as its column says.
    pub fn cell(&mut self, column: &Column, cell: &Cell, t: &Texts) {
        let Some(text) = cell.text.as_deref() else { return self.value("") };
        match column.format() {
            Format::Money | Format::Number if is_decimal(text) => self.value(&plain(text, t.language)),
            Format::YesNo => self.text(t.yes_no(text)),
            _ => self.text(text),
        }
    }

    /// Adds the title of a column, with the currency of its amounts.
    pub fn title(&mut self, column: &Column) {
        if column.format() == Format::Money && !column.currency.is_empty() {
            self.text(&format!("{} ({})", column.title, column.currency));
        } else {
            self.text(&column.title);
        }
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.text.push_str("\r\n");
        self.begun = false;
    }

    /// What has been written since the last time.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests;
