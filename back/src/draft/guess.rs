//! References that nobody declared: candidates by name and type, to be held against the values.

use std::collections::BTreeMap;

use super::{
    bare, meaning,
    person::Candidate,
    reference::{Reference, References, tables},
    sample::{Column, Samples},
    way,
};
use crate::{
    map::{Class, ColumnShape, Nature, Schema, TableName, TableShape},
    words,
};

/// Questions about values in one draft at the most.
const MAX: usize = 600;
/// Words of columns that name a person in other databases than theirs.
const PERSON_WORDS: &[&str] = &[
    "user", "usr", "person", "customer", "client", "patron", "borrower", "member", "owner", "tenant",
    "resident", "patient", "student",
];
/// Words of columns that only say that they hold a key.
const KEY_WORDS: &[&str] = &["id", "uuid", "no", "number", "num", "numero", "nr", "code", "cd", "ref"];
/// Words of columns that hold the id of anything.
const ANYTHING: &[&str] = &[
    "object",
    "entity",
    "record",
    "item",
    "target",
    "subject",
    "resource",
    "auditable",
    "owner",
    "element",
    "model",
];
/// Words of columns that say of what.
const OF_WHAT: &[&str] =
    &["type", "module", "kind", "class", "model", "category", "entity", "nature", "content"];

/// What to ask the values.
#[derive(Debug, Default)]
pub struct Questions {
    /// Whether values of one column stand in another, the key of its table.
    pub overlaps: Vec<(Column, Column)>,
    /// The same, by the words of a column beside.
    pub kinds: Vec<(Column, String, Column)>,
    /// How many rows share what they point to.
    pub shares: Vec<Column>,
}

impl Questions {
    /// Everything worth asking.
    pub fn new(schema: &Schema, references: &References, kinds: &[Candidate]) -> Self {
        let mut questions = Self::default();
        let things = Things::new(schema);
        for (name, shape) in tables(schema).filter(|(_, shape)| shape.rows != Some(0)) {
            for column in shape.columns.iter().filter(|column| may_point(column)) {
                if references.is_column(name, &column.name) {
                    continue;
                }
                questions.about(schema, &things, (name, shape), column, kinds);
            }
            let single = references.of(name).filter(|reference| reference.columns.len() == 1);
            for reference in single.filter(|reference| way::may_be_held(&reference.to)) {
                questions.shares.push((name.clone(), reference.name().to_owned()));
            }
        }
        // Two tables of persons may know the same people by their telephone numbers; never by an address of e-mail, which
        // households share.
        for (at, kind) in kinds.iter().enumerate() {
            for other in &kinds[at + 1..] {
                if let (Some(there), Some(here)) = (&kind.phone, &other.phone) {
                    let pair = ((other.table.clone(), here.clone()), (kind.table.clone(), there.clone()));
                    questions.overlaps.insert(0, pair);
                }
            }
        }
        questions.overlaps.truncate(MAX);
        questions.kinds.truncate(MAX / 10);
        questions.shares.truncate(MAX);
        questions
    }

    fn about(
        &mut self,
        schema: &Schema,
        things: &Things,
        (name, shape): (&TableName, &TableShape),
        column: &ColumnShape,
        kinds: &[Candidate],
    ) {
        let here = (name.clone(), column.name.clone());
        let only_key = shape.primary.len() == 1 && shape.primary[0] == column.name;
        // Within a table of persons the words that all of its columns bear name nobody else.
        let is_own = kinds.iter().any(|kind| kind.table == *name);
        let called = if is_own { bare::of(shape, &column.name) } else { column.name.clone() };
        let said: Vec<String> = words::split(&called).iter().map(|word| words::singular(word)).collect();
        let mut asked = false;
        for kind in kinds.iter().filter(|kind| kind.table != *name || !only_key) {
            let Some(person) = schema.table(&kind.table) else { continue };
            for target in natural(kind, person) {
                let there = (kind.table.clone(), target.name.clone());
                if !same_sort(column, target) || here == there {
                    continue;
                }
                let is_key = kind.key.len() == 1 && kind.key[0] == target.name;
                let answers = is_key && kind.table == *name && meaning::answers(&said);
                if answers
                    || names(&said, &kind.table, target, is_key) && (!only_key || same_name(column, target))
                {
                    self.overlaps.push((here.clone(), there));
                    asked = true;
                } else if is_key && is_anything(&said) {
                    for other in shape.columns.iter().filter(|other| says_of_what(other, column)) {
                        self.kinds.push((here.clone(), other.name.clone(), there.clone()));
                    }
                }
            }
        }
        if !asked && !only_key {
            self.about_things(schema, things, &here, column, &said);
        }
    }

