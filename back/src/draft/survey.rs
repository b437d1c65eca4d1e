//! Asks the live values what a draft wants to know. What cannot be answered in time stays unknown.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use super::{
    bare,
    guess::Questions,
    reference::tables,
    sample::{Column, Overlap, Samples},
};
use crate::{
    business::Business,
    map::{Class, ColumnShape, Dialect, Nature, Schema, TableName, TableShape},
    query::{Answer, AnswerRow, Statement, survey},
    words,
};

/// How long values are asked for in all: a draft is a matter of seconds.
const PATIENCE: Duration = Duration::from_mins(1);
/// Columns that are asked for their words at the most.
const MAX_WORDS: usize = 400;
/// Columns of one table that are asked for days at the most.
const MAX_TIMES: usize = 40;
/// Longest word that is one of a list, in characters.
const MAX_WORD: usize = 40;

/// Someone who asks for values until patience ends.
#[derive(Debug)]
pub struct Survey<'a> {
    business: &'a Business,
    schema: &'a Schema,
    end: Instant,
}

impl<'a> Survey<'a> {
    /// Begins now.
    pub fn new(business: &'a Business, schema: &'a Schema) -> Self {
        Self { business, schema, end: Instant::now() + PATIENCE }
    }

    async fn ask(&self, statement: Option<Statement>) -> Answer {
        match statement {
            Some(statement) if Instant::now() < self.end => {
                self.business.read_one(statement).await.unwrap_or_default()
            }
            _ => Answer::default(),
        }
    }

    /// Answers to questions.
    pub async fn answer(&self, questions: &Questions, samples: &mut Samples) {
        for (here, there) in &questions.overlaps {
            if samples.overlaps.contains_key(&(here.clone(), there.clone())) {
                continue;
            }
            let answer = self.ask(survey::overlap(self.schema, place(here), place(there))).await;
            if let Some(overlap) = answer.first().and_then(overlap) {
                samples.overlaps.insert((here.clone(), there.clone()), overlap);
            }
        }
        for (here, word, there) in &questions.kinds {
            if samples.kinds.contains_key(&(here.clone(), word.clone(), there.clone())) {
                continue;
            }
            let answer =
                self.ask(survey::overlap_by_word(self.schema, place(here), word, place(there))).await;
            let mut words: Vec<(String, Overlap)> =
                answer.rows().filter_map(|mut row| Some((row.text()?.to_owned(), overlap(row)?))).collect();
            words.sort_by(|a, b| a.0.cmp(&b.0));
            if words.len() as u64 <= survey::WORDS {
                samples.kinds.insert((here.clone(), word.clone(), there.clone()), words);
            }
        }
        for column in &questions.shares {
            if samples.shares.contains_key(column) {
                continue;
            }
            let answer = self.ask(survey::share(self.schema, place(column))).await;
            if let Some(overlap) = answer.first().and_then(overlap) {
                samples.shares.insert(column.clone(), (overlap.sampled, overlap.found));
            }
        }
    }

    /// Fills in which tables are empty where the catalog does not know.
    pub async fn counts(&self) -> BTreeMap<TableName, u64> {
        let mut counts = BTreeMap::new();
        let unknown = tables(self.schema).filter(|(_, shape)| shape.rows.is_none_or(|rows| rows == 0));
        for (name, _) in unknown {
            let answer = self.ask(survey::rows(self.schema, name)).await;
            let count = answer.first().and_then(|mut row| row.text()?.parse().ok());
            counts.extend(count.map(|count| (name.clone(), count)));
        }
        counts
    }

    /// The columns of text whose values are days or moments, and which of both they are.
    pub async fn times(&self) -> Vec<(Column, Nature)> {
        let mut found = Vec::new();
        for (name, shape) in tables(self.schema).filter(|(_, shape)| shape.rows != Some(0)) {
            let dialect = self.schema.dialect;
            let texts = shape.columns.iter().filter(|column| may_be_time(dialect, column));
            for column in texts.take(MAX_TIMES) {
                let answer = self.ask(survey::times(self.schema, (name, &column.name))).await;
                if let Some(nature) = answer.first().and_then(time) {
                    found.push(((name.clone(), column.name.clone()), nature));
                }
            }
        }
        found
    }

