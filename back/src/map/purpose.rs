//! Purposes: what personal data is processed for, as the register of article 30 of the GDPR tells it.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot};

use super::{PerLanguage, Period};

/// A purpose of processing.
#[derive(Debug, Clone)]
pub struct Purpose {
    /// The name that tables use.
    pub id: Spot<String>,
    /// What it is called.
    pub title: PerLanguage<String>,
    /// What is done.
    pub description: PerLanguage<String>,
    /// Why it is lawful.
    pub basis: LegalBasis,
    /// The law, where one demands or allows it.
    pub legal: Option<PerLanguage<String>>,
    /// Who receives the data.
    pub recipients: Vec<PerLanguage<String>>,
    /// How long the data is kept.
    pub keep: Option<Spot<Period>>,
    /// The groups of staff that may carry it out.
    pub staff: Vec<Spot<String>>,
    /// Transfers out of the European Union.
    pub transfers: Option<PerLanguage<String>>,
    /// How the data is protected.
    pub security: Option<PerLanguage<String>>,
}

/// A ground of article 6(1) of the GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LegalBasis {
    /// Point (a).
    Consent,
    /// Point (b).
    Contract,
    /// Point (c).
    LegalObligation,
    /// Point (d).
    VitalInterests,
    /// Point (e).
    PublicTask,
    /// Point (f).
    LegitimateInterests,
}

/// What `basis` may say.
const KNOWN: &str =
    "consent, contract, legal-obligation, vital-interests, public-task or legitimate-interests";

impl LegalBasis {
    /// Every ground, in the order of the article.
    pub const ALL: [Self; 6] = [
        Self::Consent,
        Self::Contract,
        Self::LegalObligation,
        Self::VitalInterests,
        Self::PublicTask,
        Self::LegitimateInterests,
    ];

    /// The name in the map.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::LegalObligation => "legal-obligation",
            Self::VitalInterests => "vital-interests",
            Self::PublicTask => "public-task",
            Self::LegitimateInterests => "legitimate-interests",
        }
    }

    /// The letter of its point in article 6(1).
    pub fn letter(self) -> char {
        match self {
            Self::Consent => 'a',
            Self::Contract => 'b',
            Self::LegalObligation => 'c',
            Self::VitalInterests => 'd',
            Self::PublicTask => 'e',
            Self::LegitimateInterests => 'f',
        }
    }
}

impl FromStr for LegalBasis {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|basis| basis.name() == text).ok_or(())
    }
}

impl Purpose {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let description = PerLanguage::<String>::required(&section, "description");
        section.required_text("basis", &format!("basis = {KNOWN}"));
        let basis = section.parsed("basis", KNOWN);
        let legal = PerLanguage::<String>::optional(&section, "legal");
        let recipients = section.list_of_sections("recipients");
        let recipients = recipients.into_iter().filter_map(PerLanguage::<String>::of_section).collect();
        let keep = Period::read(&section, "keep");
        let staff = section.texts("staff");
        let transfers = PerLanguage::<String>::optional(&section, "transfers");
        let security = PerLanguage::<String>::optional(&section, "security");
        section.close();
        Some(Self {
            id,
            title: title?,
            description: description?,
            basis: basis?.value,
            legal,
            recipients,
            keep,
            staff,
            transfers,
            security,
        })
    }
}
