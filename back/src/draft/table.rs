//! What a draft says of a table.

use std::collections::BTreeMap;

use super::{
    bare,
    column::{self, Column, Part},
    person::Candidate,
    reference::References,
    theme::Theme,
    way::{Leads, Way},
};
use crate::{
    map::{DataCategory, Nature, Schema, TableName, TableShape, personal},
    words::{self, Title},
};

/// A drafted table.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its name.
    pub name: TableName,
    /// Its words, without those that all tables begin with.
    pub called: String,
    /// What its rows are called.
    pub title: Title,
    /// What it is about.
    pub theme: Theme,
    /// The kind of person whose table this is.
    pub kind: Option<usize>,
    /// How its rows lead to persons.
    pub leads: Leads,
    /// Its columns.
    pub columns: Vec<Column>,
    /// The table that it repeats.
    pub after: Option<TableName>,
    /// What becomes of its rows as a whole.
    pub rows: Option<RowRule>,
    /// The columns that are all empty as long as something is going on.
    pub open: Vec<String>,
    /// The column with the day of a row.
    pub day: Option<String>,
    /// The number of rows, as far as known.
    pub count: Option<u64>,
}

/// What becomes of whole rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowRule {
    /// They go.
    Delete,
    /// They stay, for a reason.
    Keep,
}

/// The tables worth declaring: of persons, about persons, and those that name who acted.
pub fn all(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    leads: &BTreeMap<TableName, Leads>,
    copies: &BTreeMap<TableName, TableName>,
) -> Vec<Table> {
    let mut tables = Vec::new();
    for (at, kind) in kinds.iter().enumerate() {
        tables.extend(one(schema, references, kinds, &kind.table, leads, copies, Some(at)));
    }
    let mut rest: Vec<Table> = leads
        .keys()
        .filter(|name| kinds.iter().all(|kind| kind.table != **name))
        .filter_map(|name| one(schema, references, kinds, name, leads, copies, None))
        .collect();
    // First what is nearest to the person, then who only acted.
    rest.sort_by_key(|table| {
        let nearest = table.leads.subjects.values().flatten().map(Vec::len).min().unwrap_or(usize::MAX);
        (nearest, table.after.is_some(), table.count == Some(0), table.name.clone())
    });
    tables.extend(rest);
    tables
}

fn one(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    name: &TableName,
    leads: &BTreeMap<TableName, Leads>,
    copies: &BTreeMap<TableName, TableName>,
    kind: Option<usize>,
) -> Option<Table> {
    let shape = schema.table(name)?;
    let leads = leads.get(name).cloned().unwrap_or_default();
    let theme = if kind.is_some() { Theme::of_persons(name) } else { Theme::of(name, shape) };
    let is_about = kind.is_some() || !leads.subjects.is_empty();
    let reads_as_person =
        kind.is_some() || copies.get(name).is_some_and(|base| kinds.iter().any(|kind| kind.table == *base));
    let of_columns = if reads_as_person { Theme::Person } else { theme };
    let columns = shape.columns.iter().map(|shape_of| {
        let part = part(references, kinds, &leads, name, &shape_of.name);
        let part = if of_columns == Theme::Person
            && part == Part::Value
            && is_self(shape, name, &shape_of.name, references)
        {
            Part::Subject
        } else {
            part
        };
        let mut column = column::look(shape, shape_of, of_columns, part);
        if kind.is_some() {
            column.title = column.title.or(words::of_column(&bare::within(name, shape, &shape_of.name)));
        }
        if !is_about && !looks_personal(&column.name, shape_of.nature) {
            column.category =
                if column.category.is_personal() { DataCategory::None } else { column.category };
            column.erase = None;
        }
        column
    });
    let mut columns: Vec<Column> = columns.collect();
    if !is_about {
        // Of a table that only says who acted, what looks personal and what names its rows.
        columns.retain(|column| column.category.is_personal() || is_label(name, &column.name));
        for column in &mut columns {
            if is_label(name, &column.name) {
                (column.category, column.erase) = (DataCategory::None, None);
            }
        }
    }
    let rows = if is_about && kind.is_none() && !leads.is_forward {
        rule(references, name, theme, copies.contains_key(name), &columns)
    } else {
        None
    };
    if rows.is_some() {
        for column in &mut columns {
            column.erase = None;
        }
    }
    let day = day(shape, &columns);
    let open = if is_about && !copies.contains_key(name) { open(name, shape) } else { Vec::new() };
    Some(Table {
        name: name.clone(),
        title: title(&references.called(name), &leads, kinds),
        called: references.called(name),
        theme,
        kind,
        leads,
        columns,
        after: copies.get(name).cloned(),
        rows,
        open,
        day,
        count: shape.rows,
    })
}

/// The title of a table. Its persons know whom it is about: `student_alerts` are alerts.
fn title(called: &str, leads: &Leads, kinds: &[Candidate]) -> Title {
    let title = words::of_table(called);
    let subjects: Vec<String> =
        leads.subjects.keys().map(|kind| words::of_column(&kinds[*kind].called).en).collect();
    let said = words::split(called);
    let names_kind = |word: &String| subjects.contains(&words::of_column(&words::singular(word)).en);
    let rest: Vec<&str> = said.iter().filter(|word| !names_kind(word)).map(String::as_str).collect();
    let rest = rest.join(" ");
    if rest.is_empty() || rest.split(' ').count() == said.len() || words::says_whether(&rest) {
        return title;
    }
    let shorter = words::of_table(&rest);
    if shorter.known { shorter } else { title }
}

