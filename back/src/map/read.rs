//! Reading the file: version, tables, and the order in which they are looked at.

use std::{collections::BTreeSet, path::Path};

use vantail_shared::config::{Document, Faults, Section, Spot, Value, read_file};

use super::{Controller, DataMap, DocumentSet, Kind, Page, consistency::Declared};

/// The version of the format that this back reads.
const VERSION: i64 = 1;

/// Longest name of a kind, a page or a set, in characters.
const MAX_ID: usize = 41;

impl DataMap {
    /// Reads a data map and proves it against itself: names, references, texts in every language, links that lead to
    /// their person. Every fault is noted; nothing is returned when there is one.
    pub fn load(path: &Path, faults: &Faults) -> Option<Self> {
        let text = read_file(path, faults)?;
        Self::parse(path, &text, faults)
    }

    /// The same for a text already read; `path` names it in faults.
    pub fn parse(path: &Path, text: &str, faults: &Faults) -> Option<Self> {
        let own = Faults::new();
        let map = Document::parse(path, text, &own)
            .and_then(|document| read(&Section::root(&document, &own), &own));
        let sound = own.is_empty();
        for fault in own.into_sorted() {
            faults.note(&fault.at, fault.problem, fault.remedy);
        }
        map.filter(|_| sound)
    }
}

fn read(root: &Section<'_>, faults: &Faults) -> Option<DataMap> {
    if !root.has("version") {
        root.missing("version", "version = 1");
    }
    root.integer("version", VERSION..=VERSION);
    let controller = root.required_section("controller").and_then(Controller::read);
    let kinds = named(root, "persons", Kind::read);
    if !root.has("persons") {
        root.missing("persons", "a table [persons.<kind>] for each kind of person");
    }
    let documents = named(root, "documents", DocumentSet::read);
    let pages = named(root, "pages", Page::read);
    for (key, _) in root.entries() {
        if !["version", "controller", "persons", "documents", "pages"].contains(&key.value.as_str()) {
            root.fault(
                &key.at,
                key,
                "is unknown",
                "known here: controller, documents, pages, persons, version",
            );
        }
    }
    let map = DataMap { controller: controller?, kinds, pages, documents };
    let declared = Declared { kinds: names(root, "persons"), sets: names(root, "documents") };
    map.check_itself(&declared, faults);
    Some(map)
}

/// Reads the tables `[key.<id>]`, whose names must have the form of an id.
fn named<T>(root: &Section<'_>, key: &str, read: impl Fn(Spot<String>, Section<'_>) -> Option<T>) -> Vec<T> {
    let mut things = Vec::new();
    for (id, section) in root.sections(key) {
        if !is_id(&id) {
            root.fault(
                &id.at,
                &format!("{key}.{}", id.value),
                "is not a name that can be used",
                "write a small letter, then small letters, digits and hyphens, 41 at the most",
            );
        }
        things.extend(read(id, section));
    }
    things
}

/// The names of the tables `[key.<id>]`, also of those that could not be read: a reference to one is no fault.
fn names(root: &Section<'_>, key: &str) -> BTreeSet<String> {
    match root.node(key).map(|node| &node.value) {
        Some(Value::Table(table)) => table.0.iter().map(|(name, _)| name.value.clone()).collect(),
        _ => BTreeSet::new(),
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= MAX_ID
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
