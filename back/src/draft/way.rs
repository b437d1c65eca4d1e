//! How the rows of every table lead to their persons, and who else they name.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    meaning::{self, Meaning},
    person::Candidate,
    reference::{Reference, References, tables},
    sample::Samples,
};
use crate::{
    map::{Nature, Schema, TableName, TableShape},
    words,
};

/// Hops of a way at the most.
pub const MAX_HOPS: usize = 5;
/// Ways of one table to one kind at the most.
const MAX_WAYS: usize = 3;
/// Words of what somebody holds: their rows may be asked from the row that names them.
const HOLDINGS: &[&str] = &[
    "address",
    "adresse",
    "account",
    "compte",
    "contract",
    "contrat",
    "lease",
    "bail",
    "card",
    "carte",
    "policy",
    "police",
    "membership",
    "profile",
    "profil",
    "dossier",
    "subscription",
    "abonnement",
    "mandate",
    "mandat",
    "detail",
    "contact",
    "person",
];

/// One hop, as pairs of equal columns and what else must hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The table nearer to the row.
    pub from: TableName,
    /// The table nearer to the person.
    pub to: TableName,
    /// Equal columns: of `from`, of `to`.
    pub pairs: Vec<(String, String)>,
    /// A column of `from` and the words that it must hold.
    pub words: Option<(String, Vec<String>)>,
    /// Whether the columns hold values that people write, with blanks around them.
    pub loose: bool,
}

/// A whole way, from the row to the person.
pub type Way = Vec<Step>;

/// What leads from one table to persons.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leads {
    /// Ways to the kinds, by their number.
    pub subjects: BTreeMap<usize, Vec<Way>>,
    /// Who acted: a name for each, and the way.
    pub actors: Vec<(String, Step)>,
    /// Whether the person points to the row, which others may share.
    pub is_forward: bool,
}

/// Along the reference: from the row that points to the one pointed to.
fn along(reference: &Reference) -> Step {
    let pairs = reference.columns.iter().cloned().zip(reference.target.iter().cloned()).collect();
    Step {
        from: reference.from.clone(),
        to: reference.to.clone(),
        pairs,
        words: None,
        loose: reference.loose,
    }
}

/// Against it.
fn against(reference: &Reference) -> Step {
    let pairs = reference.target.iter().cloned().zip(reference.columns.iter().cloned()).collect();
    Step {
        from: reference.to.clone(),
        to: reference.from.clone(),
        pairs,
        words: None,
        loose: reference.loose,
    }
}

/// What leads from every table to the persons.
pub fn find(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    copies: &BTreeMap<TableName, TableName>,
    samples: &Samples,
) -> BTreeMap<TableName, Leads> {
    let mut leads: BTreeMap<TableName, Leads> = BTreeMap::new();
    for (name, _) in tables(schema) {
        direct(name, references, kinds, &mut leads);
    }
    for (table, way, kind) in samples.by_words(kinds) {
        let entry = leads.entry(table).or_default();
        entry.subjects.entry(kind).or_default().push(way);
    }
    for kind in 0..kinds.len() {
        spread(schema, references, kinds, kind, samples, &mut leads);
    }
    for (copy, base) in copies {
        repeat(schema, copy, base, kinds, &mut leads);
    }
    leads.retain(|_, leads| !leads.subjects.is_empty() || !leads.actors.is_empty());
    leads
}

/// References to persons themselves.
fn direct(
    table: &TableName,
    references: &References,
    kinds: &[Candidate],
    leads: &mut BTreeMap<TableName, Leads>,
) {
    let to_kinds: Vec<Vec<&Reference>> = kinds
        .iter()
        .map(|kind| references.of(table).filter(|reference| reference.to == kind.table).collect())
        .collect();
    let is_kind = kinds.iter().any(|kind| kind.table == *table);
    for (at, list) in to_kinds.iter().enumerate().filter(|(_, list)| !list.is_empty()) {
        let others = to_kinds.iter().enumerate().any(|(other, list)| other != at && !list.is_empty());
        let meanings = meaning::together(list, &kinds[at], others);
        for (reference, meaning) in list.iter().zip(meanings) {
            let entry = leads.entry(table.clone()).or_default();
            // A person is about nobody else: whom they name is named beside.
            if meaning == Meaning::Subject && !is_kind {
                let ways = entry.subjects.entry(at).or_default();
                if ways.len() < MAX_WAYS {
                    ways.push(vec![along(reference)]);
                }
            } else {
                entry.actors.push((actor(reference.name(), &entry.actors), along(reference)));
            }
        }
    }
}

/// A short name for one who acted, of its own among these.
fn actor(column: &str, others: &[(String, Step)]) -> String {
    let words = words::split(column).into_iter().filter(|word| word != "id" && word != "number");
    let words: Vec<String> = words.collect();
    let mut taken = others.iter().map(|(name, _)| name.clone()).collect();
    super::page::id(&words.join(" "), "actor", &mut taken)
}