    /// The columns of a table in which nothing stands. Of a large table nothing is said: its oldest rows come first, and lack
    /// what was added later.
    pub async fn empty(&self, table: &TableName, shape: &TableShape, samples: &mut Samples) {
        let columns: Vec<&ColumnShape> = shape.columns.iter().filter(|column| column.nullable).collect();
        let answer = self.ask(survey::filled(self.schema, table, &columns)).await;
        let Some(mut row) = answer.first() else { return };
        let is_whole =
            row.text().and_then(|rows| rows.parse().ok()).is_some_and(|rows: u64| rows < survey::ROWS);
        for column in columns {
            if row.text() == Some("0") && is_whole {
                samples.empty.insert((table.clone(), column.name.clone()));
            }
        }
    }

    /// The words of the columns of a table that look like lists of words.
    pub async fn words(&self, table: &TableName, shape: &TableShape, samples: &mut Samples) {
        for column in shape.columns.iter().filter(|column| is_list(shape, column)) {
            if samples.words.len() >= MAX_WORDS {
                return;
            }
            let answer = self.ask(survey::words(self.schema, (table, &column.name))).await;
            let mut found: Vec<String> =
                answer.rows().filter_map(|mut row| row.text().map(str::to_owned)).collect();
            found.sort();
            let short = found.iter().all(|word| !word.is_empty() && word.chars().count() <= MAX_WORD);
            if short && !found.is_empty() && found.len() as u64 <= survey::WORDS {
                samples.words.insert((table.clone(), column.name.clone()), found);
            }
        }
    }
}

fn place(column: &Column) -> (&TableName, &str) {
    (&column.0, &column.1)
}

fn overlap(mut row: AnswerRow<'_>) -> Option<Overlap> {
    let mut number = || row.text()?.parse().ok();
    Some(Overlap { sampled: number()?, found: number()? })
}

/// What texts are of which all that hold anything are days, or all are moments.
fn time(mut row: AnswerRow<'_>) -> Option<Nature> {
    let mut number = || row.text()?.parse::<u64>().ok();
    let (texts, days, moments) = (number()?, number()?, number()?);
    match texts {
        0 => None,
        _ if texts == days => Some(Nature::Date),
        // A day among moments is one at midnight.
        _ if texts == days + moments => Some(Nature::Moment),
        _ => None,
    }
}

/// Whether a text may be a day: in `SQLite`, which has no type for them, any; elsewhere one that is called like it.
fn may_be_time(dialect: Dialect, column: &ColumnShape) -> bool {
    const TIMES: &[&str] = &[
        "date",
        "dt",
        "dat",
        "day",
        "jour",
        "birth",
        "naissance",
        "dob",
        "born",
        "since",
        "until",
        "start",
        "end",
        "debut",
        "fin",
        "begin",
        "from",
        "depuis",
        "echeance",
        "due",
        "expiry",
        "time",
        "on",
        "at",
        "le",
    ];
    let is_text = column.class == Class::Text && column.nature == Nature::Text;
    let fits = column.max_length.is_none_or(|length| (10..=40).contains(&length));
    let said = || words::split(&column.name).iter().any(|word| TIMES.contains(&word.as_str()));
    is_text && fits && !column.generated && (dialect == Dialect::Sqlite || said())
}

/// Whether a column is called like a list of words: never one that could name somebody.
pub fn is_list(shape: &TableShape, column: &ColumnShape) -> bool {
    const LISTS: &[&str] = &[
        "type",
        "status",
        "state",
        "kind",
        "category",
        "code",
        "module",
        "action",
        "stage",
        "statut",
        "etat",
        "nature",
        "mode",
        "way",
        "found",
        "priority",
        "gender",
        "genre",
        "sex",
        "sexe",
        "transport",
    ];
    let last = bare::of(shape, &column.name).rsplit(' ').next().is_some_and(|word| LISTS.contains(&word));
    let is_text = column.class == Class::Text && matches!(column.nature, Nature::Text | Nature::Other);
    // One letter says yes or no, or which of a few.
    let is_letter = is_text && column.max_length == Some(1);
    column.nature == Nature::Enum || is_letter || (last && (is_text || column.nature == Nature::Integer))
}
