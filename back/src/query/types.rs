//! What values are compared as: a closed list, so that no type's name from a catalog ever becomes SQL.

use crate::map::{Class, ColumnShape, Dialect, Nature};

/// What a value is, as far as comparing, ordering and writing it as text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// A column of `SQLite` with numeric affinity, which turns what is bound into what it holds.
    Affine,
    /// Text under the collation of its column.
    Text,
    /// Text of ours that compares by its bytes.
    Bytewise,
    /// Text of ours that sorts by the collation of ours, of `SQLite`.
    Sorted,
    /// Text of a fixed length, filled with blanks, of `PostgreSQL`.
    Padded,
    /// Whole numbers of so many bits.
    Integer(u32),
    /// Whole numbers without a sign, of `MariaDB`.
    Unsigned,
    /// Exact decimals.
    Decimal,
    /// Binary floating point of 32 bits.
    Real,
    /// Binary floating point of 64 bits.
    Double,
    /// Truth values of `PostgreSQL`.
    Truth,
    /// Bits of `MariaDB`, which are no text and no number by themselves.
    Bits,
    /// Days.
    Date,
    /// Days with a time, as the clock on the wall showed it.
    Moment,
    /// Moments of the world, shown in the organisation's time zone.
    Instant,
    /// UUIDs.
    Uuid,
    /// Bytes, compared as hexadecimal digits and never shown.
    Bytes,
    /// Anything else: compared and shown as text.
    Other,
}

impl Type {
    /// What the values of a column are.
    pub(super) fn of(dialect: Dialect, column: &ColumnShape) -> Self {
        match dialect {
            Dialect::Sqlite => match (column.class, column.nature) {
                (_, Nature::Bytes) => Self::Bytes,
                (Class::Number | Class::Moment, _) => Self::Affine,
                (Class::Text, _) => Self::Text,
                (Class::Untyped, _) => Self::Other,
            },
            Dialect::Postgres => Self::of_postgres(&base(&column.sql_type)),
            Dialect::MariaDb => Self::of_mariadb(column),
        }
    }

    /// By the name that `format_type` gives (postgresql.org/docs/current/datatype.html).
    fn of_postgres(name: &str) -> Self {
        match name {
            "text" | "character varying" => Self::Text,
            "character" => Self::Padded,
            "smallint" => Self::Integer(16),
            "integer" => Self::Integer(32),
            "bigint" => Self::Integer(64),
            "numeric" => Self::Decimal,
            "real" => Self::Real,
            "double precision" => Self::Double,
            "boolean" => Self::Truth,
            "date" => Self::Date,
            "timestamp without time zone" => Self::Moment,
            "timestamp with time zone" => Self::Instant,
            "uuid" => Self::Uuid,
            "bytea" => Self::Bytes,
            _ => Self::Other,
        }
    }

    /// By `COLUMN_TYPE` of the information schema (mariadb.com/kb/en/data-types).
    fn of_mariadb(column: &ColumnShape) -> Self {
        let name = column.sql_type.to_ascii_lowercase();
        let word = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match (word, column.nature) {
            ("bit", _) => Self::Bits,
            ("uuid" | "inet6" | "inet4", _) => Self::Uuid,
            ("float", _) => Self::Real,
            (_, Nature::Integer | Nature::Truth) if name.contains("unsigned") => Self::Unsigned,
            (_, Nature::Integer | Nature::Truth) => Self::Integer(64),
            (_, Nature::Decimal(_)) => Self::Decimal,
            (_, Nature::Float) => Self::Double,
            (_, Nature::Date) => Self::Date,
            ("timestamp", _) => Self::Instant,
            (_, Nature::Moment) => Self::Moment,
            (_, Nature::Text | Nature::Enum) => Self::Text,
            (_, Nature::Bytes) => Self::Bytes,
            // A document equals no text: it is compared as one.
            (_, Nature::Json | Nature::Other) => Self::Other,
        }
    }

    /// Whether values sort as [`Type::Bytewise`] texts, not by themselves.
    pub(super) fn sorts_as_text(self) -> bool {
        matches!(
            self,
            Self::Text
                | Self::Bytewise
                | Self::Sorted
                | Self::Padded
                | Self::Bits
                | Self::Bytes
                | Self::Other
        )
    }

    /// Whether every value is a short text: no database writes one with more characters than a cell has.
    pub(super) fn is_short(self) -> bool {
        // Not `Affine`: what SQLite calls a number may hold any text. Nor `Decimal`: it may have thousands of digits.
        matches!(
            self,
            Self::Integer(_)
                | Self::Unsigned
                | Self::Real
                | Self::Double
                | Self::Truth
                | Self::Bits
                | Self::Date
                | Self::Moment
                | Self::Instant
                | Self::Uuid
        )
    }

