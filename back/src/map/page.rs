//! Pages: what the portal shows, to whom, and how.

use vantail_shared::config::{Section, Spot};

use super::{DataMap, Kind, Ledger, PerLanguage, Role, Rows, Scope, Table};

/// A page of the portal.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its name, which is its path: `/p/<id>`.
    pub id: Spot<String>,
    /// Its title, also in the menu.
    pub title: PerLanguage<String>,
    /// A sentence above the content.
    pub intro: Option<PerLanguage<String>>,
    /// What will come here, for as long as there is nothing.
    pub empty: Option<PerLanguage<String>>,
    /// Who sees it: ids of kinds of person and of roles.
    pub audience: Vec<Spot<String>>,
    /// What it shows.
    pub content: Content,
}

/// What a page shows.
#[derive(Debug, Clone)]
pub enum Content {
    /// Rows as fields: mostly one.
    Record(Rows),
    /// Rows as a table.
    List(Rows),
    /// Rows as cards.
    Cards(Rows),
    /// Rows along time.
    Timeline(Rows),
    /// Rows with a running balance.
    Statement(Rows, Box<Ledger>),
    /// Files of these sets.
    Documents(Vec<Spot<String>>),
    /// The expected documents of each thing of a group.
    Coverage(Spot<String>),
}

/// When a person of some kind sees a page.
#[derive(Debug, Clone)]
pub enum Audience<'m> {
    /// Always.
    Always,
    /// While they hold one of these roles; never when there are none.
    Roles(Vec<&'m Role>),
}

/// The values of `presentation`.
const KNOWN: &str =
    "\"record\", \"list\", \"cards\", \"timeline\", \"statement\", \"documents\" or \"coverage\"";

impl Page {
    pub(super) fn read(id: Spot<String>, section: Section<'_>, tables: &[Table]) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let intro = PerLanguage::<String>::optional(&section, "intro");
        let empty = PerLanguage::<String>::optional(&section, "empty");
        let audience = section.texts("for");
        if audience.is_empty() {
            section.missing("for", "for = [\"...\"], the kinds of person or the roles that see this page");
        }
        let presentation = section.required_text("presentation", &format!("presentation = {KNOWN}"));
        if presentation.is_none() {
            // The other keys depend on the presentation: nothing can be said about them.
            let _ = section.entries();
        }
        let content = presentation.and_then(|name| Content::read(&name, &section, tables));
        section.close();
        Some(Self { id, title: title?, intro, empty, audience, content: content? })
    }

    /// When a person of this kind sees the page.
    pub fn audience<'m>(&self, map: &'m DataMap, kind: &Kind) -> Audience<'m> {
        if self.audience.iter().any(|id| id.value == kind.id.value) {
            return Audience::Always;
        }
        let roles =
            map.roles_of(kind).filter(|role| self.audience.iter().any(|id| id.value == role.id.value));
        Audience::Roles(roles.collect())
    }

    /// Whether a person of this kind may ever see the page.
    pub fn is_for(&self, map: &DataMap, kind: &Kind) -> bool {
        !matches!(self.audience(map, kind), Audience::Roles(roles) if roles.is_empty())
    }
}

impl Content {
    fn read(name: &Spot<String>, section: &Section<'_>, tables: &[Table]) -> Option<Self> {
        match name.as_str() {
            "record" => Rows::read(section, tables, false).map(Self::Record),
            "list" => Rows::read(section, tables, true).map(Self::List),
            "cards" => Rows::read(section, tables, false).map(Self::Cards),
            "timeline" => Rows::read(section, tables, false).map(Self::Timeline),
            "statement" => {
                let rows = Rows::read(section, tables, true);
                let (own, joins) = match &rows {
                    Some(rows) => (Some(&rows.source.table.value), rows.joins.as_slice()),
                    None => (None, [].as_slice()),
                };
                let ledger = Ledger::read(section, &Scope { tables, own, joins });
                Some(Self::Statement(rows?, Box::new(ledger?)))
            }
            "documents" => {
                let sets = section.texts("documents");
                if sets.is_empty() {
                    section.missing("documents", "documents = [\"...\"], names of sets of documents");
                }
                (!sets.is_empty()).then_some(Self::Documents(sets))
            }
            "coverage" => {
                section.required_text("group", "group = \"...\", an id of [groups]").map(Self::Coverage)
            }
            other => {
                let problem = format!("is {other:?}");
                section.fault(&name.at, "presentation", &problem, format!("write {KNOWN}"));
                let _ = section.entries();
                None
            }
        }
    }

    /// The rows of one table that are shown, when it is that.
    pub fn rows(&self) -> Option<&Rows> {
        match self {
            Self::Record(rows)
            | Self::List(rows)
            | Self::Cards(rows)
            | Self::Timeline(rows)
            | Self::Statement(rows, _) => Some(rows),
            Self::Documents(_) | Self::Coverage(_) => None,
        }
    }

    /// What makes the balance, of a statement.
    pub fn ledger(&self) -> Option<&Ledger> {
        match self {
            Self::Statement(_, ledger) => Some(ledger),
            _ => None,
        }
    }
}
