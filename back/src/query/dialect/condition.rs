//! Comparisons and the functions that conditions of a map may use.

use crate::{
    map::{Dialect, Normal},
    query::{build::Sql, types::Type},
};

/// How many characters of a value the digits are taken from, in `SQLite`: it has to look at each by itself.
const MAX_DIGITS: u64 = 64;

impl Dialect {
    /// The condition that a value is true, or that it is false. Words and numbers are understood as the portal shows them.
    pub(in crate::query) fn truth(self, (cell, of): (Sql, Type), wanted: bool) -> Sql {
        if of == Type::Truth {
            let not = if wanted { "(" } else { "(NOT " };
            return Sql::new(not).then(cell).with(")");
        }
        let words =
            if wanted { " IN ('1', 't', 'true', 'y', 'yes')" } else { " IN ('0', 'f', 'false', 'n', 'no')" };
        Sql::new("lower(").then(self.text(cell, of)).with(")").with(words)
    }

    /// A value in a normal form: a [`Type::Text`].
    pub(in crate::query) fn normal(self, normal: Normal, value: Sql, of: Type) -> Sql {
        let text = self.text(value, of);
        match (normal, self) {
            (Normal::Text, _) => text,
            (Normal::Lower, _) => Sql::new("lower(").then(text).with(")"),
            (Normal::Trim, _) => Sql::new("trim(").then(text).with(")"),
            (Normal::Digits, Self::Postgres) => {
                Sql::new("regexp_replace(").then(text).with(", '[^0-9]', '', 'g')")
            }
            (Normal::Digits, Self::MariaDb) => Sql::new("REGEXP_REPLACE(").then(text).with(", '[^0-9]', '')"),
            (Normal::Digits, Self::Sqlite) => Sql::new("(WITH RECURSIVE d(rest, kept) AS (SELECT ")
                .then(self.first(text, MAX_DIGITS))
                .with(", '' UNION ALL SELECT substr(rest, 2), kept || CASE WHEN substr(rest, 1, 1) ")
                .with("BETWEEN '0' AND '9' THEN substr(rest, 1, 1) ELSE '' END FROM d WHERE rest <> '') ")
                .with("SELECT kept FROM d WHERE rest = '')"),
        }
    }

    /// Texts one after the other: a [`Type::Text`], absent when one of them is.
    pub(in crate::query) fn joined(self, texts: Vec<Sql>) -> Sql {
        match self {
            Self::MariaDb => Sql::new("CONCAT(").then(Sql::join(texts, ", ")).with(")"),
            Self::Sqlite | Self::Postgres => Sql::new("(").then(Sql::join(texts, " || ")).with(")"),
        }
    }
}
