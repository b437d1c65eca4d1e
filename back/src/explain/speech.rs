//! Words of both languages that sentences are made of.

use vantail_shared::call::Language;

use crate::{
    map::{DataCategory, LegalBasis, Period, TableName},
    words,
};

/// A language that sentences are told in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Speech(pub(super) Language);

impl Speech {
    /// One of two texts.
    pub(super) fn say(self, fr: &'static str, en: &'static str) -> &'static str {
        match self.0 {
            Language::Fr => fr,
            Language::En => en,
        }
    }

    /// One of two texts that were made.
    pub(super) fn own(self, fr: String, en: String) -> String {
        match self.0 {
            Language::Fr => fr,
            Language::En => en,
        }
    }

    /// A sentence with the blanks that French typography wants before its signs.
    pub(super) fn spaced(self, sentence: String) -> String {
        match self.0 {
            Language::En => sentence,
            Language::Fr => sentence
                .replace("« ", "«\u{a0}")
                .replace(" »", "\u{a0}»")
                .replace(" :", "\u{a0}:")
                .replace(" ;", "\u{202f};")
                .replace(" ?", "\u{202f}?")
                .replace(" !", "\u{202f}!"),
        }
    }

    /// `a, b and c`.
    pub(super) fn list<S: AsRef<str>>(self, items: &[S]) -> String {
        let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
        match items.split_last() {
            None => String::new(),
            Some((only, [])) => (*only).to_owned(),
            Some((last, first)) => format!("{} {} {last}", first.join(", "), self.say("et", "and")),
        }
    }

    /// A length of time: `10 ans`, `18 months`, `30 days`.
    pub(super) fn period(self, period: Period) -> String {
        let (years, months) = (period.months / 12, period.months % 12);
        let units = [
            (years, self.say("an", "year"), self.say("ans", "years")),
            (months, self.say("mois", "month"), self.say("mois", "months")),
            (period.days, self.say("jour", "day"), self.say("jours", "days")),
        ];
        let parts: Vec<String> = units
            .into_iter()
            .filter(|(count, _, _)| *count > 0)
            .map(|(count, one, many)| format!("{count}\u{a0}{}", if count == 1 { one } else { many }))
            .collect();
        if parts.is_empty() { format!("0\u{a0}{}", self.say("jour", "days")) } else { self.list(&parts) }
    }

    /// A category of data.
    pub(super) fn category(self, category: DataCategory) -> &'static str {
        match category {
            DataCategory::Identity => self.say("identité", "identity"),
            DataCategory::Contact => self.say("coordonnées", "contact details"),
            DataCategory::Family => self.say("famille", "family"),
            DataCategory::Finance => self.say("données financières", "financial data"),
            DataCategory::Housing => self.say("logement", "housing"),
            DataCategory::Work => self.say("vie professionnelle", "working life"),
            DataCategory::Documents => self.say("documents", "documents"),
            DataCategory::Traces => self.say("traces d’usage", "traces of use"),
            DataCategory::Preferences => self.say("choix et goûts", "choices and tastes"),
            DataCategory::Credentials => self.say("moyens de connexion", "means of signing in"),
            DataCategory::FreeText => self.say("texte libre", "free text"),
            DataCategory::Technical => self.say("données techniques", "technical data"),
            DataCategory::Health => self.say("santé (article 9 du RGPD)", "health (article 9 of the GDPR)"),
            DataCategory::Opinions => self.say(
                "opinions et convictions (article 9 du RGPD)",
                "opinions and beliefs (article 9 of the GDPR)",
            ),
            DataCategory::Criminal => self.say(
                "infractions et condamnations (article 10 du RGPD)",
                "offences and convictions (article 10 of the GDPR)",
            ),
            DataCategory::Other => self.say("autres données", "other data"),
            DataCategory::None => self.say("données non personnelles", "data that is not personal"),
        }
    }

    /// A legal basis.
    pub(super) fn basis(self, basis: LegalBasis) -> &'static str {
        match basis {
            LegalBasis::Consent => self.say("le consentement", "consent"),
            LegalBasis::Contract => self.say("l’exécution d’un contrat", "the performance of a contract"),
            LegalBasis::LegalObligation => self.say("une obligation légale", "a legal obligation"),
            LegalBasis::VitalInterests => self.say("la sauvegarde d’intérêts vitaux", "vital interests"),
            LegalBasis::PublicTask => self.say("une mission d’intérêt public", "a public task"),
            LegalBasis::LegitimateInterests => self.say("l’intérêt légitime", "legitimate interests"),
        }
    }

    /// A column that has no title of its own.
    pub(super) fn column(self, column: &str) -> String {
        let title = words::of_column(column);
        self.own(title.fr, title.en)
    }

    /// Letters of a title in the middle of a sentence: small, unless the word is all capitals.
    pub(super) fn within(title: &str) -> String {
        let mut chars = title.chars();
        let (first, second) = (chars.next(), title.chars().nth(1));
        match first {
            Some(first) if second.is_none_or(|second| !second.is_uppercase()) => {
                first.to_lowercase().chain(chars).collect()
            }
            _ => title.to_owned(),
        }
    }
}

/// What the rows of a table are called that the map says nothing of.
pub(super) fn name_of_table(language: Language, table: &TableName) -> String {
    let title = words::of_table(&table.name);
    Speech(language).own(title.fr, title.en)
}
