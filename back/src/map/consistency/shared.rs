//! Roles, groups, expected documents, blocks, lists and logs.

use time::{Date, Month};
use vantail_shared::config::Spot;

use super::Proof;
use crate::map::{Category, Expected, Log, Period, Readers, Role, TermsText};

impl Proof<'_> {
    pub(super) fn shared(&self) {
        self.map.roles.iter().for_each(|role| self.role(role));
        self.map.expected.iter().for_each(|expected| self.expected(expected));
        let blocks = self.map.blocks.iter().map(|block| ("blocks", &block.id, &block.persons));
        let lists = self.map.lists.iter().map(|list| ("lists", &list.id, &list.persons));
        blocks.chain(lists).for_each(|(table, id, persons)| self.by_key(table, id, persons));
        self.map.logs.iter().for_each(|log| self.log(log));
        self.map.terms.iter().for_each(|text| self.terms(text));
    }

    fn terms(&self, text: &TermsText) {
        if let Readers::Persons(kinds) = &text.readers {
            self.known_kinds(kinds);
        }
    }

    fn role(&self, role: &Role) {
        self.known_kinds(&role.persons);
        self.leads_to(&role.source, self.kinds_of(&role.persons), &format!("roles.{}", role.id.value));
    }

    fn expected(&self, expected: &Expected) {
        self.known(&expected.group, "group", &self.declared.groups);
        self.known(&expected.set, "set of documents", &self.declared.sets);
        let what = format!("expected.{}", expected.id.value);
        let (Some(group), Some(set)) = (self.map.group(&expected.group), self.map.set(&expected.set)) else {
            return;
        };
        let start = &set.source.table;
        self.chained(start, &expected.on);
        let end = expected.on.end(start);
        if expected.on.whole && *end != group.source.table.value {
            let problem = format!("`{what}.on` ends at {end}");
            let remedy = format!("end it at {}, the table of the group", group.source.table.value);
            self.fault(&expected.on.at, problem, remedy);
        }
        if let Some(category) = expected.category.as_ref()
            && !matches!(set.category, Some(Category::Column(_)))
        {
            let problem = format!("`{what}.category` is a value of no column");
            let remedy =
                format!("give documents.{} a column as its category, or write where = \"...\"", set.id.value);
            self.fault(&category.at, problem, remedy);
        }
        self.condition(start, &set.joins, expected.condition.as_ref());
        if let Some(age) = expected.max_age.as_ref().filter(|_| set.date.is_none()) {
            let problem = format!("`{what}.max-age` counts from no date");
            self.fault(&age.at, problem, format!("give documents.{} a date", set.id.value));
        }
    }

    /// SQL that names persons of several kinds by their keys.
    fn by_key(&self, table: &str, id: &Spot<String>, persons: &[Spot<String>]) {
        self.known_kinds(persons);
        let lengths: Vec<usize> = self.kinds_of(persons).map(|kind| kind.key.len()).collect();
        if lengths.windows(2).any(|pair| pair[0] != pair[1]) {
            let problem = format!("the kinds of `{table}.{}` have keys of different lengths", id.value);
            self.fault(&id.at, problem, "write one for each of them");
        }
    }

    fn log(&self, log: &Log) {
        let what = format!("logs.{}", log.id.value);
        if let Some(pseudonymise) = &log.pseudonymise {
            if log.columns.is_empty() {
                let remedy = "add columns = [\"...\"], those that tell of a person";
                self.fault(&pseudonymise.at, format!("`{what}.pseudonymise` changes no column"), remedy);
            }
            if is_longer(pseudonymise.value, log.delete.value) {
                let remedy = "let the rows go later, or the names earlier";
                self.fault(&pseudonymise.at, format!("`{what}.pseudonymise` comes after `delete`"), remedy);
            }
        }
    }
}

/// Whether a period is longer than another, from the first day of a year on.
fn is_longer(one: Period, other: Period) -> bool {
    let start = Date::from_calendar_date(2001, Month::January, 1).ok();
    start.is_some_and(|start| one.after(start) > other.after(start))
}
