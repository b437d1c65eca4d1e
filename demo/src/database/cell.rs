//! A value on its way into the database.

use std::borrow::Cow;

use time::Date;

/// A value of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Absent.
    Null,
    /// A whole number, a key, or cents.
    Number(i64),
    /// A number with one decimal, in tenths.
    Tenths(i64),
    /// Words.
    Text(Cow<'static, str>),
    /// A day.
    Day(Date),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}

impl From<&'static str> for Cell {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<Cow<'static, str>> for Cell {
    fn from(text: Cow<'static, str>) -> Self {
        Self::Text(text)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::Day(day)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl Cell {
    /// The value as PostgreSQL's COPY reads it, in text format.
    pub(super) fn copy(&self, into: &mut String) {
        match self {
            Self::Null => into.push_str("\\N"),
            Self::Text(text) => {
                for letter in text.chars() {
                    match letter {
                        '\\' => into.push_str("\\\\"),
                        '\n' => into.push_str("\\n"),
                        '\r' => into.push_str("\\r"),
                        '\t' => into.push_str("\\t"),
                        other => into.push(other),
                    }
                }
            }
            other => into.push_str(&other.text()),
        }
    }

    /// The value in words, for drivers that are told the type by the column.
    pub(super) fn text(&self) -> Cow<'static, str> {
        match self {
            Self::Null => Cow::Borrowed(""),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Tenths(tenths) => Cow::Owned(format!("{}.{}", tenths / 10, tenths % 10)),
            Self::Text(text) => text.clone(),
            Self::Day(day) => {
                Cow::Owned(format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day()))
            }
        }
    }
}

/// A row from values of several types.
macro_rules! cells {
    ($($value:expr),* $(,)?) => {
        [$($crate::database::cell::Cell::from($value)),*]
    };
}
pub(crate) use cells;

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn copied_as_text() {
        let mut text = String::new();
        for cell in cells![7i64, "a\\b\tc\nd", date!(2026 - 01 - 05), None::<i64>] {
            cell.copy(&mut text);
            text.push('|');
        }
        Cell::Tenths(543).copy(&mut text);
        assert_eq!(text, "7|a\\\\b\\tc\\nd|2026-01-05|\\N|54.3");
    }
}
