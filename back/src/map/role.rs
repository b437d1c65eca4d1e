//! Roles: what a person is to the organisation, since when and until when.

use vantail_shared::config::{Section, Spot};

use super::{PerLanguage, Period, Source, Table};

/// A role: tenant, co-owner, member of the council.
#[derive(Debug, Clone)]
pub struct Role {
    /// The name that pages use.
    pub id: Spot<String>,
    /// What one who holds it is called.
    pub title: PerLanguage<String>,
    /// The kinds of person that may hold it.
    pub persons: Vec<Spot<String>>,
    /// The table whose rows say who holds it, and how a row leads to its holder.
    pub source: Source,
    /// The column with the first day; open when absent.
    pub since: Option<Spot<String>>,
    /// The column with the last day; open when absent.
    pub until: Option<Spot<String>>,
    /// How long data is kept after the end.
    pub keep: Spot<Period>,
    /// What one person's own request does with that time.
    pub single: Single,
}

/// Whether one person's own request for erasure has to wait until the time of a role is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Single {
    /// It need not wait.
    Skip,
    /// It waits.
    Keep,
}

impl std::str::FromStr for Single {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "skip" => Ok(Self::Skip),
            "keep" => Ok(Self::Keep),
            _ => Err(()),
        }
    }
}

impl Role {
    pub(super) fn read(id: Spot<String>, section: Section<'_>, tables: &[Table]) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let persons = section.texts("persons");
        if persons.is_empty() {
            section.missing("persons", "persons = [\"...\"], the kinds of person that may hold it");
        }
        let source = Source::read(&section, tables);
        let (since, until) = (section.text("since"), section.text("until"));
        section.required_text("keep", "keep = \"P5Y\", how long data is kept after the end");
        let keep = Period::read(&section, "keep");
        let single = section.parsed("single", "\"skip\" or \"keep\"");
        section.close();
        Some(Self {
            id,
            title: title?,
            persons,
            source: source?,
            since,
            until,
            keep: keep?,
            single: single.map_or(Single::Skip, |single| single.value),
        })
    }
}
