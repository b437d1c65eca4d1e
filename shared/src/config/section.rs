//! One table of a TOML file while it is being read.

use std::{cell::RefCell, collections::BTreeSet, ops::RangeInclusive, str::FromStr};

use super::{
    document::{Document, Node, Table, Value},
    fault::{At, Faults, Spot},
};
use crate::telemetry;

/// A table whose keys are taken one by one. [`Section::close`] reports the keys that nobody took.
#[derive(Debug)]
pub struct Section<'a> {
    table: &'a Table,
    /// The dotted path of this table: empty for the root.
    path: String,
    /// Where the table stands.
    pub at: At,
    /// Where mistakes go.
    pub faults: &'a Faults,
    known: RefCell<BTreeSet<String>>,
}

/// A value that may be written short or in full.
#[derive(Debug)]
pub enum Entry<'a> {
    /// A text.
    Text(Spot<String>),
    /// A table.
    Section(Section<'a>),
}

impl<'a> Section<'a> {
    /// The root of a document.
    pub fn root(document: &'a Document, faults: &'a Faults) -> Self {
        Self::new(&document.root, String::new(), document.at.clone(), faults)
    }

    fn new(table: &'a Table, path: String, at: At, faults: &'a Faults) -> Self {
        Self { table, path, at, faults, known: RefCell::default() }
    }

    /// The dotted path of a key of this table.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Notes what deserves a look.
    pub fn warn(&self, at: &At, problem: impl Into<String>, remedy: impl Into<String>) {
        self.faults.warn(at, problem, remedy);
    }

    /// Notes a mistake about one key.
    pub fn fault(&self, at: &At, key: &str, problem: &str, remedy: impl Into<String>) {
        self.faults.note(at, format!("`{}` {problem}", self.path_of(key)), remedy);
    }

    /// The raw value of a key.
    pub fn node(&self, key: &str) -> Option<&'a Node> {
        self.known.borrow_mut().insert(key.to_owned());
        self.table.0.iter().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// Whether the key is there.
    pub fn has(&self, key: &str) -> bool {
        self.node(key).is_some()
    }