    /// References to other things than persons: by the whole name of a key that is no mere `id`.
    fn about_things(
        &mut self,
        schema: &Schema,
        things: &Things,
        here: &Column,
        column: &ColumnShape,
        said: &[String],
    ) {
        let bare: Vec<String> =
            said.iter().filter(|word| !matches!(word.as_str(), "id" | "uuid")).cloned().collect();
        let by_table = (bare.len() < said.len()).then(|| things.names.get(&bare.join(" "))).flatten();
        // The end of a name, of one table alone beside this one: `xact` is a `billable_xact`.
        let by_end = things.ends.get(&(here.0.schema.clone(), bare.join(" ")));
        let by_end = by_end.filter(|names| names.len() == 1 && by_table.is_none() && !is_plain(&bare));
        // The word that stands before the key of one table alone: `lic_sec` is a `section` by its `sec_id`.
        let by_stem = said.last().and_then(|word| things.stems.get(&(here.0.schema.clone(), word.clone())));
        let by_stem = by_stem.filter(|names| names.len() == 1 && said.len() > 1);
        let by_names = by_table.into_iter().chain(by_end).chain(by_stem);
        for name in things.keys.get(&column.name).into_iter().chain(by_names).flatten() {
            let Some(shape) = schema.table(name).filter(|_| *name != here.0) else { continue };
            let Some(target) = shape.primary.first().and_then(|key| shape.column(key)) else { continue };
            if same_sort(column, target) {
                self.overlaps.push((here.clone(), (name.clone(), target.name.clone())));
            }
        }
    }
}

/// Tables with a key of one column: by its name, by their own, by the end of that within their schema, by the word before
/// the key.
struct Things {
    keys: BTreeMap<String, Vec<TableName>>,
    names: BTreeMap<String, Vec<TableName>>,
    ends: BTreeMap<(Option<String>, String), Vec<TableName>>,
    stems: BTreeMap<(Option<String>, String), Vec<TableName>>,
}

impl Things {
    fn new(schema: &Schema) -> Self {
        let mut things = Self {
            keys: BTreeMap::new(),
            names: BTreeMap::new(),
            ends: BTreeMap::new(),
            stems: BTreeMap::new(),
        };
        for (name, shape) in tables(schema) {
            let [key] = shape.primary.as_slice() else { continue };
            if words::split(key).len() > 1 {
                things.keys.entry(key.clone()).or_default().push(name.clone());
            }
            if let [stem, key] = words::split(key).as_slice()
                && KEY_WORDS.contains(&key.as_str())
                && !words::is_known(stem)
            {
                things.stems.entry((name.schema.clone(), stem.clone())).or_default().push(name.clone());
            }
            let words: Vec<String> =
                words::of_name(&name.name).iter().map(|word| words::singular(word)).collect();
            for begin in 1..words.len() {
                let end = (name.schema.clone(), words[begin..].join(" "));
                things.ends.entry(end).or_default().push(name.clone());
            }
            things.names.entry(words.join(" ")).or_default().push(name.clone());
        }
        things
    }
}

/// Whether words stand in the names of columns that point nowhere.
fn is_plain(words: &[String]) -> bool {
    const PLAIN: &[&str] = &[
        "type", "kind", "status", "state", "name", "title", "label", "key", "code", "value", "number",
        "level", "order", "position", "priority", "count", "version", "date", "time", "note", "text",
        "amount", "line", "list", "entry", "log", "history", "setting", "data", "year", "month", "day",
        "quantity", "rank", "weight", "size", "index",
    ];
    words.last().is_none_or(|word| PLAIN.contains(&word.as_str()))
}

/// The references that the values confirm, and those whose name is the whole name of a key where there are no values.
pub fn confirmed(schema: &Schema, samples: &Samples, kinds: &[Candidate]) -> Vec<Reference> {
    let phone = |kind: &Candidate, column: &str| kind.phone.as_deref() == Some(column);
    let mut found = Vec::new();
    for (((from, column), (to, target)), overlap) in &samples.overlaps {
        let Some(kind) = kinds.iter().find(|kind| kind.table == *to) else {
            if overlap.holds() {
                found.push(reference((from, column), (to, target), false));
            }
            continue;
        };
        let loose = kind.key.as_slice() != std::slice::from_ref(target);
        // A column with the whole name of a key may also hold those who are gone.
        let named = words::split(target).len() > 1 && column == target;
        if if named || phone(kind, target) { overlap.mostly() } else { overlap.holds() } {
            found.push(reference((from, column), (to, target), loose));
        }
    }
    found.extend(by_name_alone(schema, samples, kinds));
    found
}