/// From the tables that lead to a kind to those whose rows belong to theirs.
fn spread(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    kind: usize,
    samples: &Samples,
    leads: &mut BTreeMap<TableName, Leads>,
) {
    let is_kind = |table: &TableName| kinds.iter().any(|kind| kind.table == *table);
    let mut front: BTreeMap<TableName, Vec<Way>> = leads
        .iter()
        .filter_map(|(table, leads)| Some((table.clone(), leads.subjects.get(&kind)?.clone())))
        .collect();
    let mut seen: BTreeSet<TableName> = front.keys().cloned().collect();
    // What the person points to belongs to them too, and nothing beyond it does: others share it.
    for reference in references.of(&kinds[kind].table) {
        if seen.contains(&reference.to) || is_kind(&reference.to) || !is_holding(schema, reference, samples) {
            continue;
        }
        let entry = leads.entry(reference.to.clone()).or_default();
        entry.is_forward = true;
        entry.subjects.insert(kind, vec![vec![against(reference)]]);
        seen.insert(reference.to.clone());
    }
    // What belongs to a thing that somebody works on is not about them.
    if kinds[kind].is_worker() {
        return;
    }
    for _ in 1..MAX_HOPS {
        let mut next: BTreeMap<TableName, Vec<Way>> = BTreeMap::new();
        for (table, ways) in &front {
            let behind =
                references.towards(table).filter(|reference| reference.from != *table && !reference.loose);
            for reference in behind.filter(|reference| acts_not(reference)) {
                extend(&mut next, &reference.from, &along(reference), ways);
            }
            let ahead = references
                .of(table)
                .filter(|reference| reference.to != *table && !reference.loose && acts_not(reference));
            for reference in ahead.filter(|reference| is_holding(schema, reference, samples)) {
                extend(&mut next, &reference.to, &against(reference), ways);
            }
        }
        next.retain(|table, _| !seen.contains(table) && !is_kind(table));
        for (table, ways) in &next {
            seen.insert(table.clone());
            leads.entry(table.clone()).or_default().subjects.insert(kind, ways.clone());
        }
        front = next;
    }
}

fn extend(next: &mut BTreeMap<TableName, Vec<Way>>, table: &TableName, step: &Step, ways: &[Way]) {
    let list = next.entry(table.clone()).or_default();
    for way in ways {
        let longer: Way = std::iter::once(step.clone()).chain(way.iter().cloned()).collect();
        let crosses_itself = way.iter().any(|hop| hop.from == *table || hop.to == *table);
        if list.len() < MAX_WAYS && !crosses_itself && longer.len() <= MAX_HOPS && !list.contains(&longer) {
            list.push(longer);
        }
    }
}

/// Whether the name of a reference between two things says nothing of acting.
fn acts_not(reference: &Reference) -> bool {
    !words::split(reference.name()).iter().any(|word| word == "by")
}

/// Whether the row pointed to belongs to the one that points: it is of a kind that people hold, and hardly shared.
fn is_holding(schema: &Schema, reference: &Reference, samples: &Samples) -> bool {
    may_be_held(&reference.to)
        && schema.table(&reference.to).is_some_and(|shape| shape.columns.iter().any(is_personal_text))
        && samples.is_own(reference)
}

/// Whether a table's name is one of what people hold.
pub fn may_be_held(table: &TableName) -> bool {
    let words: Vec<String> = words::split(&table.name).iter().map(|word| words::singular(word)).collect();
    words.iter().any(|word| HOLDINGS.contains(&word.as_str()))
        && !words.iter().any(|word| matches!(word.as_str(), "type" | "category" | "setting" | "role"))
}

fn is_personal_text(column: &crate::map::ColumnShape) -> bool {
    column.nature != Nature::Truth && crate::map::personal::category(&column.name).is_some()
}

/// The ways of a history are those of its table, over the same columns.
fn repeat(
    schema: &Schema,
    copy: &TableName,
    base: &TableName,
    kinds: &[Candidate],
    leads: &mut BTreeMap<TableName, Leads>,
) {
    let Some(shape) = schema.table(copy) else { return };
    // Of a person themselves: what else in the copy looks like one is a copy too.
    if let Some(kind) = kinds.iter().position(|kind| kind.table == *base)
        && let Some(pairs) = key_of_copy(schema, shape, base, &kinds[kind].key)
    {
        let step = Step { from: copy.clone(), to: base.clone(), pairs, words: None, loose: false };
        leads.entry(copy.clone()).or_default().subjects = BTreeMap::from([(kind, vec![vec![step]])]);
        return;
    }
    if leads.get(copy).is_some_and(|leads| !leads.subjects.is_empty()) {
        return;
    }
    let mut subjects: BTreeMap<usize, Vec<Way>> = BTreeMap::new();
    if let Some(of_base) = leads.get(base) {
        for (kind, ways) in &of_base.subjects {
            let same = ways.iter().filter_map(|way| {
                let (first, rest) = way.split_first()?;
                let here = first.pairs.iter().all(|(column, _)| shape.column(column).is_some());
                let first = Step { from: copy.clone(), ..first.clone() };
                here.then(|| std::iter::once(first).chain(rest.iter().cloned()).collect::<Way>())
            });
            let same: Vec<Way> = same.collect();
            if !same.is_empty() {
                subjects.insert(*kind, same);
            }
        }
    }
    if !subjects.is_empty() {
        leads.entry(copy.clone()).or_default().subjects = subjects;
    }
}

/// Which columns of a history name the row that it repeats.
fn key_of_copy(
    schema: &Schema,
    copy: &TableShape,
    base: &TableName,
    key: &[String],
) -> Option<Vec<(String, String)>> {
    let original = schema.table(base)?;
    let [only] = key else {
        return key
            .iter()
            .map(|column| copy.column(column).map(|_| (column.clone(), column.clone())))
            .collect();
    };
    let fits = |name: &str| {
        let (here, there) = (copy.column(name), original.column(only));
        here.zip(there).is_some_and(|(here, there)| here.class == there.class && here.nature == there.nature)
    };
    let named = ["history", "base", "original", "old", "audit", "record"].into_iter().flat_map(|word| {
        copy.columns.iter().filter(move |column| !copy.primary.contains(&column.name)).filter(move |column| {
            let words = words::split(&column.name);
            words.len() == 2 && words[0] == word && words[1] == "id"
        })
    });
    let name = named.map(|column| column.name.clone()).find(|name| fits(name));
    let same = || (fits(only) && !copy.primary.contains(only)).then(|| only.clone());
    name.or_else(same).map(|name| vec![(name, only.clone())])
}
