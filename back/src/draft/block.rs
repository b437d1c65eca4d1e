//! What may forbid an erasure: sums that are owed, things that are still going on, persons who answer for others.

use std::collections::BTreeSet;

use super::{
    meaning,
    page::{self, Page, Presentation},
    person::Candidate,
    reference::References,
    sql::Rows,
    table::Table,
    theme::Theme,
    way::Step,
};
use crate::{
    map::{ColumnShape, DataCategory, Schema, TableName, TableShape},
    words::{self, Title},
};

/// Blocks of one draft at the most.
const MAX: usize = 12;
/// Names of columns that hold what is left to pay.
const OWED: &[&str] = &[
    "outstanding",
    "amount outstanding",
    "owed",
    "balance owed",
    "amount owed",
    "balance due",
    "amount due",
    "total due",
    "to pay",
    "left to pay",
    "remaining",
    "remaining amount",
    "amount remaining",
    "unpaid",
    "unpaid amount",
    "open amount",
    "reste du",
    "reste a payer",
    "restant du",
    "solde du",
    "montant du",
    "impaye",
];
/// Words of the tables to which things go when they are over.
const OVER: &[&str] = &["old", "past", "closed", "former", "ancien", "anciens", "ancienne", "anciennes"];

/// A drafted block.
#[derive(Debug, Clone)]
pub struct Block {
    /// Its id.
    pub id: String,
    /// The reason in words.
    pub title: Title,
    /// The kind of person that it speaks of.
    pub kind: usize,
    /// The select.
    pub sql: String,
    /// Every table that it reads.
    pub reads: Vec<TableName>,
}

/// The blocks that tables and pages suggest, what is owed first.
pub fn all(
    schema: &Schema,
    references: &References,
    kinds: &[Candidate],
    tables: &[Table],
    pages: &[Page],
) -> Vec<Block> {
    let mut search = Search { schema, kinds, ids: BTreeSet::new(), blocks: Vec::new() };
    for (at, table) in tables.iter().enumerate().filter(|(_, table)| has_rows(table)) {
        let page = pages.iter().find(|page| page.table == at);
        search.owed(table, page.map(|page| &page.presentation));
    }
    for table in tables.iter().filter(|table| has_rows(table) && table.theme == Theme::Choice) {
        if table.open.is_empty() && is_left(schema, &table.name) {
            search.going_on(table);
        }
    }
    for (at, kind) in kinds.iter().enumerate() {
        search.answers(references, at, kind);
    }
    search.blocks.truncate(MAX);
    search.blocks
}

fn has_rows(table: &Table) -> bool {
    table.kind.is_none() && table.after.is_none() && !table.leads.is_forward && table.count != Some(0)
}

/// Whether another table of the same name and columns takes the rows that are over.
fn is_left(schema: &Schema, name: &TableName) -> bool {
    let singulars = |name: &TableName| -> Vec<String> {
        words::split(&name.name).iter().map(|word| words::singular(word)).collect()
    };
    let (own, shape) = (singulars(name), schema.table(name));
    let is_same = |other: &TableShape| {
        let there = |column: &&ColumnShape| other.column(&column.name).is_some();
        shape.is_some_and(|shape| shape.columns.iter().filter(there).count() * 5 >= shape.columns.len() * 4)
    };
    schema.tables.iter().any(|(other, shape)| {
        let (over, rest): (Vec<String>, Vec<String>) =
            singulars(other).into_iter().partition(|word| OVER.contains(&word.as_str()));
        !over.is_empty() && rest == own && is_same(shape)
    })
}

struct Search<'a> {
    schema: &'a Schema,
    kinds: &'a [Candidate],
    ids: BTreeSet<String>,
    blocks: Vec<Block>,
}

impl Search<'_> {
    fn add(&mut self, base: &str, title: Title, kind: usize, rows: &Rows, sql: String) {
        let id = page::id(base, "block", &mut self.ids);
        self.blocks.push(Block { id, title, kind, sql, reads: distinct(&rows.reads) });
    }

    /// The rows of a table for each kind, by the first way.
    fn rows(&self, table: &Table) -> Vec<(usize, Rows)> {
        let ways = table.leads.subjects.iter().filter_map(|(kind, ways)| Some((*kind, ways.first()?)));
        ways.filter_map(|(kind, way)| Some((kind, Rows::new(self.schema.dialect, way, &self.kinds[kind])?)))
            .collect()
    }

    /// What is left to pay: where a column says so, else what the lines of an account come to.
    fn owed(&mut self, table: &Table, shown: Option<&Presentation>) {
        let called = |name: &str| OWED.contains(&words::split(name).join(" ").as_str());
        let left = table.columns.iter().find(|column| column.format == Some("money") && called(&column.name));
        for (kind, rows) in self.rows(table) {
            let sum = match (left, shown) {
                (Some(left), _) => format!("SUM({})", rows.own(&left.name)),
                (None, Some(Presentation::Statement(amounts, _))) => {
                    let sums: Vec<String> =
                        amounts.iter().map(|amount| format!("SUM({})", rows.own(amount))).collect();
                    match sums.as_slice() {
                        [debit, credit] => format!("COALESCE({debit}, 0) - COALESCE({credit}, 0)"),
                        _ => sums.concat(),
                    }
                }
                _ => continue,
            };
            let title = Title {
                fr: format!("Somme due : {}", lower(&table.title.fr)),
                en: format!("Sum owed: {}", lower(&table.title.en)),
                known: table.title.known,
                sure: table.title.sure,
            };
            self.add(&format!("owed {}", table.title.en), title, kind, &rows, rows.sums(&sum));
        }
    }

    /// A table from which rows go to another one when they are over.
    fn going_on(&mut self, table: &Table) {
        let Some(detail) = self.schema.table(&table.name).and_then(|shape| shape.primary.first().cloned())
        else {
            return;
        };
        for (kind, rows) in self.rows(table) {
            let title = Title {
                fr: format!("En cours : {}", lower(&table.title.fr)),
                en: format!("Still open: {}", lower(&table.title.en)),
                known: table.title.known,
                sure: table.title.sure,
            };
            let select = rows.select(&rows.own(&detail), &[]);
            self.add(&format!("open {}", table.title.en), title, kind, &rows, select);
        }
    }

    /// Persons whom another person names as the one who answers for them.
    fn answers(&mut self, references: &References, at: usize, kind: &Candidate) {
        let own =
            references.of(&kind.table).filter(|reference| reference.to == kind.table && !reference.loose);
        for reference in own {
            let said = words::split(reference.name());
            let family = crate::map::personal::category(reference.name()) == Some(DataCategory::Family);
            if !family && !meaning::answers(&said) {
                continue;
            }
            let pairs = reference.columns.iter().cloned().zip(reference.target.iter().cloned()).collect();
            let step =
                Step { from: kind.table.clone(), to: kind.table.clone(), pairs, words: None, loose: false };
            let Some(rows) = Rows::new(self.schema.dialect, &vec![step], kind) else { continue };
            let title = Title {
                fr: "Répond d’une autre personne".to_owned(),
                en: "Answers for somebody else".to_owned(),
                known: true,
                sure: true,
            };
            let select = rows.select(&rows.own(&kind.key[0]), &[]);
            self.add("answers for others", title, at, &rows, select);
        }
    }
}

fn distinct(tables: &[TableName]) -> Vec<TableName> {
    let mut seen = BTreeSet::new();
    tables.iter().filter(|table| seen.insert(*table)).cloned().collect()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
