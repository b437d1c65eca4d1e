//! Reading the file: version, tables, and the order in which they are looked at.

use std::{collections::BTreeSet, path::Path};

use vantail_shared::config::{Document, Faults, Section, Spot, Value, read_file};

use super::{
    Block, Controller, DataMap, DocumentSet, Expected, Group, Kind, Log, Page, PersonList, Purpose, Role,
    Table, TermsText, View, consistency::Declared, include, terms,
};

/// The version of the format that this back reads.
const VERSION: i64 = 1;

/// Longest name of a kind, a page or a set, in characters.
const MAX_ID: usize = 41;

/// The tables of the root whose keys are names.
const NAMED: [&str; 12] = [
    "persons",
    "roles",
    "tables",
    "views",
    "pages",
    "documents",
    "groups",
    "expected",
    "purposes",
    "blocks",
    "lists",
    "logs",
];

impl DataMap {
    /// Reads a data map and proves it against itself: names, references, texts in every language, links that lead to
    /// their person. Every fault is noted; nothing is returned when there is one.
    pub fn load(path: &Path, faults: &Faults) -> Option<Self> {
        let text = read_file(path, faults)?;
        Self::parse(path, &text, faults)
    }

    /// The same for a text already read; `path` names it in faults and tells where included files are.
    pub fn parse(path: &Path, text: &str, faults: &Faults) -> Option<Self> {
        let own = Faults::new();
        let map = Document::parse(path, text, &own)
            .map(|document| include::resolve(path, document, &own))
            .and_then(|document| read(&Section::root(&document, &own), &own));
        let sound = own.is_empty();
        faults.absorb(own);
        map.filter(|_| sound)
    }
}

fn read(root: &Section<'_>, faults: &Faults) -> Option<DataMap> {
    if !root.has("version") {
        root.missing("version", "version = 1");
    }
    root.integer("version", VERSION..=VERSION);
    // What is left of it here is no list of texts; a good one is gone into the tables.
    root.texts("include");
    let actors = root.texts("actors");
    let strict = root.boolean("strict").is_some_and(|strict| strict.value);
    let controller = root.required_section("controller").and_then(Controller::read);
    let tables: Vec<Table> = root
        .sections("tables")
        .into_iter()
        .filter_map(|(name, section)| Table::read(&name, section))
        .collect();
    let kinds = named(root, "persons", |id, section| Kind::read(id, section, &tables));
    if !root.has("persons") {
        root.missing("persons", "a table [persons.<kind>] for each kind of person");
    }
    let roles = named(root, "roles", |id, section| Role::read(id, section, &tables));
    let views = named(root, "views", View::read);
    let documents = named(root, "documents", |id, section| DocumentSet::read(id, section, &tables));
    let pages = named(root, "pages", |id, section| Page::read(id, section, &tables));
    let groups = named(root, "groups", |id, section| Group::read(id, section, &tables));
    let expected = named(root, "expected", Expected::read);
    let purposes = named(root, "purposes", Purpose::read);
    let blocks = named(root, "blocks", Block::read);
    let lists = named(root, "lists", PersonList::read);
    let logs = named(root, "logs", |id, section| Log::read(id, section, &tables));
    let texts: Vec<TermsText> =
        root.list_of_sections("terms").into_iter().filter_map(TermsText::read).collect();
    terms::check_versions(&texts, faults);
    unknown(root);
    let mut map = DataMap {
        controller: controller?,
        kinds,
        roles,
        tables,
        views,
        pages,
        documents,
        groups,
        expected,
        purposes,
        blocks,
        lists,
        logs,
        terms: texts,
        actors,
        strict,
    };
    map.join_same();
    map.check_itself(&Declared::of(root), faults);
    Some(map)
}

/// Keys of the root that the format does not have.
fn unknown(root: &Section<'_>) {
    for (key, _) in root.entries() {
        let plain = ["version", "include", "strict", "actors", "controller", "terms"];
        if !plain.contains(&key.value.as_str()) && !NAMED.contains(&key.value.as_str()) {
            let mut known: Vec<&str> = plain.into_iter().chain(NAMED).collect();
            known.sort_unstable();
            root.fault(&key.at, key, "is unknown", format!("known here: {}", known.join(", ")));
        }
    }
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

impl Declared {
    /// The names in the file, also those of tables that could not be read: a reference to one is no fault.
    fn of(root: &Section<'_>) -> Self {
        let names = |key| -> BTreeSet<String> {
            let Some(Value::Table(table)) = root.node(key).map(|node| &node.value) else {
                return BTreeSet::new();
            };
            let there = table.0.iter().filter(|(_, node)| !matches!(node.value, Value::Boolean(false)));
            there.map(|(name, _)| name.value.clone()).collect()
        };
        Self {
            kinds: names("persons"),
            roles: names("roles"),
            sets: names("documents"),
            groups: names("groups"),
            purposes: names("purposes"),
        }
    }
}

pub(super) fn is_id(id: &str) -> bool {
    id.len() <= MAX_ID
        && id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}
