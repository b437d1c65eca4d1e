//! What each database writes in its own way.

mod condition;
mod json;
pub(super) mod search;

use super::{answer::MAX_CELL, build::Sql, types::Type};
use crate::map::{Dialect, Money, Unit};

/// Stands for bytes, which are never shown.
const BYTES: &str = "'…'";

impl Dialect {
    /// A value as whole text.
    pub(super) fn text(self, value: Sql, of: Type) -> Sql {
        match (self, of) {
            (Self::Sqlite, _) => Sql::new("CAST(").then(value).with(" AS TEXT)"),
            (Self::Postgres, Type::Text | Type::Bytewise) => value,
            (Self::Postgres, Type::Bytes) => Sql::new("encode(").then(value).with(", 'hex')"),
            (Self::Postgres, _) => Sql::new("CAST(").then(value).with(" AS text)"),
            (Self::MariaDb, Type::Bytes) => Sql::new("HEX(").then(value).with(")"),
            // A float as text has 6 digits, the same number as a double has all of them.
            (Self::MariaDb, Type::Real) => {
                Sql::new("CONVERT(CAST(").then(value).with(" AS DOUBLE) USING utf8mb4)")
            }
            (Self::MariaDb, Type::Bits) => Sql::new("CONVERT(").then(value).with(" + 0 USING utf8mb4)"),
            (Self::MariaDb, _) => Sql::new("CONVERT(").then(value).with(" USING utf8mb4)"),
        }
    }

    /// A value as text, exactly: for keys and places in an order. In `SQLite` a double needs 17 digits to come back as
    /// itself; the other databases write as many as it takes.
    pub(super) fn exact_text(self, value: Sql, of: Type) -> Sql {
        if self != Self::Sqlite {
            return self.text(value, of);
        }
        Sql::new("CASE typeof(")
            .then(value.clone())
            .with(") WHEN 'real' THEN printf('%!.17g', ")
            .then(value.clone())
            .with(") ELSE CAST(")
            .then(value)
            .with(" AS TEXT) END")
    }

    /// A value as text for people, of bounded length: one character more than is shown, so that a cut can be seen.
    /// Truth is 1 or 0, moments stand in the organisation's time zone, of bytes nothing is told but that there are some.
    pub(super) fn shown_text(self, value: Sql, of: Type) -> Sql {
        let text = match (self, of) {
            (Self::Sqlite, Type::Bytes) => {
                let bytes =
                    Sql::new("CASE typeof(").then(value.clone()).with(") WHEN 'blob' THEN ").with(BYTES);
                return bytes.with(" ELSE ").then(self.cut(self.text(value, of))).with(" END");
            }
            (_, Type::Bytes) => {
                return Sql::new("CASE WHEN ")
                    .then(value)
                    .with(" IS NOT NULL THEN ")
                    .with(BYTES)
                    .with(" END");
            }
            (Self::Postgres, Type::Truth) => Sql::new("CAST(CAST(").then(value).with(" AS integer) AS text)"),
            (Self::Postgres, Type::Instant) => {
                Sql::new("CAST(CAST(").then(value).with(" AS timestamp) AS text)")
            }
            // People see the digits that were written, not those of the nearest double.
            (Self::MariaDb, Type::Real) => self.text(value, Type::Double),
            _ => self.text(value, of),
        };
        if of.is_short() { text } else { self.cut(text) }
    }

    /// A value as an element of an array, of one of the few types that an [`Answer`](super::Answer) reads from arrays of
    /// `PostgreSQL`: also where its column has a domain over one. `text` is the same as a text.
    pub(super) fn element(value: Sql, of: Type, text: Sql) -> Sql {
        let (value, of) = match of {
            Type::Integer(_) => (value, " AS bigint)"),
            Type::Date => (value, " AS date)"),
            _ => (text, " AS text)"),
        };
        Sql::new("CAST(").then(value).with(of)
    }

    fn cut(self, text: Sql) -> Sql {
        let first = self.first(text.clone(), MAX_CELL as u64 + 1);
        match self {
            // Cutting counts characters one by one, the number of bytes is at hand.
            Self::Postgres => Sql::new("CASE WHEN octet_length(")
                .then(text.clone())
                .with(") > ")
                .number(MAX_CELL as u64)
                .with(" THEN ")
                .then(first)
                .with(" ELSE ")
                .then(text)
                .with(" END"),
            Self::Sqlite | Self::MariaDb => first,
        }
    }

    pub(super) fn first(self, text: Sql, characters: u64) -> Sql {
        let name = if self == Self::MariaDb { "substring(" } else { "substr(" };
        Sql::new(name).then(text).with(", 1, ").number(characters).with(")")
    }