/// What a column is to its table.
fn part(
    references: &References,
    kinds: &[Candidate],
    leads: &Leads,
    table: &TableName,
    column: &str,
) -> Part {
    let first_step =
        |way: &Way| way.first().is_some_and(|step| step.pairs.iter().any(|(own, _)| own == column));
    let to_person = |way: &Way| way.len() == 1 && first_step(way);
    if !leads.is_forward
        && leads.subjects.values().flatten().any(to_person)
        && !kinds.iter().any(|kind| kind.table == *table)
    {
        // A value such as a telephone number leads to a person and still is what it is.
        return if references.is_column(table, column) || column_is_number(column) {
            Part::Subject
        } else {
            Part::Value
        };
    }
    let acted = leads.actors.iter().any(|(_, step)| step.pairs.iter().any(|(own, _)| own == column));
    if acted || references.is_column(table, column) { Part::Reference } else { Part::Value }
}

/// Whether a column that no reference tells of is called like a key.
fn column_is_number(column: &str) -> bool {
    words::split(column).last().is_some_and(|word| matches!(word.as_str(), "id" | "number" | "object" | "by"))
        && personal::category(column).is_none()
}

/// Whether a person names another one of the same table: a child, a guarantor.
fn is_self(shape: &TableShape, table: &TableName, column: &str, references: &References) -> bool {
    !shape.primary.iter().any(|key| key == column)
        && references.of(table).any(|reference| reference.to == *table && reference.name() == column)
}

fn looks_personal(name: &str, nature: Nature) -> bool {
    nature != Nature::Truth && personal::category(name).is_some()
}

/// Whether a column names the rows of its table.
pub fn is_label(table: &TableName, column: &str) -> bool {
    let said = words::split(column);
    let own: Vec<String> = words::of_name(&table.name).iter().map(|word| words::singular(word)).collect();
    let text = said.join(" ");
    let kind_of = own.last().is_some_and(|word| matches!(word.as_str(), "status" | "state" | "type"));
    matches!(
        text.as_str(),
        "name"
            | "title"
            | "label"
            | "libelle"
            | "lib"
            | "lbl"
            | "nom"
            | "intitule"
            | "caption"
            | "designation"
            | "short label"
            | "long label"
    ) || said == own
        || names_own(&said, &own)
        || (said.len() == own.len() + 1
            && said.starts_with(&own)
            && matches!(said[own.len()].as_str(), "name" | "title" | "nom"))
        || (said.len() == 2 && own.last() == said.first() && said[1] == "name")
        || (said.len() == 2
            && said[1] == "name"
            && own.iter().any(|word| {
                word.ends_with(said[0].as_str()) || said[0].starts_with(word.trim_end_matches('e'))
            }))
        || (kind_of && matches!(text.as_str(), "type" | "code"))
}

/// Whether a column is called a label of what its table is called: `libelle_type_cotis` of `types_cotisation`.
fn names_own(said: &[String], own: &[String]) -> bool {
    let is_own = |word: &String| own.iter().any(|own| own.starts_with(words::singular(word).as_str()));
    said.split_first().is_some_and(|(first, rest)| {
        let names = matches!(first.as_str(), "name" | "label" | "title" | "libelle" | "nom" | "intitule");
        names && !rest.is_empty() && rest.iter().all(is_own)
    })
}

/// Rows that are nothing but traces go, accounts that name nobody stay; else columns decide.
fn rule(
    references: &References,
    name: &TableName,
    theme: Theme,
    is_copy: bool,
    columns: &[Column],
) -> Option<RowRule> {
    let is_named = references.towards(name).next().is_some();
    match theme {
        _ if is_copy && !is_named => Some(RowRule::Delete),
        Theme::Traces | Theme::Documents if !is_named => Some(RowRule::Delete),
        Theme::Finance if !columns.iter().any(names_somebody) => Some(RowRule::Keep),
        _ => None,
    }
}

/// Whether a value of a column may name a person by itself.
fn names_somebody(column: &Column) -> bool {
    use DataCategory::{Contact, Family, FreeText, Identity};
    matches!(column.category, Identity | Contact | Family | FreeText)
}

/// The column with the day of a row: the first date that every row has, or any.
fn day(shape: &TableShape, columns: &[Column]) -> Option<String> {
    let dates = || {
        shape.columns.iter().filter(|shape| {
            column::is_date(shape) && columns.iter().any(|column| column.name == shape.name && column.shown)
        })
    };
    let plain = dates().find(|shape| words::split(&shape.name).len() == 1);
    plain
        .or_else(|| dates().find(|shape| !shape.nullable))
        .or_else(|| dates().next())
        .map(|shape| shape.name.clone())
}

/// Dates that come when something ends, in one way or another.
fn open(name: &TableName, shape: &TableShape) -> Vec<String> {
    let over = words::split(&name.name)
        .iter()
        .any(|word| matches!(word.as_str(), "old" | "history" | "deleted" | "archive" | "aged"));
    let ends = |name: &str| {
        let words = words::split(name).join(" ");
        matches!(
            words.as_str(),
            "return date"
                | "returned on"
                | "returned at"
                | "date returned"
                | "date retour"
                | "checkin time"
                | "check in time"
                | "completed at"
                | "completed on"
                | "closed at"
                | "closed on"
                | "close date"
                | "date cloture"
                | "resolved at"
                | "resolved on"
                | "fulfilled at"
                | "fulfillment time"
                | "cancel time"
                | "cancelled at"
                | "canceled at"
                | "cancellation date"
        )
    };
    let found = shape
        .columns
        .iter()
        .filter(|column| column.nullable && column::is_date(column) && ends(&column.name));
    found.filter(|_| !over).map(|column| column.name.clone()).collect()
}

impl Table {
    /// Whether its rows are about a person.
    pub fn is_about(&self) -> bool {
        self.kind.is_some() || !self.leads.subjects.is_empty()
    }

    /// A column.
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}
