//! The rules for passwords, as the pages show them.

use vantail_proto::portal::{Rule, rule::Kind};

use super::trouble::Trouble;
use crate::texts::Texts;

/// One rule in the list below the field.
#[derive(Debug)]
pub struct Shown {
    /// What the script knows it by.
    pub kind: &'static str,
    /// The number that it names.
    pub number: u32,
    /// For people.
    pub told: String,
    /// The password that was sent does not meet it.
    pub unmet: bool,
}

/// The rules in force; those that a password did not meet are marked, and stand there even when they were not told before.
pub fn shown(rules: &[Rule], trouble: Option<&Trouble>, t: &Texts) -> Vec<Shown> {
    let unmet = trouble.map_or(&[][..], |trouble| &trouble.unmet);
    let others = unmet.iter().filter(|rule| !rules.iter().any(|known| known.kind == rule.kind));
    rules
        .iter()
        .chain(others)
        .filter_map(|rule| {
            let (kind, key) = words(rule.kind())?;
            let told = t.count(key, &u64::from(rule.number));
            let unmet = unmet.iter().any(|other| other.kind == rule.kind);
            Some(Shown { kind, number: rule.number, told, unmet })
        })
        .collect()
}

/// What the script calls a rule, and the key of its sentence.
fn words(kind: Kind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        Kind::Unspecified => return None,
        Kind::Length => ("length", "rule-length"),
        Kind::Lower => ("lower", "rule-lower"),
        Kind::Upper => ("upper", "rule-upper"),
        Kind::Digit => ("digit", "rule-digit"),
        Kind::Special => ("special", "rule-special"),
        Kind::Kinds => ("kinds", "rule-kinds"),
        Kind::Bits => ("bits", "rule-bits"),
        Kind::Common => ("common", "rule-common"),
        Kind::Own => ("own", "rule-own"),
        Kind::Same => ("same", "rule-same"),
        Kind::Longest => ("longest", "rule-longest"),
    })
}
