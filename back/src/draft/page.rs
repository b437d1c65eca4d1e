//! The pages of a draft: one for each table about a person, and one for the person.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    beside::{Beside, side_by_side, title_of},
    column::{self, Column},
    label::{self, Label},
    meaning,
    person::Candidate,
    reference::{Reference, References},
    sample::Samples,
    table::Table,
    theme::Theme,
};
use crate::{
    map::{Class, ColumnShape, DataCategory, Nature, Schema, TableShape},
    words::{self, Title},
};

/// Pages of one draft at the most.
const MAX: usize = 60;
/// Columns of an order at the most.
const MAX_ORDER: usize = 4;
/// Fields of a person at the most.
const FIELDS: usize = 90;
/// Columns of an opened row at the most.
const OPENED: usize = 60;

/// A drafted page.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Title,
    /// How it looks.
    pub presentation: Presentation,
    /// The kinds of person it is for.
    pub kinds: Vec<usize>,
    /// The number of its table among the drafted ones.
    pub table: usize,
    /// Joined tables, in order.
    pub joins: Vec<Reference>,
    /// The columns, in order.
    pub columns: Vec<Cell>,
    /// The columns of an opened row; none when it shows no more.
    pub detail: Vec<Cell>,
    /// The order, ending in the key.
    pub order: Vec<String>,
    /// Columns to search.
    pub search: Vec<String>,
    /// Columns to filter by.
    pub filter: Vec<String>,
    /// Columns to sum.
    pub totals: Vec<String>,
}

/// How a page looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presentation {
    /// Fields of one row.
    Record,
    /// A table.
    List,
    /// A table with a running balance: of one amount, or of a debit and a credit. The balance where a column keeps it.
    Statement(Vec<String>, Option<String>),
}

/// A column of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Of the page's table.
    Own(String),
    /// Of a joined table.
    Joined(String, Title),
}

/// All pages. The tables of `documents` are shown as such.
pub fn all(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    tables: &[Table],
    samples: &Samples,
    documents: &BTreeSet<usize>,
) -> Vec<Page> {
    let mut pages = Vec::new();
    let mut ids = BTreeSet::new();
    // Persons are named by nobody's page but theirs, and so is what they point to.
    let persons: BTreeSet<_> = kinds.iter().map(|kind| kind.table.clone()).collect();
    let shared = tables.iter().filter(|table| table.leads.is_forward).map(|table| table.name.clone());
    let barred: BTreeSet<_> = persons.iter().cloned().chain(shared).collect();
    let forward: BTreeMap<_, _> =
        tables.iter().filter(|table| table.leads.is_forward).map(|table| (&table.name, table)).collect();
    for at in worth_a_page(tables).into_iter().filter(|at| !documents.contains(at)) {
        let table = &tables[at];
        let Some(shape) = schema.table(&table.name) else { continue };
        let labels = label::find(
            schema,
            references,
            &table.name,
            if table.kind.is_some() { &persons } else { &barred },
        );
        let whole: Vec<(Label, &Table)> = whole(references, table, &forward);
        let subjects = table.leads.subjects.keys();
        let is_joined = subjects.into_iter().any(|kind| kinds[*kind].same_as.is_some());
        let Some(mut page) = lay((references, samples), (shape, table), is_joined, &labels, &whole) else {
            continue;
        };
        page.table = at;
        page.kinds =
            table.kind.map_or_else(|| table.leads.subjects.keys().copied().collect(), |kind| vec![kind]);
        page.id = id(&page.title.en, "page", &mut ids);
        pages.push(page);
    }
    // The person's own page stands last in the menu.
    pages.sort_by_key(|page| page.presentation == Presentation::Record);
    pages
}

/// The tables that people would rather see, as many as a menu bears, in their order.
fn worth_a_page(tables: &[Table]) -> Vec<usize> {
    let is_seen = |table: &Table| table.is_about() && !table.leads.is_forward && table.count != Some(0);
    let mut worth: Vec<usize> = (0..tables.len()).filter(|at| is_seen(&tables[*at])).collect();
    worth.sort_by_key(|at| {
        let table = &tables[*at];
        let nearest = table.leads.subjects.values().flatten().map(Vec::len).min();
        let names =
            |column: &Column| matches!(column.category, DataCategory::Contact | DataCategory::Identity);
        let says_little = table.theme == Theme::Other && !table.columns.iter().any(names);
        (table.kind.is_none(), says_little, table.after.is_some(), nearest)
    });
    worth.truncate(MAX);
    worth.sort_unstable();
    worth
}

