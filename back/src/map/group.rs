//! Things that several persons share, and the documents that each of them must have.

use vantail_shared::config::{Section, Spot};

use super::{Conditions, Link, PerLanguage, Period, Scope, Source, Table, Template, condition, kind};

/// Shared things of one sort: buildings, contracts.
#[derive(Debug, Clone)]
pub struct Group {
    /// The name that pages and expected documents use.
    pub id: Spot<String>,
    /// What they are called.
    pub title: PerLanguage<String>,
    /// Their table, and how a row leads to the persons that may see it.
    pub source: Source,
    /// The columns that name one.
    pub key: Vec<Spot<String>>,
    /// How one is called.
    pub name: Spot<Template>,
}

/// A document that each thing of a group must have.
#[derive(Debug, Clone)]
pub struct Expected {
    /// Its name.
    pub id: Spot<String>,
    /// What it is called.
    pub title: PerLanguage<String>,
    /// The group.
    pub group: Spot<String>,
    /// The set of documents that stand for it.
    pub set: Spot<String>,
    /// The way from a document to its thing.
    pub on: Link,
    /// The category that the documents have.
    pub category: Option<Spot<String>>,
    /// What else holds of the documents.
    pub condition: Option<Spot<Conditions>>,
    /// How many there must be.
    pub count: u32,
    /// How old the newest may be.
    pub max_age: Option<Spot<Period>>,
    /// Where it is written that there must be such a document.
    pub basis: Option<PerLanguage<String>>,
}

impl Group {
    pub(super) fn read(id: Spot<String>, section: Section<'_>, tables: &[Table]) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let source = Source::read(&section, tables);
        let key = kind::key(&section);
        let scope = Scope { tables, own: source.as_ref().map(|source| &source.table.value), joins: &[] };
        let name = Template::required(&section, "name", "name = \"{name}\"", &scope);
        section.close();
        Some(Self { id, title: title?, source: source?, key: key?, name: name? })
    }
}

impl Expected {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let group = section.required_text("group", "group = \"...\", an id of [groups]");
        let set = section.required_text("set", "set = \"...\", an id of [documents]");
        if !section.has("on") {
            section.missing("on", "on = \"document.building_id = building.id\"");
        }
        let on = section.node("on").map(|node| Link::read(&section, "on", node));
        let category = section.text("category");
        let condition = condition::read(&section, "where");
        let count = section.integer("count", 1..=1000);
        let max_age = Period::read(&section, "max-age");
        let basis = PerLanguage::<String>::optional(&section, "basis");
        section.close();
        Some(Self {
            id,
            title: title?,
            group: group?,
            set: set?,
            on: on?,
            category,
            condition,
            count: count.and_then(|count| u32::try_from(count.value).ok()).unwrap_or(1),
            max_age,
            basis,
        })
    }
}
