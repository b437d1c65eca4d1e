//! Things that persons share as long as they hold a role in them: buildings, councils, projects.

use std::collections::BTreeSet;

use super::{
    document::Set,
    label, page,
    person::Candidate,
    reference::{Reference, References},
    role::Role,
    table::Table,
    toml, way,
};
use crate::{
    map::{Schema, TableName},
    words::{self, Title},
};

/// Words of tables that only sort rows.
const SORTS: &[&str] = &[
    "type", "kind", "status", "state", "category", "setting", "role", "language", "country", "currency",
    "reason", "level", "grade", "rate", "profile", "group", "statut", "etat", "nature", "pays", "langue",
];

/// A drafted group.
#[derive(Debug, Clone)]
pub struct Group {
    /// Its id.
    pub id: String,
    /// What its things are called.
    pub title: Title,
    /// Their table.
    pub table: TableName,
    /// The column that names one.
    pub key: String,
    /// The column with its name.
    pub name: String,
    /// The number of the role among the drafted ones.
    pub role: usize,
    /// From the role's table to the thing.
    pub way: Reference,
    /// The sets of documents about such a thing, by their number, and the way there.
    pub sets: Vec<(usize, Reference)>,
}

/// The groups that roles suggest.
pub fn all(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    tables: &[Table],
    roles: &[Role],
    sets: &[Set],
) -> Vec<Group> {
    let mut ids = BTreeSet::new();
    let mut groups: Vec<Group> = Vec::new();
    for (at, role) in roles.iter().enumerate() {
        for reference in references.of(&tables[role.table].name) {
            let known = groups.iter().any(|group| group.table == reference.to);
            let is_person = kinds.iter().any(|kind| kind.table == reference.to);
            if known || is_person || !is_shared(&reference.to) {
                continue;
            }
            let Some((key, name)) = named(schema, reference) else { continue };
            let title = words::of_column(&reference.to.name);
            let of_sets = sets.iter().enumerate().filter_map(|(set, own)| {
                let mut about = references.of(&tables[own.table].name);
                Some((
                    set,
                    about.find(|about| about.to == reference.to && about.target == [key.clone()])?.clone(),
                ))
            });
            groups.push(Group {
                id: page::id(&title.en, "group", &mut ids),
                title,
                table: reference.to.clone(),
                sets: of_sets.collect(),
                key,
                name,
                role: at,
                way: reference.clone(),
            });
        }
    }
    groups
}

fn is_shared(table: &TableName) -> bool {
    let words: Vec<String> = words::split(&table.name).iter().map(|word| words::singular(word)).collect();
    !way::may_be_held(table) && !words.iter().any(|word| SORTS.contains(&word.as_str()))
}

/// The only column of a thing's key, when the reference is by it, and the one with its name.
fn named(schema: &Schema, reference: &Reference) -> Option<(String, String)> {
    let shape = schema.table(&reference.to)?;
    let [key] = shape.primary.as_slice() else { return None };
    let by_key = !reference.loose && reference.target == [key.clone()] && page::is_sane(key);
    let name = label::name(&reference.to, shape).filter(|name| by_key && name != key)?;
    Some((key.clone(), name))
}

impl Group {
    /// The first hop, from the thing to who holds the role.
    pub fn hop(&self) -> String {
        let (thing, role) = (toml::table(&self.table), toml::table(&self.way.from));
        let pairs = self.way.target.iter().zip(&self.way.columns);
        let pairs =
            pairs.map(|(own, other)| format!("{thing}.{} = {role}.{}", toml::name(own), toml::name(other)));
        pairs.collect::<Vec<_>>().join(" and ")
    }
}
