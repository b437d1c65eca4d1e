//! SQL of the map: views that pages read like tables, blocks that forbid erasure, lists of persons.

use vantail_shared::config::{Section, Spot};

use super::{PerLanguage, TableName};

/// A table made of SQL.
#[derive(Debug, Clone)]
pub struct View {
    /// The name that pages use as a table.
    pub id: Spot<String>,
    /// One SELECT.
    pub sql: Spot<String>,
    /// Every table that it may read.
    pub reads: Vec<Spot<TableName>>,
    /// The columns that tell its rows apart.
    pub key: Vec<Spot<String>>,
}

/// A reason that forbids erasure.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its name.
    pub id: Spot<String>,
    /// The reason in words.
    pub title: PerLanguage<String>,
    /// The kinds of person that it speaks of.
    pub persons: Vec<Spot<String>>,
    /// One SELECT: the columns of the key of the kind, then one detail.
    pub sql: Spot<String>,
    /// Every table that it may read.
    pub reads: Vec<Spot<TableName>>,
}

impl View {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let (sql, reads) = (sql(&section), reads(&section));
        let key = super::kind::key(&section);
        section.close();
        Some(Self { id, sql: sql?, reads: reads?, key: key? })
    }

    /// The name under which pages and links know it.
    pub fn table(&self) -> TableName {
        TableName::plain(&self.id)
    }
}

impl Block {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let persons = section.texts("persons");
        if persons.is_empty() {
            section.missing("persons", "persons = [\"...\"], the kinds of person that it speaks of");
        }
        let (sql, reads) = (sql(&section), reads(&section));
        section.close();
        Some(Self { id, title: title?, persons, sql: sql?, reads: reads? })
    }
}

/// Persons who are chosen by SQL.
#[derive(Debug, Clone)]
pub struct PersonList {
    /// Its name.
    pub id: Spot<String>,
    /// The kinds of person that it names.
    pub persons: Vec<Spot<String>>,
    /// One SELECT: the columns of the key of the kind.
    pub sql: Spot<String>,
    /// Every table that it may read.
    pub reads: Vec<Spot<TableName>>,
}

impl PersonList {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let persons = section.texts("persons");
        if persons.is_empty() {
            section.missing("persons", "persons = [\"...\"], the kinds of person that it names");
        }
        let (sql, reads) = (sql(&section), reads(&section));
        section.close();
        Some(Self { id, persons, sql: sql?, reads: reads? })
    }
}

fn sql(section: &Section<'_>) -> Option<Spot<String>> {
    section.required_text("sql", "sql = \"SELECT ...\"")
}

fn reads(section: &Section<'_>) -> Option<Vec<Spot<TableName>>> {
    let reads = section.all_parsed("reads", "names of tables, as in links");
    if !section.has("reads") {
        section.missing("reads", "reads = [\"...\"], every table that the SQL reads");
    }
    (!reads.is_empty()).then_some(reads)
}
