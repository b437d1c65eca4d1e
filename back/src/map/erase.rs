//! What becomes of values and rows when a person is erased.

use std::str::FromStr;

use vantail_shared::config::{Section, Spot, Value};

/// What becomes of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EraseRule {
    /// It stays.
    Keep,
    /// It becomes absent.
    Null,
    /// It becomes an empty text.
    Blank,
    /// It becomes `$FORGET$$$<n>`, the same for one person everywhere.
    Pseudonym,
    /// Its letters and digits are hidden.
    Mask,
    /// It becomes this value.
    Constant(String),
    /// Its row goes.
    Delete,
    /// The person's own identifiers in it are replaced.
    OwnIdentifiers {
        /// Shorter identifiers than this, in characters, stay: a name of two letters is in every text.
        at_least: u8,
    },
}

/// What becomes of whole rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowRule {
    /// What the columns say.
    #[default]
    ByColumn,
    /// They go.
    Delete,
    /// They stay as they are.
    Keep,
}

impl FromStr for RowRule {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "delete" => Ok(Self::Delete),
            "keep" => Ok(Self::Keep),
            _ => Err(()),
        }
    }
}

/// What `erase` of a column may say.
const KNOWN: &str = "keep, null, blank, pseudonym, mask, constant, delete or own-identifiers";
/// The length of identifiers that is taken when none is written.
const AT_LEAST: u8 = 4;

impl EraseRule {
    /// Reads `erase` with the keys that belong to it.
    pub(super) fn read(section: &Section<'_>) -> Option<Spot<Self>> {
        let constant = section.node("value");
        let at_least = section.integer("at-least", 2..=64);
        let rule = section.text("erase");
        let is = |name: &str| rule.as_ref().is_some_and(|rule| rule.value == name);
        for (key, owner) in [("value", "constant"), ("at-least", "own-identifiers")] {
            if let Some(node) = section.node(key).filter(|_| !is(owner)) {
                section.fault(
                    &node.at,
                    key,
                    "has no use here",
                    format!("write erase = {owner:?} beside it, or remove it"),
                );
            }
        }
        let rule = rule?;
        let value = match rule.as_str() {
            "keep" => Self::Keep,
            "null" => Self::Null,
            "blank" => Self::Blank,
            "pseudonym" => Self::Pseudonym,
            "mask" => Self::Mask,
            "delete" => Self::Delete,
            "own-identifiers" => Self::OwnIdentifiers {
                at_least: at_least.and_then(|least| u8::try_from(least.value).ok()).unwrap_or(AT_LEAST),
            },
            "constant" => match constant.map(|node| &node.value) {
                Some(Value::Text(text)) => Self::Constant(text.clone()),
                Some(Value::Integer(number)) => Self::Constant(number.to_string()),
                Some(Value::Boolean(truth)) => Self::Constant(u8::from(*truth).to_string()),
                _ => {
                    section.missing("value", "value = \"...\", what takes the place of every value");
                    return None;
                }
            },
            other => {
                section.fault(&rule.at, "erase", &format!("is {other:?}"), format!("write {KNOWN}"));
                return None;
            }
        };
        Some(Spot { value, at: rule.at })
    }

    /// The name in the map.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Null => "null",
            Self::Blank => "blank",
            Self::Pseudonym => "pseudonym",
            Self::Mask => "mask",
            Self::Constant(_) => "constant",
            Self::Delete => "delete",
            Self::OwnIdentifiers { .. } => "own-identifiers",
        }
    }
}