    /// All keys with their values, in the order of the file: for tables whose keys are names.
    pub fn entries(&self) -> impl Iterator<Item = (&'a Spot<String>, &'a Node)> + use<'a> {
        self.known.borrow_mut().extend(self.table.0.iter().map(|(name, _)| name.value.clone()));
        self.table.0.iter().map(|(name, node)| (name, node))
    }

    fn wrong_type(&self, key: &str, node: &Node, wanted: &str) {
        self.fault(&node.at, key, &format!("is {}", node.value.kind()), format!("write {wanted}"));
    }

    /// Notes that a key is missing.
    pub fn missing(&self, key: &str, wanted: &str) {
        self.fault(&self.at, key, "is missing", format!("add {wanted}"));
    }

    /// A text.
    pub fn text(&self, key: &str) -> Option<Spot<String>> {
        let node = self.node(key)?;
        if let Value::Text(text) = &node.value {
            Some(Spot { value: text.clone(), at: node.at.clone() })
        } else {
            self.wrong_type(key, node, "a text in quotation marks");
            None
        }
    }

    /// A text that must be there and not be empty. `example` completes "add ...".
    pub fn required_text(&self, key: &str, example: &str) -> Option<Spot<String>> {
        if !self.has(key) {
            self.missing(key, example);
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            self.fault(&text.at, key, "is empty", format!("write {example}"));
            return None;
        }
        Some(text)
    }

    /// A text that is parsed. `wanted` says what is expected.
    pub fn parsed<T: FromStr>(&self, key: &str, wanted: &str) -> Option<Spot<T>> {
        let text = self.text(key)?;
        if let Ok(value) = text.parse() {
            Some(Spot { value, at: text.at })
        } else {
            self.fault(&text.at, key, &format!("is {:?}", text.value), format!("write {wanted}"));
            None
        }
    }

    /// A level of the log, `info` when absent: see [`telemetry::is_level`].
    pub fn log_level(&self, key: &str) -> String {
        let Some(text) = self.text(key) else { return "info".to_owned() };
        if !telemetry::is_level(&text) {
            let remedy = format!("write {}", telemetry::LEVEL);
            self.fault(&text.at, key, &format!("is {:?}", text.value), remedy);
        }
        text.value
    }

    /// A list of texts; a single text counts as a list of one. Empty when absent.
    pub fn texts(&self, key: &str) -> Vec<Spot<String>> {
        self.node(key).map(|node| self.texts_in(key, node)).unwrap_or_default()
    }

    /// The same for a value at hand, of which `key` is told in faults.
    pub fn texts_in(&self, key: &str, node: &Node) -> Vec<Spot<String>> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Text(_) => std::slice::from_ref(node),
            _ => {
                self.wrong_type(key, node, "a list of texts");
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            if let Value::Text(text) = &item.value {
                texts.push(Spot { value: text.clone(), at: item.at.clone() });
            } else {
                self.wrong_type(key, item, "a text in quotation marks");
            }
        }
        texts
    }

    /// A list of parsed texts.
    pub fn all_parsed<T: FromStr>(&self, key: &str, wanted: &str) -> Vec<Spot<T>> {
        let mut values = Vec::new();
        for text in self.texts(key) {
            match text.parse() {
                Ok(value) => values.push(Spot { value, at: text.at }),
                Err(_) => {
                    self.fault(&text.at, key, &format!("holds {:?}", text.value), format!("write {wanted}"));
                }
            }
        }
        values
    }

    /// A whole number within bounds.
    pub fn integer(&self, key: &str, bounds: RangeInclusive<i64>) -> Option<Spot<i64>> {
        let node = self.node(key)?;
        let wanted = format!("a whole number from {} to {}", bounds.start(), bounds.end());
        match &node.value {
            Value::Integer(number) if bounds.contains(number) => {
                Some(Spot { value: *number, at: node.at.clone() })
            }
            Value::Integer(number) => {
                self.fault(&node.at, key, &format!("is {number}"), format!("write {wanted}"));
                None
            }
            _ => {
                self.wrong_type(key, node, &wanted);
                None
            }
        }
    }

    /// True or false.
    pub fn boolean(&self, key: &str) -> Option<Spot<bool>> {
        let node = self.node(key)?;
        if let Value::Boolean(value) = node.value {
            Some(Spot { value, at: node.at.clone() })
        } else {
            self.wrong_type(key, node, "true or false");
            None
        }
    }

    /// A table below this one.
    pub fn section(&self, key: &str) -> Option<Section<'a>> {
        let node = self.node(key)?;
        self.section_of(key, node)
    }

    /// A table that must be there.
    pub fn required_section(&self, key: &str) -> Option<Section<'a>> {
        if !self.has(key) {
            self.missing(key, &format!("a table [{}]", self.path_of(key)));
            return None;
        }
        self.section(key)
    }

    /// The tables of a table of tables, in the order of the file: `[pages.statement]`, `[pages.documents]`, ... One that is
    /// `false` instead is left out, so that a file can take away what it includes.
    pub fn sections(&self, key: &str) -> Vec<(Spot<String>, Section<'a>)> {
        let Some(outer) = self.section(key) else { return Vec::new() };
        let entries: Vec<_> = outer.entries().collect();
        entries
            .into_iter()
            .filter(|(_, node)| !matches!(node.value, Value::Boolean(false)))
            .filter_map(|(name, node)| Some((name.clone(), outer.section_of(&name.value, node)?)))
            .collect()
    }

    /// The tables of a list of tables.
    pub fn list_of_sections(&self, key: &str) -> Vec<Section<'a>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type(key, node, "a list of tables");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.section_of(key, item)).collect()
    }

    /// The values of a list, each of which is a text or a table.
    pub fn entries_of_list(&self, key: &str) -> Vec<Entry<'a>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let Value::List(items) = &node.value else {
            self.wrong_type(key, node, "a list");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.entry_of(key, item)).collect()
    }

    /// The values of a table of names, each of which is a text or a table.
    pub fn entries_of_table(&self, key: &str) -> Vec<(Spot<String>, Entry<'a>)> {
        let Some(outer) = self.section(key) else { return Vec::new() };
        let entries: Vec<_> = outer.entries().collect();
        entries
            .into_iter()
            .filter_map(|(name, node)| Some((name.clone(), outer.entry_of(&name.value, node)?)))
            .collect()
    }

    fn entry_of(&self, key: &str, node: &'a Node) -> Option<Entry<'a>> {
        match &node.value {
            Value::Text(text) => Some(Entry::Text(Spot { value: text.clone(), at: node.at.clone() })),
            Value::Table(_) => self.section_of(key, node).map(Entry::Section),
            _ => {
                self.wrong_type(key, node, "a text or a table");
                None
            }
        }
    }

    fn section_of(&self, key: &str, node: &'a Node) -> Option<Section<'a>> {
        if let Value::Table(table) = &node.value {
            Some(Section::new(table, self.path_of(key), node.at.clone(), self.faults))
        } else {
            self.wrong_type(key, node, "a table");
            None
        }
    }

    /// Ends the reading of this table: whatever key nobody took is unknown.
    pub fn close(self) {
        let known = self.known.borrow();
        for (name, _) in &self.table.0 {
            if known.contains(&name.value) {
                continue;
            }
            let remedy = match nearest(&name.value, &known) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None if known.is_empty() => "remove it".to_owned(),
                None => format!("known here: {}", known.iter().cloned().collect::<Vec<_>>().join(", ")),
            };
            self.fault(&name.at, &name.value, "is unknown", remedy);
        }
    }
}

/// The known name that is at most two edits away: what was probably meant.
pub fn nearest<'n>(name: &str, known: &'n BTreeSet<String>) -> Option<&'n str> {
    known
        .iter()
        .map(|candidate| (edits(name, candidate), candidate.as_str()))
        .filter(|(distance, _)| *distance <= 2)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's distance.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;
