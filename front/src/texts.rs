//! What the portal says, in each language (Fluent). Plain sentences are resolved once, at start.

use std::{collections::HashMap, fmt, sync::LazyLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use unic_langid::LanguageIdentifier;
use vantail_shared::call::Language;

const FRENCH: [&str; 6] = [
    include_str!("../locales/fr/common.ftl"),
    include_str!("../locales/fr/pages.ftl"),
    include_str!("../locales/fr/entry.ftl"),
    include_str!("../locales/fr/account.ftl"),
    include_str!("../locales/fr/people.ftl"),
    include_str!("../locales/fr/errors.ftl"),
];
const ENGLISH: [&str; 6] = [
    include_str!("../locales/en/common.ftl"),
    include_str!("../locales/en/pages.ftl"),
    include_str!("../locales/en/entry.ftl"),
    include_str!("../locales/en/account.ftl"),
    include_str!("../locales/en/people.ftl"),
    include_str!("../locales/en/errors.ftl"),
];

static ALL: LazyLock<[Texts; 2]> =
    LazyLock::new(|| [Texts::new(Language::Fr, &FRENCH), Texts::new(Language::En, &ENGLISH)]);

/// The sentences of one language.
pub struct Texts {
    /// The language.
    pub language: Language,
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Texts").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Texts {
    /// Those of `language`.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::Fr => &ALL[0],
            Language::En => &ALL[1],
        }
    }

    fn new(language: Language, files: &[&str]) -> Self {
        let id: LanguageIdentifier = language.code().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // Else invisible marks of direction surround every value.
        bundle.set_use_isolating(false);
        let mut keys = Vec::new();
        for file in files {
            // A test sees to it that every line parses; what does not would be left out here.
            let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(partial, _)| partial);
            bundle.add_resource_overriding(resource);
            keys.extend(file.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()));
        }
        let mut plain = HashMap::new();
        for key in keys {
            let Some(pattern) = bundle.get_message(&key).and_then(|message| message.value()) else {
                continue;
            };
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                plain.insert(key, text);
            }
        }
        Self { language, plain, bundle }
    }

    /// A sentence without values. An unknown key is shown as it is; a test finds it before a person does.
    pub fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.plain.get(key).map_or(key, String::as_str)
    }

    /// A sentence about a number, in the right plural.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass every argument by reference")]
    pub fn count(&self, key: &str, n: &u64) -> String {
        let mut args = FluentArgs::new();
        // The number chooses the plural; Fluent would write it without its groups of digits.
        args.set("n", FluentValue::from(*n));
        args.set("value", FluentValue::from(self.number(n)));
        self.format(key, &args)
    }

    /// A sentence with a text in it.
    pub fn with(&self, key: &str, value: &str) -> String {
        let mut args = FluentArgs::new();
        args.set("value", FluentValue::from(value));
        self.format(key, &args)
    }

    /// A sentence with several texts in it.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set((*name).to_owned(), FluentValue::from(*value));
        }
        self.format(key, &args)
    }

    /// Yes or no, however a database writes it; what is neither stays.
    pub fn yes_no<'a>(&'a self, raw: &'a str) -> &'a str {
        match raw {
            "1" | "t" | "true" | "yes" | "y" | "O" | "oui" => self.say("yes"),
            "0" | "f" | "false" | "no" | "n" | "N" | "non" => self.say("no"),
            other => other,
        }
    }

    /// How long ago, in the largest unit that fits: "3 months ago".
    pub fn age(&self, days: u64) -> String {
        match days {
            0 => self.say("age-today").to_owned(),
            days if days < 60 => self.count("age-days", &days),
            // Average months and years: 30.44 and 365.25 days.
            days if days < 730 => self.count("age-months", &(days * 100 / 3044)),
            days => self.count("age-years", &(days * 100 / 36_525)),
        }
    }

    /// A whole number with its groups of digits.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass every argument by reference")]
    pub fn number(&self, n: &u64) -> String {
        crate::format::decimal(&n.to_string(), self.language)
    }

    /// A time in words, in the largest unit that fits: "about 3 hours".
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass every argument by reference")]
    pub fn duration(&self, seconds: &u64) -> String {
        match *seconds {
            s if s < 90 => self.count("duration-seconds", &s.max(1)),
            s if s < 90 * 60 => self.count("duration-minutes", &s.div_ceil(60)),
            s if s < 36 * 3600 => self.count("duration-hours", &((s + 1800) / 3600)),
            s => self.count("duration-days", &((s + 43_200) / 86_400)),
        }
    }

    fn format(&self, key: &str, args: &FluentArgs<'_>) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            return key.to_owned();
        };
        self.bundle.format_pattern(pattern, Some(args), &mut Vec::new()).into_owned()
    }
}

#[cfg(test)]
mod tests;
