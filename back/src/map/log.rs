//! Tables of traces: what people and staff did, kept for a while.

use vantail_shared::config::{Section, Spot};

use super::{PerLanguage, Period, Source, Table, kind};

/// A table of traces, or some of its rows.
#[derive(Debug, Clone)]
pub struct Log {
    /// Its name.
    pub id: Spot<String>,
    /// What it is called.
    pub title: Option<PerLanguage<String>>,
    /// Its table, and how a row leads to whom it speaks of.
    pub source: Source,
    /// The column with the moment.
    pub time: Spot<String>,
    /// The columns that tell of a person.
    pub columns: Vec<Spot<String>>,
    /// After how long those columns become pseudonyms.
    pub pseudonymise: Option<Spot<Period>>,
    /// After how long rows go.
    pub delete: Spot<Period>,
    /// Which rows: column and the value that it must have.
    pub only: Vec<(Spot<String>, String)>,
}

impl Log {
    pub(super) fn read(id: Spot<String>, section: Section<'_>, tables: &[Table]) -> Option<Self> {
        let title = PerLanguage::<String>::optional(&section, "title");
        let source = Source::read(&section, tables);
        let time = section.required_text("time", "time = \"...\", the column with the moment");
        let columns = section.texts("columns");
        let pseudonymise = Period::read(&section, "pseudonymise");
        section.required_text("delete", "delete = \"P12M\", after which time rows go");
        let delete = Period::read(&section, "delete");
        let only = kind::only(&section);
        section.close();
        Some(Self { id, title, source: source?, time: time?, columns, pseudonymise, delete: delete?, only })
    }
}