fn reference(here: (&TableName, &str), there: (&TableName, &str), loose: bool) -> Reference {
    Reference {
        from: here.0.clone(),
        columns: vec![here.1.to_owned()],
        to: there.0.clone(),
        target: vec![there.1.to_owned()],
        declared: false,
        loose,
    }
}

/// Of tables without rows: columns that bear the whole name of a person's key, when that is no mere `id`.
fn by_name_alone(schema: &Schema, samples: &Samples, kinds: &[Candidate]) -> Vec<Reference> {
    let mut found = Vec::new();
    for kind in kinds {
        let Some(person) = schema.table(&kind.table) else { continue };
        for (name, shape) in tables(schema).filter(|(name, _)| **name != kind.table) {
            for target in natural(kind, person).filter(|target| words::split(&target.name).len() > 1) {
                let Some(column) = shape.column(&target.name).filter(|column| same_sort(column, target))
                else {
                    continue;
                };
                let there = (kind.table.clone(), target.name.clone());
                let seen = samples.overlaps.get(&((name.clone(), column.name.clone()), there));
                if seen.is_none_or(|overlap| overlap.sampled == 0) && shape.rows.is_none_or(|rows| rows == 0)
                {
                    let loose = kind.key.as_slice() != std::slice::from_ref(&target.name);
                    found.push(reference((name, &column.name), (&kind.table, &target.name), loose));
                }
            }
        }
    }
    found
}

/// The columns of a person that others may name: the key, and numbers that no two share.
fn natural<'s>(kind: &'s Candidate, shape: &'s TableShape) -> impl Iterator<Item = &'s ColumnShape> {
    shape.columns.iter().filter(move |column| {
        let is_key = kind.key.len() == 1 && kind.key[0] == column.name;
        let is_unique = shape.unique.iter().any(|set| set.len() == 1 && set[0] == column.name);
        let is_number = words::split(&column.name).len() > 1 && column.class == Class::Text;
        is_key || (is_unique && is_number)
    })
}

fn may_point(column: &ColumnShape) -> bool {
    !column.generated
        && !matches!(
            column.nature,
            Nature::Truth
                | Nature::Date
                | Nature::Moment
                | Nature::Float
                | Nature::Json
                | Nature::Bytes
                | Nature::Enum
        )
}

/// Whether two columns can hold the same values.
fn same_sort(a: &ColumnShape, b: &ColumnShape) -> bool {
    let whole = |column: &ColumnShape| column.nature == Nature::Integer;
    a.class == b.class && whole(a) == whole(b) && (a.class != Class::Untyped || a.sql_type == b.sql_type)
}

fn same_name(a: &ColumnShape, b: &ColumnShape) -> bool {
    a.name.eq_ignore_ascii_case(&b.name)
}

/// Whether a column is called like the key of a person, like their table, or like any person.
fn names(said: &[String], table: &TableName, target: &ColumnShape, is_key: bool) -> bool {
    let key: Vec<String> = words::split(&target.name).iter().map(|word| words::singular(word)).collect();
    if key.len() > 1 && said.ends_with(&key) {
        return true;
    }
    let of_table: Vec<String> =
        words::of_name(&table.name).iter().map(|word| words::singular(word)).collect();
    let bare: Vec<&String> = said.iter().filter(|word| !KEY_WORDS.contains(&word.as_str())).collect();
    let is_table = of_table.iter().all(|word| bare.contains(&word)) && !of_table.is_empty();
    let is_person = bare.len() == 1 && PERSON_WORDS.contains(&bare[0].as_str());
    is_key && (is_table || is_person || meaning::acts(said))
}

fn is_anything(said: &[String]) -> bool {
    let bare: Vec<&String> = said.iter().filter(|word| *word != "id").collect();
    bare.len() == 1 && ANYTHING.contains(&bare[0].as_str())
}

fn says_of_what(other: &ColumnShape, column: &ColumnShape) -> bool {
    let words = words::split(&other.name);
    other.name != column.name
        && matches!(other.class, Class::Text)
        && words.iter().any(|word| OF_WHAT.contains(&word.as_str()))
        && words.len() <= 2
}
