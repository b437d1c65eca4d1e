//! Names of tables and columns as the map writes them: bare, or in double quotes when they hold anything odd.

use std::{borrow::Cow, fmt, str::FromStr};

/// The name of a table or a view, perhaps with its schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName {
    /// The schema; the database's default when absent.
    pub schema: Option<String>,
    /// The table's own name.
    pub name: String,
}

impl TableName {
    /// A table of the default schema.
    pub fn plain(name: &str) -> Self {
        Self { schema: None, name: name.to_owned() }
    }

    pub(super) fn from_parts(mut parts: Vec<String>) -> Option<Self> {
        let name = parts.pop()?;
        let schema = parts.pop();
        parts.is_empty().then_some(Self { schema, name })
    }
}

impl FromStr for TableName {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut names = Names::new(text);
        let parts = names.path().ok_or(())?;
        if !names.at_end() {
            return Err(());
        }
        Self::from_parts(parts).ok_or(())
    }
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(schema) = &self.schema {
            write!(f, "{}.", quoted(schema))?;
        }
        write!(f, "{}", quoted(&self.name))
    }
}

/// A name as the map would write it.
fn quoted(name: &str) -> Cow<'_, str> {
    if name.chars().all(is_bare) { name.into() } else { format!("\"{}\"", name.replace('"', "\"\"")).into() }
}

fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

/// Takes names and signs from the front of a text.
#[derive(Debug)]
pub(super) struct Names<'t> {
    rest: &'t str,
}

impl<'t> Names<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text.trim_start() }
    }

    pub(super) fn at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Takes one sign, when it comes next.
    pub(super) fn sign(&mut self, sign: char) -> bool {
        self.rest.strip_prefix(sign).map(|rest| self.rest = rest.trim_start()).is_some()
    }

    /// Takes one bare word, when it comes next in any case.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let end = self.rest.find(|c| !is_bare(c)).unwrap_or(self.rest.len());
        let (next, rest) = self.rest.split_at(end);
        let found = next.eq_ignore_ascii_case(word);
        if found {
            self.rest = rest.trim_start();
        }
        found
    }

    /// Whether a quoted name comes next.
    pub(super) fn is_quoted(&self) -> bool {
        self.rest.starts_with('"')
    }

    /// Whether a digit comes next: no bare name in SQL begins with one.
    pub(super) fn is_digit(&self) -> bool {
        self.rest.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Takes a text in single quotes, in which two stand for one.
    pub(super) fn text(&mut self) -> Option<String> {
        let mut rest = self.rest.strip_prefix('\'')?;
        let mut text = String::new();
        loop {
            let end = rest.find('\'')?;
            text.push_str(&rest[..end]);
            rest = &rest[end + 1..];
            match rest.strip_prefix('\'') {
                Some(more) => {
                    text.push('\'');
                    rest = more;
                }
                None => break,
            }
        }
        self.rest = rest.trim_start();
        Some(text)
    }

    /// Takes a whole number.
    pub(super) fn number(&mut self) -> Option<i64> {
        let digits = self.rest.strip_prefix('-').unwrap_or(self.rest);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let end = self.rest.len() - digits.len() + length;
        let number = self.rest[..end].parse().ok()?;
        if self.rest[end..].starts_with(is_bare) {
            return None;
        }
        self.rest = self.rest[end..].trim_start();
        Some(number)
    }

    /// Takes one name.
    pub(super) fn name(&mut self) -> Option<String> {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let end = self.rest.find(|c| !is_bare(c)).unwrap_or(self.rest.len());
            let (name, rest) = self.rest.split_at(end);
            self.rest = rest.trim_start();
            return (!name.is_empty()).then(|| name.to_owned());
        };
        let mut name = String::new();
        let mut chars = quoted.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if c != '"' {
                name.push(c);
            } else if chars.next_if(|(_, next)| *next == '"').is_some() {
                name.push('"');
            } else {
                self.rest = quoted[at + 1..].trim_start();
                return (!name.is_empty()).then_some(name);
            }
        }
        None
    }

    /// Takes names joined by dots.
    pub(super) fn path(&mut self) -> Option<Vec<String>> {
        let mut parts = vec![self.name()?];
        while self.sign('.') {
            parts.push(self.name()?);
        }
        Some(parts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_name_is_read_as_it_is_written(schema in prop::option::of("[^\0]{1,12}"), name in "[^\0]{1,12}") {
            let table = TableName { schema, name };
            prop_assert_eq!(table.to_string().parse(), Ok(table));
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,40}") {
            let _ = text.parse::<TableName>();
        }
    }

    #[test]
    fn names_with_too_many_parts_or_rests_are_none() {
        for text in ["", "a.b.c", "a b", "a.", "\"a", "\"\"", "a;drop"] {
            assert_eq!(text.parse::<TableName>(), Err(()), "{text}");
        }
    }
}
