//! The data map: what the organisation's database holds and what the portal shows of it, read from one TOML file and those
//! that it includes.
//!
//! [`DataMap::load`] reads the file and proves it against itself; [`DataMap::check`] proves it against the live
//! schema and gives the [`CheckedMap`] that everything else works from.

mod category;
mod chart;
mod check;
mod column;
mod condition;
mod consistency;
mod controller;
mod currency;
mod document;
mod erase;
mod group;
mod include;
mod kept;
mod kind;
mod language;
mod ledger;
mod link;
mod log;
mod name;
mod order;
mod own;
mod page;
mod period;
pub mod personal;
mod place;
mod purpose;
mod read;
mod role;
mod rows;
mod same;
mod schema;
mod scope;
mod table;
mod template;
mod terms;
mod view;

pub use category::DataCategory;
pub use chart::{Bars, Chart};
pub use check::CheckedMap;
pub use column::{Format, Money, ShownColumn, Unit};
pub use condition::{Comparison, Condition, Conditions, Normal, Term};
pub use controller::{Controller, LegalText, UNSAID};
pub use currency::Currency;
pub use document::{Category, DocumentSet};
pub use erase::{EraseRule, RowRule};
pub use group::{Expected, Group};
pub use kept::KeptPasswords;
pub use kind::Kind;
pub use language::{PerLanguage, Words};
pub use ledger::{Amount, Ledger, Sense};
pub use link::{Hop, Link, Links, Ways};
pub use log::Log;
pub use name::TableName;
pub use order::OrderBy;
pub use own::OwnPerson;
pub use page::{Audience, Content, Page};
pub use period::Period;
pub use place::{Media, Place};
pub use purpose::{LegalBasis, Purpose};
pub use role::{Role, Single};
pub use rows::{Rows, Source};
pub use schema::{Class, ColumnShape, Dialect, ForeignKey, Nature, Schema, TableKind, TableShape};
pub use scope::ColumnName;
pub use table::{Table, TableColumn};
pub use template::Template;
pub use terms::{Reader, Readers, TermsText};
pub use view::{Block, PersonList, View};

use scope::Scope;
use vantail_shared::config::Spot;

/// A whole data map.
#[derive(Debug, Clone)]
pub struct DataMap {
    /// Who answers for the data.
    pub controller: Controller,
    /// The kinds of person, in the order of the file.
    pub kinds: Vec<Kind>,
    /// What persons are to the organisation.
    pub roles: Vec<Role>,
    /// What tables hold.
    pub tables: Vec<Table>,
    /// Tables made of SQL.
    pub views: Vec<View>,
    /// The pages, in the order of the menu.
    pub pages: Vec<Page>,
    /// The sets of documents.
    pub documents: Vec<DocumentSet>,
    /// What persons share.
    pub groups: Vec<Group>,
    /// The documents that must be there.
    pub expected: Vec<Expected>,
    /// What data is processed for.
    pub purposes: Vec<Purpose>,
    /// What forbids erasure beside active rows.
    pub blocks: Vec<Block>,
    /// Persons who are chosen by SQL, for accounts.
    pub lists: Vec<PersonList>,
    /// Tables of traces.
    pub logs: Vec<Log>,
    /// Versions of terms, in the order of the file.
    pub terms: Vec<TermsText>,
    /// Columns that name who acted, in whatever table they are.
    pub actors: Vec<Spot<String>>,
    /// Whether a column that looks personal and that nobody declared is a mistake.
    pub strict: bool,
}

impl DataMap {
    /// The kind of person with this name.
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id.value == id)
    }

    /// The role with this name.
    pub fn role(&self, id: &str) -> Option<&Role> {
        self.roles.iter().find(|role| role.id.value == id)
    }

    /// The page with this name.
    pub fn page(&self, id: &str) -> Option<&Page> {
        self.pages.iter().find(|page| page.id.value == id)
    }

    /// The set of documents with this name.
    pub fn set(&self, id: &str) -> Option<&DocumentSet> {
        self.documents.iter().find(|set| set.id.value == id)
    }

    /// The group with this name.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id.value == id)
    }

    /// The list of persons with this name.
    pub fn list(&self, id: &str) -> Option<&PersonList> {
        self.lists.iter().find(|list| list.id.value == id)
    }

    /// What the map says of a table.
    pub fn table(&self, name: &TableName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name.value == *name)
    }

    /// The view that pages know by this name.
    pub fn view(&self, name: &TableName) -> Option<&View> {
        self.views.iter().find(|view| name.schema.is_none() && view.id.value == name.name)
    }

    /// What is expected of the things of a group, each with the set that holds it.
    pub fn expected_of(&self, group: &Group) -> Vec<(&Expected, &DocumentSet)> {
        let expected = self.expected.iter().filter(|expected| expected.group.value == group.id.value);
        expected.filter_map(|expected| Some((expected, self.set(&expected.set)?))).collect()
    }

    /// The roles that a kind of person may hold.
    pub fn roles_of(&self, kind: &Kind) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter(|role| role.persons.iter().any(|id| id.value == kind.id.value))
    }

    /// The pages that a kind of person may ever see, in the order of the menu: some of them only while holding a role, see
    /// [`Page::audience`].
    pub fn pages_of(&self, kind: &Kind) -> impl Iterator<Item = &Page> {
        self.pages.iter().filter(|page| page.is_for(self, kind))
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
