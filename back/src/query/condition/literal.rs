//! Values that the map itself writes.

use std::cmp::Ordering;

use time::Date;

use crate::{map::Comparison, query::types::Type};

/// A value of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::query) enum Literal {
    Text(String),
    Number(i64),
    Truth(bool),
    /// The day of the question.
    Today,
}

impl Literal {
    /// The value as it is bound for a comparison with `of`.
    pub(super) fn written(&self, of: Type, today: Date) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => match of {
                Type::Text | Type::Bytewise | Type::Padded | Type::Other | Type::Truth => truth.to_string(),
                // Where truth is a number it is 1 or 0.
                _ => u8::from(*truth).to_string(),
            },
            Self::Today => today.to_string(),
        }
    }

    /// Whether two values compare so: whole numbers as such, everything else as texts.
    pub(super) fn compares(&self, comparison: Comparison, other: &Self, today: Date) -> bool {
        let order = match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.cmp(right),
            _ => self.written(Type::Text, today).cmp(&other.written(Type::Text, today)),
        };
        match comparison {
            Comparison::Equal => order == Ordering::Equal,
            Comparison::Unequal => order != Ordering::Equal,
            Comparison::Less => order == Ordering::Less,
            Comparison::AtMost => order != Ordering::Greater,
            Comparison::Greater => order == Ordering::Greater,
            Comparison::AtLeast => order != Ordering::Less,
        }
    }
}