    /// What stands before and after the placeholder of a value that is compared with this type.
    ///
    /// `MariaDB` would compare a number with a text as two doubles, which is inexact and uses no index.
    pub(super) fn cast(self, dialect: Dialect) -> (&'static str, &'static str) {
        match dialect {
            Dialect::Sqlite => ("", ""),
            Dialect::Postgres => (
                "CAST(",
                match self {
                    Self::Integer(16) => " AS smallint)",
                    Self::Integer(32) => " AS integer)",
                    Self::Integer(_) | Self::Unsigned => " AS bigint)",
                    Self::Decimal => " AS numeric)",
                    Self::Real => " AS real)",
                    Self::Double => " AS double precision)",
                    Self::Truth => " AS boolean)",
                    Self::Date => " AS date)",
                    Self::Moment => " AS timestamp)",
                    Self::Instant => " AS timestamp with time zone)",
                    Self::Uuid => " AS uuid)",
                    Self::Padded => " AS bpchar)",
                    Self::Bytes => return ("decode(CAST(", " AS text), 'hex')"),
                    Self::Affine | Self::Text | Self::Bytewise | Self::Sorted | Self::Bits | Self::Other => {
                        " AS text)"
                    }
                },
            ),
            Dialect::MariaDb => match self {
                Self::Integer(_) => ("CAST(", " AS SIGNED)"),
                // MySQL would take what is bound for a number with a sign.
                Self::Unsigned | Self::Bits => ("CAST(CONVERT(", " USING utf8mb4) AS UNSIGNED)"),
                Self::Decimal => ("CAST(", " AS DECIMAL(65,30))"),
                Self::Real | Self::Double => ("CAST(", " AS DOUBLE)"),
                Self::Date => ("CAST(", " AS DATE)"),
                Self::Moment | Self::Instant => ("CAST(", " AS DATETIME(6))"),
                Self::Bytewise => ("CAST(", " AS BINARY)"),
                Self::Bytes => ("UNHEX(", ")"),
                Self::Affine
                | Self::Text
                | Self::Sorted
                | Self::Padded
                | Self::Truth
                | Self::Uuid
                | Self::Other => ("", ""),
            },
        }
    }

    /// Whether a column of this type can hold a value that is written so. `PostgreSQL` refuses to cast others, and
    /// `MariaDB` casts them to 0.
    pub(super) fn admits(self, dialect: Dialect, value: &str) -> bool {
        if dialect == Dialect::Sqlite {
            return true;
        }
        // The one character that PostgreSQL's texts cannot hold.
        if value.contains('\0') {
            return false;
        }
        match self {
            Self::Affine | Self::Text | Self::Bytewise | Self::Sorted | Self::Padded | Self::Other => true,
            Self::Integer(16) => value.parse::<i16>().is_ok(),
            Self::Integer(32) => value.parse::<i32>().is_ok(),
            Self::Integer(_) => value.parse::<i64>().is_ok(),
            Self::Unsigned | Self::Bits => value.parse::<u64>().is_ok(),
            Self::Decimal => is_decimal(value),
            Self::Real => value.parse::<f32>().is_ok_and(f32::is_finite),
            Self::Double => value.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Truth => matches!(value, "true" | "false" | "1" | "0" | "t" | "f"),
            Self::Date | Self::Moment | Self::Instant => is_day(value),
            Self::Uuid => {
                let plain = |c: char| c.is_ascii_hexdigit() || matches!(c, '-' | ':' | '.');
                dialect == Dialect::MariaDb && value.chars().all(plain) || is_uuid(value)
            }
            Self::Bytes => {
                value.len().is_multiple_of(2) && value.bytes().all(|byte| byte.is_ascii_hexdigit())
            }
        }
    }
}

/// A type's name without its length: a cast must not cut or round what it is given.
fn base(name: &str) -> String {
    match (name.find('('), name.find(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{}{}", name[..open].trim_end(), &name[close + 1..])
        }
        _ => name.to_owned(),
    }
}

/// At most 60 digits: more do not fit into what `MariaDB` casts to.
fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    all(whole)
        && all(fraction)
        && whole.len() <= 30
        && fraction.len() <= 30
        && whole.len() + fraction.len() > 0
}

/// A day, perhaps with a time and a zone after it, or one of the ends of time of `PostgreSQL`.
fn is_day(value: &str) -> bool {
    if matches!(value, "infinity" | "-infinity") {
        return true;
    }
    let (day, rest) = value.split_once([' ', 'T']).unwrap_or((value, ""));
    let mut parts = day.split('-').map(str::parse::<u16>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    // MariaDB holds dates without a month or a day.
    let last = match u8::try_from(month).map(time::Month::try_from) {
        Ok(Ok(month)) => u16::from(month.length(i32::from(year))),
        _ if month == 0 => 31,
        _ => return false,
    };
    day <= last && rest.chars().all(|c| c.is_ascii_digit() || " :.+-BC".contains(c)) && rest.len() <= 32
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.char_indices().all(|(at, c)| match at {
            8 | 13 | 18 | 23 => c == '-',
            _ => c.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_are_no_part_of_a_type() {
        let name = |text| Type::of_postgres(&base(text));
        assert_eq!(name("timestamp(3) with time zone"), Type::Instant);
        assert_eq!(name("character varying(30)"), Type::Text);
        assert_eq!(name("numeric(12,2)"), Type::Decimal);
        assert_eq!(name("\"odd (type\""), Type::Other);
        assert_eq!(name("integer[]"), Type::Other);
    }

    #[test]
    fn what_a_column_cannot_hold_is_told() {
        let held = |of: Type, value: &str| of.admits(Dialect::MariaDb, value);
        for (of, good, bad) in [
            (Type::Integer(64), "-5", "5x"),
            (Type::Unsigned, "18446744073709551615", "-1"),
            (Type::Decimal, "-0.50", "1e5"),
            (Type::Double, "1e5", "much"),
            (Type::Date, "2024-02-29", "2023-02-29"),
            (Type::Date, "0000-00-00", "0000-13-00"),
            (Type::Moment, "2024-02-29 10:11:12.5", "2024-02-29 x"),
            (Type::Bytes, "00ff", "0"),
        ] {
            assert!(held(of, good), "{good}");
            assert!(!held(of, bad), "{bad}");
        }
        assert!(!Type::Integer(16).admits(Dialect::Postgres, "40000"));
        assert!(!Type::Text.admits(Dialect::Postgres, "a\0"));
    }

    proptest! {
        #[test]
        fn decimals_are_held(number in "-?[0-9]{1,30}(\\.[0-9]{0,30})?") {
            prop_assert!(is_decimal(&number));
        }
    }
}
