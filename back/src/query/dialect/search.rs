//! Texts without case and accents: to search in, and to sort by.

use std::{collections::HashMap, sync::LazyLock};

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

use crate::{
    map::Dialect,
    query::{build::Sql, types::Type},
};

/// Letters with the letters that people type for them.
const FOLDS: [(char, &str); 19] = [
    ('a', "àáâãäåāăą"),
    ('c', "çćĉċč"),
    ('d', "ďđ"),
    ('e', "èéêëēĕėęě"),
    ('g', "ĝğġģ"),
    ('h', "ĥħ"),
    ('i', "ìíîïĩīĭįı"),
    ('j', "ĵ"),
    ('k', "ķ"),
    ('l', "ĺļľŀł"),
    ('n', "ñńņňŉ"),
    ('o', "òóôõöøōŏő"),
    ('r', "ŕŗř"),
    ('s', "śŝşšș"),
    ('t', "ţťŧț"),
    ('u', "ùúûüũūŭůűų"),
    ('w', "ŵ"),
    ('y', "ýÿŷ"),
    ('z', "źżž"),
];
/// Letters that people type as two, each with the fixed piece that replaces it.
const PAIRS: [(char, &str, &str); 5] = [
    ('œ', "oe", ", 'œ', 'oe')"),
    ('Œ', "oe", ", 'Œ', 'oe')"),
    ('æ', "ae", ", 'æ', 'ae')"),
    ('Æ', "ae", ", 'Æ', 'ae')"),
    ('ß', "ss", ", 'ß', 'ss')"),
];
/// Accents that stand beside their letter, as `SQLite` has to take them away one by one.
const MARKS: [&str; 6] = [
    ", '\u{300}', '')",
    ", '\u{301}', '')",
    ", '\u{302}', '')",
    ", '\u{303}', '')",
    ", '\u{308}', '')",
    ", '\u{327}', '')",
];
/// Letters that no collation of `MariaDB` takes for plain ones.
const BARRED: [&str; 14] = [
    ", 'ŀ', 'l')",
    ", 'Ŀ', 'l')",
    ", 'ł', 'l')",
    ", 'Ł', 'l')",
    ", 'ø', 'o')",
    ", 'Ø', 'o')",
    ", 'đ', 'd')",
    ", 'Đ', 'd')",
    ", 'ħ', 'h')",
    ", 'Ħ', 'h')",
    ", 'ŧ', 't')",
    ", 'Ŧ', 't')",
    ", 'ı', 'i')",
    ", 'ŉ', 'n')",
];
/// Longest text that is searched for, in characters.
const MAX_NEEDLE: usize = 80;

/// `translate` of `PostgreSQL` replaces the first letters by the second, and takes away those beyond.
static TRANSLATED: LazyLock<String> = LazyLock::new(|| {
    let letters = pairs().map(|(accented, _)| accented);
    let all: String = letters.chain('\u{300}'..='\u{36f}').collect();
    let plain: String = pairs().map(|(_, plain)| plain).collect();
    format!(", '{all}', '{plain}')")
});

/// The plain letter of each accented one: looked up for every letter that is sorted by.
static PLAIN: LazyLock<HashMap<char, char>> = LazyLock::new(|| pairs().collect());

/// The beginning and the end of an expression that makes plain letters of accented ones in `MariaDB`, one plain letter after
/// the other; it minds no case there.
static MATCHED: LazyLock<(String, String)> = LazyLock::new(|| {
    let each = FOLDS.iter().map(|(plain, accented)| format!(", '[{accented}]', '{plain}')"));
    ("REGEXP_REPLACE(".repeat(FOLDS.len() + 1), each.collect::<String>() + ", '[\u{300}-\u{36f}]', '')")
});

/// Every accented letter, small and capital, with its plain one.
fn pairs() -> impl Iterator<Item = (char, char)> {
    FOLDS.into_iter().flat_map(|(plain, accented)| {
        accented.chars().flat_map(move |c| std::iter::once(c).chain(capital(c)).map(move |c| (c, plain)))
    })
}

/// The one capital letter of a letter.
fn capital(c: char) -> Option<char> {
    let mut capitals = c.to_uppercase();
    let first = capitals.next().filter(|first| *first != c);
    if capitals.next().is_some() { None } else { first.filter(|first| !first.is_ascii()) }
}

impl Dialect {
    /// A text in small letters without accents, for its order; `None` in `SQLite`, which has [`collation`](crate::query::sorted)
    /// of ours for that. The same letters come together in every database: a [`Type::Bytewise`].
    pub(in crate::query) fn folded(self, text: Sql) -> Option<Sql> {
        let folded = match self {
            Self::Sqlite => return None,
            Self::Postgres => translated(text),
            Self::MariaDb => {
                let (begin, end) = &*MATCHED;
                let looked_through = Sql::new("").with(begin).then(lower(unpaired(text.clone()))).with(end);
                unless_ascii(self, text.clone(), lower(text), looked_through)
            }
        };
        Some(self.bytewise(folded))
    }

