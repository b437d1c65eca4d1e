//! Writing names and texts as the map and its TOML want them.

use std::fmt::Write as _;

use crate::{map::TableName, words::Title};

/// A text in TOML.
pub fn text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A key of TOML.
pub fn key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.to_owned() } else { text(key) }
}

/// A list of texts.
pub fn list<S: AsRef<str>>(texts: impl IntoIterator<Item = S>) -> String {
    let texts: Vec<String> = texts.into_iter().map(|one| text(one.as_ref())).collect();
    format!("[{}]", texts.join(", "))
}

/// A title in both languages.
pub fn title(title: &Title) -> String {
    words(&title.fr, &title.en)
}

/// Words in both languages.
pub fn words(fr: &str, en: &str) -> String {
    format!("{{ fr = {}, en = {} }}", text(fr), text(en))
}

/// A table's or a column's name as links write it.
pub fn name(name: &str) -> String {
    let bare = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if bare && !name.is_empty() { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}

/// A table's whole name as links write it.
pub fn table(table: &TableName) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", name(schema), name(&table.name)),
        None => name(&table.name),
    }
}

/// A word in a condition.
pub fn word(word: &str) -> String {
    format!("'{}'", word.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_shared::config::{Document, Faults, Section};

    use super::*;

    proptest! {
        #[test]
        fn every_text_and_key_comes_back(name in ".{1,40}", content in ".{0,40}") {
            let faults = Faults::new();
            let written = format!("{} = {}", key(&name), text(&content));
            let document = Document::parse("t".as_ref(), &written, &faults).unwrap();
            let read = Section::root(&document, &faults).text(&name).map(|text| text.value);
            prop_assert_eq!(read, Some(content));
        }

        #[test]
        fn every_table_is_read_as_it_is_written(schema in prop::option::of("[^\0]{1,12}"), of in "[^\0]{1,12}") {
            let written = TableName { schema, name: of };
            prop_assert_eq!(table(&written).parse(), Ok(written));
        }
    }
}
