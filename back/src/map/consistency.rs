//! What the map alone can prove: every name it refers to is there, every link leads to its person, and what pages ask for
//! fits together.

mod links;
mod pages;
mod shared;
mod tables;

use std::collections::BTreeSet;

use vantail_shared::config::{At, Faults, Spot, nearest};

use super::{DataMap, Kind};

/// More names than these make a remedy that nobody reads.
const MAX_KNOWN: usize = 16;

/// The names that the file declares.
#[derive(Debug)]
pub(super) struct Declared {
    pub(super) kinds: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    pub(super) sets: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) purposes: BTreeSet<String>,
}

/// A map under proof.
#[derive(Clone, Copy)]
struct Proof<'a> {
    map: &'a DataMap,
    declared: &'a Declared,
    faults: &'a Faults,
}

impl DataMap {
    pub(super) fn check_itself(&self, declared: &Declared, faults: &Faults) {
        let proof = Proof { map: self, declared, faults };
        proof.names();
        proof.same();
        proof.links();
        proof.pages();
        proof.tables();
        proof.shared();
    }
}

impl Proof<'_> {
    fn fault(&self, at: &At, problem: impl Into<String>, remedy: impl Into<String>) {
        self.faults.note(at, problem, remedy);
    }

    /// Names that would mean two things.
    fn names(&self) {
        for role in self.map.roles.iter().filter(|role| self.declared.kinds.contains(&role.id.value)) {
            let problem = format!("{:?} is a kind of person and a role", role.id.value);
            self.fault(&role.id.at, problem, "give the role another name: pages name either in `for`");
        }
        for kind in self.map.kinds.iter().filter(|kind| kind.id.value == "any") {
            self.fault(
                &kind.id.at,
                "a kind of person cannot be called \"any\"",
                "links use this word: take another",
            );
        }
    }

    /// One column names another row of the table of persons, whose key is one column then.
    fn same(&self) {
        for kind in self.map.kinds.iter().filter(|kind| kind.key.len() > 1) {
            if let Some(column) = &kind.same_as {
                let problem =
                    format!("`persons.{}.same_as` is one column, and the key is several", kind.id.value);
                self.fault(&column.at, problem, "declare it only where the key is one column");
            }
        }
    }

    /// A name that must be declared.
    fn known(&self, name: &Spot<String>, what: &str, declared: &BTreeSet<String>) {
        if !declared.contains(&name.value) {
            let problem = format!("there is no {what} {:?}", name.value);
            self.fault(&name.at, problem, suggestion(name, declared));
        }
    }

    fn known_kinds(&self, names: &[Spot<String>]) {
        for name in names {
            self.known(name, "kind of person", &self.declared.kinds);
        }
    }

    /// The kinds among these names.
    fn kinds_of(&self, names: &[Spot<String>]) -> impl Iterator<Item = &Kind> {
        names.iter().filter_map(|name| self.map.kind(name))
    }
}

/// The nearest of the known names, or all of them when they are few.
pub(super) fn suggestion(name: &str, known: &BTreeSet<String>) -> String {
    let tail = format!(".{}", name.trim_matches('"').to_lowercase());
    let alike = |known: &&String| {
        known.eq_ignore_ascii_case(name) || known.replace('"', "").to_lowercase().ends_with(&tail)
    };
    match nearest(name, known).or_else(|| known.iter().find(alike).map(String::as_str)) {
        Some(similar) => format!("did you mean {similar:?}?"),
        None if known.is_empty() => "declare it first".to_owned(),
        None if known.len() > MAX_KNOWN => format!("none of the {} that are there is like it", known.len()),
        None => format!("known: {}", known.iter().cloned().collect::<Vec<_>>().join(", ")),
    }
}