/// The columns of what the person points to.
fn whole<'t>(
    references: &References,
    table: &Table,
    forward: &BTreeMap<&crate::map::TableName, &'t Table>,
) -> Vec<(Label, &'t Table)> {
    if table.kind.is_none() {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let pointed =
        references.of(&table.name).filter_map(|reference| Some((reference, *forward.get(&reference.to)?)));
    let pointed = pointed.filter(|(reference, _)| seen.insert(reference.to.clone()));
    let columns = pointed.flat_map(|(reference, other)| {
        other.columns.iter().filter(|column| column.shown && column.category.is_personal()).map(
            move |column| {
                let label = Label {
                    hops: vec![reference.clone()],
                    table: reference.to.clone(),
                    column: column.name.clone(),
                    names: true,
                };
                (label, other)
            },
        )
    });
    columns.collect()
}

/// A page of these columns; `None` when there is nothing to show, or no order that tells rows apart. `is_joined`: some of its
/// persons may be in several rows.
fn lay(
    (references, samples): (&References, &Samples),
    (shape, table): (&TableShape, &Table),
    is_joined: bool,
    labels: &[Label],
    whole: &[(Label, &Table)],
) -> Option<Page> {
    let is_empty = |column: &Column| samples.empty.contains(&(table.name.clone(), column.name.clone()));
    // Who typed a row, and when, says nothing to whom it is about.
    let is_aside = |column: &Column| {
        table.kind.is_none()
            && table.day.as_ref() != Some(&column.name)
            && (column::is_made(shape, &column.name) || meaning::acts(&words::split(&column.name)))
    };
    let shown =
        |column: &&Column| column.shown && is_sane(&column.name) && !is_empty(column) && !is_aside(column);
    let mut own: Vec<&Column> = table.columns.iter().filter(shown).collect();
    // When a row was made says nothing by itself.
    if own.iter().all(|column| column::is_made(shape, &column.name)) && labels.is_empty() {
        return None;
    }
    let presentation = presentation(table, is_joined, &own);
    let is_day =
        |column: &Column| presentation != Presentation::Record && table.day.as_ref() == Some(&column.name);
    own.sort_by_key(|column| (!is_day(column), weight(shape, column)));
    let amounts = match &presentation {
        Presentation::Statement(amounts, balance) => amounts.iter().chain(balance).cloned().collect(),
        _ => Vec::new(),
    };
    let mut joins = Vec::new();
    let mut joined: Vec<Beside> = Vec::new();
    for (label, names) in
        whole.iter().map(|(label, _)| (label, true)).chain(labels.iter().map(|label| (label, label.names)))
    {
        let name = joined_name(label);
        if joined.iter().any(|beside| matches!(&beside.cell, Cell::Joined(other, _) if *other == name)) {
            continue;
        }
        for hop in &label.hops {
            if !joins.contains(hop) {
                joins.push(hop.clone());
            }
        }
        let title = if label.names && whole.is_empty() {
            title_of(&label.column, &references.called(&label.table))
        } else {
            words::of_column(&label.column)
        };
        joined.push(Beside { cell: Cell::Joined(name, title), names, is_near: label.hops.len() == 1 });
    }
    own.retain(|column| !amounts.contains(&column.name));
    // The date, then the words for what it is about, then the rest; of a person everything of their own first.
    let first = if presentation == Presentation::Record { own.len() } else { 1 };
    let mut everything = own.iter().take(first).map(|column| column.cell()).collect::<Vec<_>>();
    everything.extend(joined.iter().map(|beside| beside.cell.clone()));
    everything.extend(own.iter().skip(first).map(|column| column.cell()));
    everything.truncate(if presentation == Presentation::Record { FIELDS } else { OPENED });
    let (columns, detail) = if presentation == Presentation::Record {
        (everything, Vec::new())
    } else {
        let beside = side_by_side(&own, &joined);
        let more = everything.len() > beside.len();
        (beside, if more && shape.kind_has_key() { everything } else { Vec::new() })
    };
    if columns.is_empty() {
        return None;
    }
    let order = order(shape, table, &presentation)?;
    let is_list = presentation == Presentation::List;
    let texts = columns.iter().filter_map(|cell| match cell {
        Cell::Joined(name, _) => Some(name.clone()),
        Cell::Own(name) => shape.column(name).filter(|column| is_prose(column)).map(|_| name.clone()),
    });
    let search: Vec<String> = texts.take(3).collect();
    let filter =
        table.day.iter().filter(|day| columns.contains(&Cell::Own((*day).clone()))).cloned().collect();
    let totals = own
        .iter()
        .filter(|column| column.format == Some("money") && columns.contains(&Cell::Own(column.name.clone())));
    let totals: Vec<String> = totals.map(|column| column.name.clone()).collect();
    Some(Page {
        id: String::new(),
        title: table.title.clone(),
        kinds: Vec::new(),
        table: 0,
        joins,
        order,
        search: if is_list { search } else { Vec::new() },
        filter: if is_list { filter } else { Vec::new() },
        totals: if is_list { totals } else { Vec::new() },
        presentation,
        columns,
        detail,
    })
}

/// Whether a name can stand in every place of a page.
pub fn is_sane(name: &str) -> bool {
    let odd = |c: char| matches!(c, '.' | '"' | '{' | '}') || c.is_control();
    !name.contains(odd) && !name.starts_with('-') && name.trim() == name
}

fn joined_name(label: &Label) -> String {
    let table = super::toml::table(&crate::map::TableName::plain(&label.table.name));
    let table = match &label.table.schema {
        Some(schema) => format!("{}.{table}", super::toml::name(schema)),
        None => table,
    };
    format!("{table}.{}", super::toml::name(&label.column))
}

/// Words first, then numbers, amounts last.
fn weight(shape: &TableShape, column: &Column) -> (u8, usize) {
    let place = shape.columns.iter().position(|own| own.name == column.name).unwrap_or(usize::MAX);
    let group = match column.format {
        Some("money") => 3,
        Some("yes-no") => 4,
        _ if shape.column(&column.name).is_some_and(|own| {
            own.max_length.is_none() && own.nature == Nature::Text && column.format == Some("lines")
        }) =>
        {
            2
        }
        _ => 1,
    };
    (group, place)
}

fn is_prose(column: &ColumnShape) -> bool {
    column.class == Class::Text
        && column.nature == Nature::Text
        && column.max_length.is_none_or(|length| length > 30)
}

fn presentation(table: &Table, is_joined: bool, own: &[&Column]) -> Presentation {
    if table.kind.is_some() {
        return Presentation::Record;
    }
    let words = words::split(&table.name.name);
    let said = |column: &&&Column, names: &[&str]| {
        column.format == Some("money") && names.contains(&words::split(&column.name).join(" ").as_str())
    };
    let one =
        |names: &[&str]| own.iter().find(|column| said(column, names)).map(|column| column.name.clone());
    let is_ledger = words.iter().any(|word| {
        matches!(
            word.as_str(),
            "line"
                | "lines"
                | "entry"
                | "entries"
                | "ledger"
                | "statement"
                | "ecriture"
                | "ecritures"
                | "transaction"
                | "transactions"
                | "movement"
                | "movements"
                | "mouvement"
        )
    });
    if table.theme != Theme::Finance && !is_ledger || table.day.is_none() {
        return Presentation::List;
    }
    // No word alone says it: a balance may be what is left to pay of the line. Behind a line there may be several accounts.
    let is_one =
        !is_joined && table.leads.subjects.values().all(|ways| ways.len() == 1 && ways[0].len() == 1);
    let kept = one(&[
        "balance after",
        "running balance",
        "new balance",
        "solde apres",
        "nouveau solde",
        "solde progressif",
    ])
    .filter(|_| is_one);
    if let (Some(debit), Some(credit)) = (one(&["debit", "debit cents"]), one(&["credit", "credit cents"])) {
        return Presentation::Statement(vec![debit, credit], kept);
    }
    match one(&["amount", "montant", "amount cents", "montant cents"]) {
        Some(amount) if is_ledger => Presentation::Statement(vec![amount], kept),
        _ => Presentation::List,
    }
}

/// Newest first, ending in the key. A table without a key is ordered by what it has.
fn order(shape: &TableShape, table: &Table, presentation: &Presentation) -> Option<Vec<String>> {
    let down = if *presentation == Presentation::Record { "" } else { "-" };
    let day = table.day.iter().filter(|_| *presentation != Presentation::Record);
    let mut names: Vec<String> = day.cloned().collect();
    let key: Vec<String> = if shape.best_key().is_empty() {
        let usable = shape
            .columns
            .iter()
            .filter(|column| !matches!(column.nature, Nature::Bytes | Nature::Json | Nature::Other));
        usable
            .filter(|column| Some(&column.name) != table.day.as_ref())
            .take(3)
            .map(|column| column.name.clone())
            .collect()
    } else {
        shape.best_key().to_vec()
    };
    for name in key {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    // A key that leaves no place for the day is an order by itself.
    if names.len() > MAX_ORDER {
        names = shape.best_key().to_vec();
    }
    if names.is_empty() || names.len() > MAX_ORDER || !names.iter().all(|name| is_sane(name)) {
        return None;
    }
    Some(names.into_iter().map(|name| format!("{down}{name}")).collect())
}

/// An id of its own, from words; after `otherwise` where these begin with no letter.
pub fn id(words: &str, otherwise: &str, taken: &mut BTreeSet<String>) -> String {
    let letters: String = words
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
        .collect();
    let parts: Vec<&str> = letters.split('-').filter(|part| !part.is_empty()).collect();
    let mut base: String = parts.join("-").chars().take(36).collect();
    if !base.starts_with(|c: char| c.is_ascii_lowercase()) {
        base = format!("{otherwise}-{base}");
    }
    let base = base.trim_matches('-').to_owned();
    let numbered = (2..).map(|number| format!("{base}-{number}"));
    let id = std::iter::once(base.clone()).chain(numbered).find(|id| !taken.contains(id)).unwrap_or(base);
    taken.insert(id.clone());
    id
}

impl TableShape {
    /// Whether a row can be named.
    fn kind_has_key(&self) -> bool {
        !self.best_key().is_empty()
    }
}

/// Whether the column counts cents.
pub fn unit(column: &str) -> &'static str {
    if column::is_cents(&words::split(column)) { "cents" } else { "main" }
}
