//! What a table is about, as far as its name and columns tell.

use super::meaning;
use crate::{
    map::{DataCategory, TableName, TableShape},
    words,
};

/// What a table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// Persons themselves.
    Person,
    /// Persons who work here.
    Worker,
    /// Money.
    Finance,
    /// What somebody chose: loans, orders, wishes.
    Choice,
    /// What is left behind: logs, messages that were sent.
    Traces,
    /// Dwellings, meters, requests about them.
    Housing,
    /// Files.
    Documents,
    /// What article 9 of the GDPR calls data concerning health.
    Health,
    /// Anything else.
    Other,
}

/// Words of tables about health, whatever else they are about.
const HEALTH: &[&str] = &[
    "medical",
    "health",
    "sante",
    "vaccine",
    "vaccination",
    "immunization",
    "allergy",
    "allergie",
    "diagnosis",
    "prescription",
    "treatment",
    "disability",
    "handicap",
];
const THEMES: &[(Theme, &[&str])] = &[
    (
        Theme::Documents,
        &[
            "file",
            "document",
            "image",
            "photo",
            "attachment",
            "fichier",
            "piece",
            "courrier",
            "picture",
            "certificate",
            "certificat",
        ],
    ),
    (
        Theme::Traces,
        &[
            "log",
            "session",
            "token",
            "history",
            "audit",
            "message",
            "notification",
            "notice",
            "statistic",
            "search",
            "visit",
            "login",
            "device",
            "mail",
            "push",
            "trace",
            "queue",
            "journal",
            "activity",
        ],
    ),
    (
        Theme::Finance,
        &[
            "payment",
            "account",
            "invoice",
            "receipt",
            "bill",
            "billing",
            "charge",
            "fee",
            "fine",
            "balance",
            "transaction",
            "ledger",
            "statement",
            "paiement",
            "compte",
            "facture",
            "ecriture",
            "reglement",
            "accountline",
            "accounting",
            "consumer",
            "xact",
            "money",
            "credit",
            "debit",
            "refund",
            "salary",
            "bank",
            "cotisation",
            "cotis",
            "versement",
            "encaissement",
            "due",
        ],
    ),
    (
        Theme::Choice,
        &[
            "rental",
            "loan",
            "issue",
            "reserve",
            "hold",
            "order",
            "reservation",
            "booking",
            "review",
            "rating",
            "suggestion",
            "wish",
            "favorite",
            "favourite",
            "list",
            "shelf",
            "consent",
            "preference",
            "setting",
            "checkout",
            "circulation",
            "subscription",
            "pret",
            "commande",
            "emprunt",
            "purchase",
            "cart",
            "basket",
            "tag",
            "poll",
            "vote",
            "enrollment",
            "inscription",
            "event",
        ],
    ),
    (
        Theme::Housing,
        &[
            "lease",
            "bail",
            "lot",
            "meter",
            "property",
            "resident",
            "flat",
            "apartment",
            "dwelling",
            "logement",
            "building",
            "ticket",
            "incident",
            "immeuble",
            "copropriete",
            "lock",
            "repair",
        ],
    ),
];
/// Words of columns of what is about a dwelling.
const DWELLING: &[&str] = &["unit", "flat", "apartment", "logement", "floor", "lot"];

impl Theme {
    /// The theme of a table that holds no persons.
    pub fn of(name: &TableName, shape: &TableShape) -> Self {
        let words: Vec<String> = words::split(&name.name).iter().map(|word| words::singular(word)).collect();
        if words.iter().any(|word| HEALTH.contains(&word.as_str())) {
            return Self::Health;
        }
        let schema = name.schema.iter().flat_map(|schema| words::split(schema));
        let all: Vec<String> = schema.map(|word| words::singular(&word)).chain(words).collect();
        let head = |theme: &(Theme, &[&str])| all.iter().rposition(|word| theme.1.contains(&word.as_str()));
        // The head of an English name is its last word: a `ticket comment` is a comment, a `bank account` an account.
        let named = THEMES.iter().filter_map(|theme| Some((head(theme)?, theme.0))).max_by_key(|(at, _)| *at);
        if let Some((_, theme)) = named {
            return theme;
        }
        let dwells = shape
            .columns
            .iter()
            .any(|column| words::split(&column.name).iter().any(|word| DWELLING.contains(&word.as_str())));
        if dwells { Self::Housing } else { Self::Other }
    }

    /// The theme of a table of persons.
    pub fn of_persons(name: &TableName) -> Self {
        let words: Vec<String> = words::split(&name.name).iter().map(|word| words::singular(word)).collect();
        if meaning::names_workers(&words) { Self::Worker } else { Self::Person }
    }

    /// What its columns are when nothing else tells.
    pub fn category(self) -> DataCategory {
        match self {
            Self::Person | Self::Worker | Self::Other => DataCategory::Other,
            Self::Finance => DataCategory::Finance,
            Self::Choice => DataCategory::Preferences,
            Self::Traces => DataCategory::Traces,
            Self::Housing => DataCategory::Housing,
            Self::Documents => DataCategory::Documents,
            Self::Health => DataCategory::Health,
        }
    }

    /// The id of the purpose that its rows are for.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Finance => "accounting",
            Self::Traces => "security",
            Self::Worker => "employment",
            Self::Person | Self::Choice | Self::Housing | Self::Documents | Self::Health | Self::Other => {
                "service"
            }
        }
    }
}
