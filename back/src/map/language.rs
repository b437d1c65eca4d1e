//! Texts of the organisation in every language that Vantail speaks.

use vantail_shared::{
    call::Language,
    config::{Entry, Section},
};

/// One value for each language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerLanguage<T> {
    fr: T,
    en: T,
}

impl<T> PerLanguage<T> {
    /// The value for a language.
    pub fn of(&self, language: Language) -> &T {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}

#[cfg(test)]
impl<T: Clone> PerLanguage<T> {
    /// One value for all languages.
    pub(crate) fn same(value: T) -> Self {
        Self { fr: value.clone(), en: value }
    }
}

impl PerLanguage<String> {
    /// Reads `key = { fr = "...", en = "..." }`, which must be there.
    pub(crate) fn required(section: &Section<'_>, key: &str) -> Option<Self> {
        if !section.has(key) {
            section.missing(key, &format!("{key} = {{ fr = \"...\", en = \"...\" }}"));
            return None;
        }
        Self::optional(section, key)
    }

    /// Reads the same where it may be left out.
    pub(super) fn optional(section: &Section<'_>, key: &str) -> Option<Self> {
        Self::of_section(section.section(key)?)
    }

    /// Reads `{ fr = "...", en = "..." }`.
    pub(super) fn of_section(texts: Section<'_>) -> Option<Self> {
        let text = |language: Language| {
            texts
                .required_text(language.code(), &format!("{} = \"...\"", language.code()))
                .map(|text| text.value)
        };
        let (fr, en) = (text(Language::Fr), text(Language::En));
        texts.close();
        Some(Self { fr: fr?, en: en? })
    }
}

impl PerLanguage<Vec<String>> {
    /// Reads `key = { fr = ["...", "..."], en = [...] }`, which must be there.
    pub(super) fn paragraphs(section: &Section<'_>, key: &str) -> Option<Self> {
        let texts = section.required_section(key)?;
        let paragraphs = |language: Language| {
            if !texts.has(language.code()) {
                texts.missing(language.code(), &format!("{} = [\"...\"]", language.code()));
            }
            texts.texts(language.code()).into_iter().map(|text| text.value).collect()
        };
        let both = Self { fr: paragraphs(Language::Fr), en: paragraphs(Language::En) };
        texts.close();
        Some(both)
    }
}

/// What values mean: the value as the database has it, and the words for people.
pub type Words = Vec<(String, PerLanguage<String>)>;

/// Reads `key = { A = { fr = "...", en = "..." } }`.
pub(super) fn words(section: &Section<'_>, key: &str) -> Words {
    let entries = section.entries_of_table(key).into_iter();
    entries
        .filter_map(|(value, entry)| match entry {
            Entry::Section(words) => Some((value.value, PerLanguage::of_section(words)?)),
            Entry::Text(text) => {
                let key = format!("{key}.{}", value.value);
                section.fault(&text.at, &key, "is a text", "write { fr = \"...\", en = \"...\" }");
                None
            }
        })
        .collect()
}
