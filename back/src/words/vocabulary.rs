//! The words that databases are made of, in English and French.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

/// A meaning and its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) english: &'static str,
    pub(super) french: French,
    /// Whether the name of it was French.
    pub(super) is_french: bool,
    /// Whether the name has this meaning alone.
    pub(super) is_sure: bool,
}

/// The French of a meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum French {
    /// A noun, and whether it is feminine.
    Noun(&'static str, bool),
    /// An adjective in both genders.
    Adjective(&'static str, &'static str),
}

/// Longest phrase, in words.
const LONGEST: usize = 4;

static TEXT: &str = include_str!("vocabulary.txt");
static PHRASES: LazyLock<BTreeMap<&'static str, Entry>> = LazyLock::new(|| {
    let lines = TEXT.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.filter_map(entries).flatten().collect()
});
static WORDS: LazyLock<BTreeSet<&'static str>> =
    LazyLock::new(|| PHRASES.keys().flat_map(|phrase| phrase.split(' ')).collect());

/// Whether a word takes part in any phrase.
pub(super) fn knows(word: &str) -> bool {
    WORDS.contains(word)
}

/// The longest phrase at the front of these words, and how many words it takes.
pub(super) fn find(words: &[String]) -> Option<(Entry, usize)> {
    (1..=LONGEST.min(words.len())).rev().find_map(|length| {
        let (last, front) = words[..length].split_last()?;
        let exact = words[..length].join(" ");
        let of_one = front.iter().cloned().chain([super::singular(last)]).collect::<Vec<_>>().join(" ");
        let entry = PHRASES.get(exact.as_str()).or_else(|| PHRASES.get(of_one.as_str()))?;
        Some((entry.clone(), length))
    })
}

fn entries(line: &'static str) -> Option<Vec<(&'static str, Entry)>> {
    let mut fields = line.split(';').map(str::trim);
    let (keys, english, french, gender) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let french = match gender {
        "a" => french.split_once(", ").map(|(m, f)| French::Adjective(m, f))?,
        _ => French::Noun(french, gender == "f"),
    };
    let (of_english, of_french) = keys.split_once('/').unwrap_or((keys, ""));
    let list = |keys: &'static str, is_french| {
        let keys = keys.split(',').map(str::trim).filter(|key| !key.is_empty());
        keys.map(move |key| {
            let (name, is_sure) = key.strip_suffix('?').map_or((key, true), |name| (name, false));
            (name, Entry { english, french, is_french, is_sure })
        })
    };
    Some(list(of_french, true).chain(list(of_english, false)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_entry_and_every_key_has_one_meaning() {
        let mut seen = BTreeSet::new();
        for line in TEXT.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let entries = entries(line).unwrap_or_else(|| panic!("{line}"));
            assert!(!entries.is_empty(), "{line}");
            for (key, entry) in entries {
                assert!(seen.insert((key, entry.is_french)), "{key:?} stands twice");
                assert!(key.split(' ').count() <= LONGEST, "{key}");
                assert!(
                    key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == ' '),
                    "{key}"
                );
            }
        }
    }
}
