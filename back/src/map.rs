//! The data map: what the organisation's database holds and what the portal shows of it, read from one TOML file.
//!
//! [`DataMap::load`] reads the file and proves it against itself; [`DataMap::check`] proves it against the live
//! schema and gives the [`CheckedMap`] that everything else works from.

mod check;
mod column;
mod condition;
mod consistency;
mod controller;
mod currency;
mod document;
mod kind;
mod language;
mod link;
mod name;
mod order;
mod page;
mod read;
mod schema;
mod template;

pub use check::CheckedMap;
pub use column::{Format, Money, ShownColumn, Unit};
pub use condition::{Comparison, Condition, Conditions, Normal, Term};
pub use controller::{Controller, LegalText};
pub use currency::Currency;
pub use document::{Category, DocumentSet};
pub use kind::Kind;
pub use language::PerLanguage;
pub use link::{Hop, Link, Links};
pub use name::TableName;
pub use order::OrderBy;
pub use page::{Amount, Content, Ledger, Page, Rows, Sense, Source};
pub use schema::{Class, ColumnShape, Dialect, ForeignKey, Nature, Schema, TableKind, TableShape};
pub use template::Template;

use vantail_shared::config::Spot;

/// A whole data map.
#[derive(Debug, Clone)]
pub struct DataMap {
    /// Who answers for the data.
    pub controller: Controller,
    /// The kinds of person, in the order of the file.
    pub kinds: Vec<Kind>,
    /// The pages, in the order of the menu.
    pub pages: Vec<Page>,
    /// The sets of documents.
    pub documents: Vec<DocumentSet>,
}

impl DataMap {
    /// The kind of person with this name.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id.value == id)
    }

    /// The page with this name.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id.value == id)
    }

    /// The set of documents with this name.
    pub fn set(&self, id: &str) -> Option<&DocumentSet> {
        self.documents.iter().find(|set| set.id.value == id)
    }

    /// The names of the roots that documents are in.
    pub fn roots(&self) -> impl Iterator<Item = &Spot<String>> {
        self.documents.iter().map(|set| &set.root)
    }

    /// The pages that a kind of person sees, in the order of the menu.
    pub fn pages_of(&self, kind: &Kind) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| page.is_for(&kind.id))
    }

    /// The sets of documents that some page shows to a kind of person, each once.
    pub fn sets_of(&self, kind: &Kind) -> Vec<&DocumentSet> {
        let mut sets: Vec<&DocumentSet> = Vec::new();
        for page in self.pages_of(kind) {
            let Content::Documents(names) = &page.content else { continue };
            for set in names.iter().filter_map(|name| self.set(name)) {
                if !sets.iter().any(|known| known.id == set.id) {
                    sets.push(set);
                }
            }
        }
        sets
    }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