    /// A text that compares and sorts by its bytes, the same in every database.
    pub(super) fn bytewise(self, text: Sql) -> Sql {
        match self {
            // Whatever a function gives has no collation of a column any more.
            Self::Sqlite => Sql::new("substr(").then(text).with(", 1)"),
            Self::Postgres => Sql::new("(").then(text).with(" COLLATE \"C\")"),
            Self::MariaDb => Sql::new("CAST(").then(text).with(" AS BINARY)"),
        }
    }

    /// The first characters of a value, to sort by: a [`Type::Bytewise`].
    pub(super) fn prefix(self, value: Sql, of: Type, characters: u64) -> Sql {
        let text = self.first(self.text(value, of), characters);
        if self == Self::Sqlite { text } else { self.bytewise(text) }
    }

    /// A column's value in the form in which it is compared with what is bound, and what that is.
    pub(super) fn comparable(self, cell: Sql, of: Type) -> (Sql, Type) {
        match (self, of) {
            (_, Type::Other) | (Self::Sqlite, Type::Bytes) => (self.text(cell, of), Type::Text),
            _ => (cell, of),
        }
    }

    /// An amount as a whole number of the smallest unit, rounded half away from zero; absent when it is no number.
    ///
    /// Exact in `PostgreSQL` and `MariaDB`. In `SQLite` whole numbers are exact however large, and a decimal that it keeps
    /// as a double up to 15 digits.
    pub(super) fn minor(self, value: Sql, of: Type, money: Money) -> Sql {
        let places = match money.unit {
            Unit::Cents => 0,
            Unit::Main => money.currency.decimals(),
        };
        self.scaled(value, of, places)
    }

    /// A number with so many places as a whole number, as [`Dialect::minor`].
    pub(super) fn scaled(self, value: Sql, of: Type, places: u32) -> Sql {
        let scaled = |value: Sql| match places {
            0 => value,
            _ => value.with(" * ").number(10u64.pow(places)),
        };
        match self {
            Self::Sqlite => Sql::new("CASE typeof(")
                .then(value.clone())
                .with(") WHEN 'integer' THEN ")
                .then(scaled(value.clone()))
                .with(" ELSE CAST(ROUND(")
                .then(scaled(value))
                .with(") AS INTEGER) END"),
            // Sums of whole numbers are wide by themselves.
            Self::Postgres if places == 0 && matches!(of, Type::Integer(_)) => {
                Sql::new("CAST(").then(value).with(" AS bigint)")
            }
            Self::Postgres => {
                // Neither infinite nor beyond what we add up, and nothing that is no number.
                let guard = match of {
                    Type::Integer(_) => Sql::new("true"),
                    Type::Decimal | Type::Real | Type::Double => Sql::new("")
                        .then(value.clone())
                        .with(" > -1e30 AND ")
                        .then(value.clone())
                        .with(" < 1e30"),
                    _ => self.text(value.clone(), of).with(" ~ '^-?[0-9]{1,30}([.][0-9]{1,30})?$'"),
                };
                let number = match of {
                    Type::Integer(_) | Type::Decimal => value,
                    // As it is written, not as the nearest double.
                    _ => self.text(value, of),
                };
                let number = Sql::new("CAST(").then(number).with(" AS numeric)");
                Sql::new("CASE WHEN ").then(guard).with(" THEN round(").then(scaled(number)).with(") END")
            }
            Self::MariaDb => {
                let number = match of {
                    Type::Decimal => value,
                    // A whole number times a hundred may be none any more.
                    Type::Integer(_) | Type::Unsigned => {
                        Sql::new("CAST(").then(value).with(" AS DECIMAL(40,0))")
                    }
                    Type::Bytes => Sql::new("CAST(").then(self.text(value, of)).with(" AS DECIMAL(50,15))"),
                    _ => Sql::new("CAST(").then(self.text(value, Type::Double)).with(" AS DECIMAL(50,15))"),
                };
                Sql::new("CAST(ROUND(").then(scaled(number)).with(") AS DECIMAL(65,0))")
            }
        }
    }

    /// After a term of an order: an absent value is the smallest everywhere. Where none is absent nothing is said of it,
    /// for an index gives only the order that it was made for.
    pub(super) fn direction(self, ascending: bool, nullable: bool) -> &'static str {
        match (self, ascending) {
            (Self::Postgres, true) if nullable => " ASC NULLS FIRST",
            (Self::Postgres, false) if nullable => " DESC NULLS LAST",
            (_, true) => " ASC",
            (_, false) => " DESC",
        }
    }

    /// Whether a select in `FROM` may speak of the rows before it. `MySQL` knows that too, `MariaDB` does not.
    pub(super) fn has_lateral(self) -> bool {
        self == Self::Postgres
    }
}
