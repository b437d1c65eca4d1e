//! What the values of a column mean to people.

use vantail_shared::call::Language;

use crate::map::{Format, ShownColumn, Words};

/// The words for a value; the value itself where the map has none.
pub(super) fn of<'a>(words: &'a Words, language: Language, value: &'a str) -> &'a str {
    let found = words.iter().find(|(known, _)| known == value);
    found.map_or(value, |(_, words)| words.of(language).as_str())
}

/// A value as a choice of a filter or as the label of a bar.
pub(super) fn label(shown: &ShownColumn, language: Language, value: &str) -> String {
    let words = of(&shown.words, language, value);
    if shown.format != Format::YesNo || words != value {
        return words.to_owned();
    }
    let yes = match value {
        "1" | "t" | "true" => true,
        "0" | "f" | "false" => false,
        _ => return value.to_owned(),
    };
    match (yes, language) {
        (true, Language::Fr) => "oui",
        (true, Language::En) => "yes",
        (false, Language::Fr) => "non",
        (false, Language::En) => "no",
    }
    .to_owned()
}
