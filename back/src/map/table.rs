//! What a table holds: its meaning, its persons, and what becomes of its rows; said once for all pages.

use std::str::FromStr;

use vantail_shared::config::{Entry, Section, Spot};

use super::{
    Conditions, DataCategory, EraseRule, Format, Link, Links, PerLanguage, Period, RowRule, TableName, Words,
    column, condition, language,
};

/// A table of the database that the map describes.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: Spot<TableName>,
    /// What its rows are called.
    pub title: PerLanguage<String>,
    /// How a row leads to the person that it is about; the row is the person's own, or nobody's, when absent.
    pub links: Option<Links>,
    /// Ways to persons whom a row names in another meaning: who acted. Never shown.
    pub actors: Vec<(Spot<String>, Link)>,
    /// The purpose that its rows are for: an id of `[purposes]`.
    pub purpose: Option<Spot<String>>,
    /// What is known of its columns.
    pub columns: Vec<TableColumn>,
    /// The rows that forbid erasure as long as there are any.
    pub active: Option<Spot<Conditions>>,
    /// Why they do, in words for the person.
    pub active_reason: Option<PerLanguage<String>>,
    /// What becomes of whole rows at erasure.
    pub erase: RowRule,
    /// Why rows are kept.
    pub reason: Option<PerLanguage<String>>,
    /// How long rows are kept after `keep_from`.
    pub keep: Option<Spot<Period>>,
    /// The column with the day from which `keep` counts.
    pub keep_from: Option<Spot<String>>,
    /// Why nobody can say whose a row is, though it tells of persons: they stand inside texts that no link can read.
    pub unreachable: Option<PerLanguage<String>>,
    /// Tables that are erased before this one: triggers fill it from them.
    pub after: Vec<Spot<TableName>>,
    /// The columns that tell rows apart, where the database declares no key.
    pub key: Vec<Spot<String>>,
    /// Columns that no two rows agree in, though the database does not say so.
    pub unique: Vec<Spot<String>>,
}

/// What is known of a column.
#[derive(Debug, Clone)]
pub struct TableColumn {
    /// The column.
    pub column: Spot<String>,
    /// Its heading on pages.
    pub title: Option<PerLanguage<String>>,
    /// How its values are to be read.
    pub format: Option<Format>,
    /// What its values mean.
    pub words: Words,
    /// Digits after the comma to show, of an amount or a number.
    pub decimals: Option<u8>,
    /// What sort of personal data it holds.
    pub category: DataCategory,
    /// What becomes of its values at erasure.
    pub erase: Option<Spot<EraseRule>>,
    /// Why values are kept.
    pub reason: Option<PerLanguage<String>>,
}

impl Table {
    pub(super) fn read(key: &Spot<String>, section: Section<'_>) -> Option<Self> {
        let name = table_key(key, &section);
        let title = PerLanguage::<String>::required(&section, "title");
        let links = section.has("link").then(|| Links::read(&section));
        let actors = actors(&section);
        let purpose = section.text("purpose");
        let columns = section
            .entries_of_table("columns")
            .into_iter()
            .filter_map(|(column, entry)| TableColumn::read(column, entry, &section))
            .collect();
        let active = condition::read(&section, "active");
        let active_reason = PerLanguage::<String>::optional(&section, "active_reason");
        let erase = section.parsed("erase", "\"delete\" or \"keep\", or leave it out to erase by column");
        let reason = PerLanguage::<String>::optional(&section, "reason");
        let keep = Period::read(&section, "keep");
        let keep_from = section.text("keep_from");
        let unreachable = PerLanguage::<String>::optional(&section, "unreachable");
        let after = section.all_parsed("after", "names of tables, as in [tables]");
        let key = section.texts("key");
        let unique = section.texts("unique");
        section.close();
        Some(Self {
            name: name?,
            title: title?,
            links,
            actors,
            purpose,
            columns,
            active,
            active_reason,
            erase: erase.map(|rule| rule.value).unwrap_or_default(),
            reason,
            keep,
            keep_from,
            unreachable,
            after,
            key,
            unique,
        })
    }

    /// What is known of a column.
    pub fn column(&self, name: &str) -> Option<&TableColumn> {
        self.columns.iter().find(|column| column.column.value == name)
    }
}

/// The name of a table as a key of `[tables]`.
fn table_key(key: &Spot<String>, section: &Section<'_>) -> Option<Spot<TableName>> {
    let value = super::kind::table_name(key);
    if value.is_none() {
        let remedy = "write table or schema.table, with double quotes around a name that holds odd characters: '\"Odd\"'";
        section.faults.note(&key.at, format!("{:?} is no name of a table", key.value), remedy);
    }
    value.map(|value| Spot { value, at: key.at.clone() })
}

fn actors(section: &Section<'_>) -> Vec<(Spot<String>, Link)> {
    let Some(actors) = section.section("actors") else { return Vec::new() };
    let entries: Vec<_> = actors.entries().collect();
    entries.into_iter().map(|(name, node)| (name.clone(), Link::read(&actors, name, node))).collect()
}

impl TableColumn {
    fn read(column: Spot<String>, entry: Entry<'_>, table: &Section<'_>) -> Option<Self> {
        let section = match entry {
            Entry::Section(section) => section,
            Entry::Text(text) => {
                let category = DataCategory::from_str(&text);
                if category.is_err() {
                    let key = format!("columns.{}", column.value);
                    let remedy = format!("write {}", DataCategory::KNOWN);
                    table.fault(&text.at, &key, &format!("is {:?}", text.value), remedy);
                }
                return category.ok().map(|category| Self {
                    column,
                    title: None,
                    format: None,
                    words: Words::default(),
                    decimals: None,
                    category,
                    erase: None,
                    reason: None,
                });
            }
        };
        let title = PerLanguage::<String>::optional(&section, "title");
        let format = column::format(&section);
        let decimals = column::decimals(&section);
        let words = language::words(&section, "words");
        section.required_text("category", &format!("category = {}", DataCategory::KNOWN));
        let category = section.parsed("category", DataCategory::KNOWN);
        let erase = EraseRule::read(&section);
        let reason = PerLanguage::<String>::optional(&section, "reason");
        section.close();
        Some(Self {
            column,
            title,
            format: format.ok()?,
            words,
            decimals,
            category: category?.value,
            erase,
            reason,
        })
    }
}
