//! Categories of personal data.

use std::str::FromStr;

/// What sort of personal data a column holds. Article 30 of the GDPR asks for categories in the register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataCategory {
    /// Names, numbers, dates of birth.
    Identity,
    /// Addresses, telephone numbers, e-mail.
    Contact,
    /// Family and household.
    Family,
    /// Accounts, payments, debts.
    Finance,
    /// Dwelling and lease.
    Housing,
    /// Work and training.
    Work,
    /// Papers and letters.
    Documents,
    /// Connections, addresses of machines, times of use.
    Traces,
    /// Choices and tastes.
    Preferences,
    /// Passwords and tokens.
    Credentials,
    /// What people wrote, which may name anybody.
    FreeText,
    /// Bookkeeping of the software.
    Technical,
    /// Health: article 9.
    Health,
    /// Opinions, beliefs, origin, membership of a union, sex life: article 9.
    Opinions,
    /// Offences and convictions: article 10.
    Criminal,
    /// Other personal data.
    Other,
    /// Not personal.
    None,
}

impl DataCategory {
    /// Every category, in the order of the reference.
    pub const ALL: [Self; 17] = [
        Self::Identity,
        Self::Contact,
        Self::Family,
        Self::Finance,
        Self::Housing,
        Self::Work,
        Self::Documents,
        Self::Traces,
        Self::Preferences,
        Self::Credentials,
        Self::FreeText,
        Self::Technical,
        Self::Health,
        Self::Opinions,
        Self::Criminal,
        Self::Other,
        Self::None,
    ];

    /// Their names, for remedies.
    pub const KNOWN: &str = "identity, contact, family, finance, housing, work, documents, traces, preferences, \
         credentials, free-text, technical, health, opinions, criminal, other or none";

    /// The name in the map.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Contact => "contact",
            Self::Family => "family",
            Self::Finance => "finance",
            Self::Housing => "housing",
            Self::Work => "work",
            Self::Documents => "documents",
            Self::Traces => "traces",
            Self::Preferences => "preferences",
            Self::Credentials => "credentials",
            Self::FreeText => "free-text",
            Self::Technical => "technical",
            Self::Health => "health",
            Self::Opinions => "opinions",
            Self::Criminal => "criminal",
            Self::Other => "other",
            Self::None => "none",
        }
    }

    /// Whether articles 9 or 10 of the GDPR protect it in particular.
    pub fn is_special(self) -> bool {
        matches!(self, Self::Health | Self::Opinions | Self::Criminal)
    }

    /// Whether it speaks of a person at all.
    pub fn is_personal(self) -> bool {
        !matches!(self, Self::None | Self::Technical)
    }
}

impl FromStr for DataCategory {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|category| category.name() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_is_read_and_told() {
        for category in DataCategory::ALL {
            assert_eq!(category.name().parse(), Ok(category));
            assert!(DataCategory::KNOWN.contains(category.name()));
        }
        assert_eq!("Identity".parse::<DataCategory>(), Err(()));
    }
}