    /// The condition that a text holds another somewhere, whatever the case and the accents.
    pub(in crate::query) fn contains(self, value: Sql, of: Type, needle: &str) -> Sql {
        let text = self.text(value, of);
        let needle = needle_of(needle);
        let bind = |pattern: String| Sql::default().bind(Some(pattern), Type::Text);
        match self {
            Self::Sqlite => {
                let pairs = unpaired(text.clone());
                let looked_through = MARKS.iter().fold(pairs, |text, piece| replace(text, piece));
                unless_ascii(self, text.clone(), text, looked_through)
                    .with(" GLOB ")
                    .then(bind(glob(&needle)))
            }
            Self::Postgres => {
                let text = unless_ascii(self, text.clone(), text.clone(), unpaired(text));
                self.bytewise(text).with(" ~ ").then(bind(expression(&needle)))
            }
            Self::MariaDb => {
                let barred = BARRED.iter().fold(unpaired(text.clone()), |text, piece| replace(text, piece));
                let looked_through =
                    Sql::new("REGEXP_REPLACE(").then(barred).with(", '[\u{300}-\u{36f}]', '')");
                unless_ascii(self, text.clone(), text, looked_through)
                    .with(" COLLATE utf8mb4_unicode_ci LIKE ")
                    .then(bind(like(&needle)))
                    .with(" ESCAPE '!'")
            }
        }
    }
}

fn unpaired(text: Sql) -> Sql {
    PAIRS.iter().fold(text, |text, (_, _, piece)| replace(text, piece))
}

fn lower(text: Sql) -> Sql {
    Sql::new("lower(").then(text).with(")")
}

/// A text of `PostgreSQL` in small letters without accents.
fn translated(text: Sql) -> Sql {
    let looked_through = Sql::new("translate(").then(lower(unpaired(text.clone()))).with(TRANSLATED.as_str());
    unless_ascii(Dialect::Postgres, text.clone(), lower(text), looked_through)
}

/// Most texts are ASCII: those are not looked through letter by letter, which takes up to fifty times as long.
fn unless_ascii(dialect: Dialect, text: Sql, as_it_is: Sql, looked_through: Sql) -> Sql {
    let characters = if dialect == Dialect::Sqlite { ") = LENGTH(" } else { ") = CHAR_LENGTH(" };
    Sql::new("CASE WHEN OCTET_LENGTH(")
        .then(text.clone())
        .with(characters)
        .then(text)
        .with(") THEN ")
        .then(as_it_is)
        .with(" ELSE ")
        .then(looked_through)
        .with(" END")
}

fn replace(text: Sql, piece: &'static str) -> Sql {
    Sql::new("replace(").then(text).with(piece)
}

/// What is searched for, in small letters without accents.
fn needle_of(needle: &str) -> String {
    plain(&needle.trim().chars().take(MAX_NEEDLE).collect::<String>())
}

/// A text in small letters without accents.
pub(in crate::query) fn plain(text: &str) -> String {
    let whole: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .collect::<String>()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .map(|c| if c.is_ascii() { c } else { PLAIN.get(&c).copied().unwrap_or(c) })
        .collect();
    // A letter that is no other with an accent on it may still be composed.
    PAIRS.iter().fold(whole.nfc().collect(), |text: String, (letter, typed, _)| {
        if text.contains(*letter) { text.replace(*letter, typed) } else { text }
    })
}

/// A pattern for `LIKE` with `!` before its own signs.
fn like(needle: &str) -> String {
    let mut pattern = String::from("%");
    for c in needle.chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

/// A small letter, its capital one, and both with all their accents.
fn forms(c: char) -> impl Iterator<Item = char> {
    let capital = c.to_uppercase().filter(move |capital| *capital != c);
    let accented = pairs().filter(move |(_, plain)| *plain == c).map(|(accented, _)| accented);
    std::iter::once(c).chain(capital).chain(accented)
}

/// A pattern for `GLOB`: each letter in all its forms, since `SQLite` folds no letters but ASCII.
fn glob(needle: &str) -> String {
    let mut pattern = String::from("*");
    for c in needle.chars() {
        if !c.is_alphabetic() && !"*?[".contains(c) {
            pattern.push(c);
            continue;
        }
        pattern.push('[');
        pattern.extend(forms(c));
        pattern.push(']');
    }
    pattern.push('*');
    pattern
}

/// A regular expression of `PostgreSQL`: each letter in all its forms, and what may stand on it. To look for them takes a
/// twentieth of the time in which `translate` makes the whole text plain.
fn expression(needle: &str) -> String {
    let mut expression = String::new();
    for c in needle.chars() {
        if c.is_alphabetic() {
            expression.push('[');
            expression.extend(forms(c));
            expression.push(']');
        } else {
            if c.is_ascii_punctuation() {
                expression.push('\\');
            }
            expression.push(c);
        }
        expression.push_str("[\u{300}-\u{36f}]*");
    }
    expression
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needles_are_plain_and_their_signs_mean_nothing() {
        assert_eq!(needle_of("  Éléonore Œuvré ŁÓDŹ "), "eleonore oeuvre lodz");
        assert_eq!(like("50%_!"), "%50!%!_!!%");
        assert_eq!(glob("[*?]^"), "*[[][*][?]]^*");
        assert_eq!(
            expression("5 .*(é"),
            ["5", " ", "\\.", "\\*", "\\(", "[éÉ]"].map(|one| format!("{one}[\u{300}-\u{36f}]*")).concat()
        );
    }
}
