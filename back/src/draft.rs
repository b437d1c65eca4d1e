//! A first map for a database that nobody has described yet: by names, types, keys, and a look at some values. It asks
//! for nothing, guesses everything, marks what was guessed, and passes the check as it is.

pub mod bare;
pub mod beside;
pub mod block;
pub mod chart;
pub mod column;
pub mod copy;
pub mod document;
pub mod group;
pub mod guess;
pub mod label;
pub mod log;
pub mod meaning;
pub mod page;
pub mod person;
pub mod postal;
pub mod reference;
pub mod role;
pub mod sample;
pub mod sql;
pub mod survey;
pub mod table;
pub mod theme;
pub mod toml;
pub mod way;
mod write;

use std::collections::BTreeMap;

use copy::copies;
use person::Candidate;
use reference::{Reference, References};
use sample::Samples;
use vantail_shared::failure::Failure;

use crate::{
    business::Business,
    map::{Schema, TableKind, TableName},
};

/// A first map, before it is written.
#[derive(Debug)]
pub struct Draft {
    /// The kinds of person.
    pub kinds: Vec<Candidate>,
    /// Tables that were almost taken for such.
    pub others: Vec<Candidate>,
    /// Tables worth declaring.
    pub tables: Vec<table::Table>,
    /// Pages.
    pub pages: Vec<page::Page>,
    /// Roles.
    pub roles: Vec<role::Role>,
    /// Sets of documents.
    pub documents: Vec<document::Set>,
    /// Things that persons share.
    pub groups: Vec<group::Group>,
    /// What may forbid an erasure.
    pub blocks: Vec<block::Block>,
    /// Tables of traces.
    pub logs: Vec<log::Log>,
    /// Views, which show the same data once more.
    pub views: Vec<TableName>,
    /// Words of columns.
    pub words: BTreeMap<sample::Column, Vec<String>>,
}

/// Looks at a live database. `asked` names the tables of persons; none to have them found.
///
/// # Errors
/// `Unavailable` when the database is away.
pub async fn draft(business: &Business, asked: &[TableName]) -> Result<Draft, Failure> {
    let mut schema = business.schema().await?;
    for (name, count) in survey::Survey::new(business, &schema).counts().await {
        if let Some(shape) = schema.tables.get_mut(&name) {
            shape.rows = Some(count);
        }
    }
    // What all values of a column are is what it holds, whatever its type says.
    for ((table, column), nature) in survey::Survey::new(business, &schema).times().await {
        let columns = schema.tables.get_mut(&table).into_iter().flat_map(|shape| &mut shape.columns);
        for shape in columns.filter(|shape| shape.name == column) {
            shape.nature = nature;
        }
    }
    let survey = survey::Survey::new(business, &schema);
    let mut samples = Samples::default();
    let mut found: Vec<Reference> = Vec::new();
    // What leads to persons shows who they are, and who they are shows what leads to them: twice is enough.
    for _ in 0..2 {
        let references = References::new(&schema, found.clone());
        let copies = copies(&schema, &references);
        let (kinds, _) = person::find(&schema, &references, &copies, asked, &samples);
        survey.answer(&guess::Questions::new(&schema, &references, &kinds), &mut samples).await;
        found = guess::confirmed(&schema, &samples, &kinds);
    }
    let draft = first(&schema, asked, &samples);
    for table in draft.tables.iter().filter(|table| table.is_about() && table.count != Some(0)) {
        if let Some(shape) = schema.table(&table.name) {
            survey.words(&table.name, shape, &mut samples).await;
            survey.empty(&table.name, shape, &mut samples).await;
        }
    }
    Ok(first(&schema, asked, &samples))
}

/// The draft that a schema and a look at its values give: the same for the same.
pub fn first(schema: &Schema, asked: &[TableName], samples: &Samples) -> Draft {
    let mut references = References::new(schema, Vec::new());
    let mut repeated = copies(schema, &references);
    let (mut kinds, _) = person::find(schema, &references, &repeated, asked, samples);
    references = References::new(schema, guess::confirmed(schema, samples, &kinds));
    repeated.extend(copies(schema, &references));
    let (found, others) = person::find(schema, &references, &repeated, asked, samples);
    kinds = found;
    let others =
        others.into_iter().filter(|other| kinds.iter().all(|kind| kind.table != other.table)).collect();
    let leads = way::find(schema, &references, &kinds, &repeated, samples);
    let tables = table::all(schema, &references, &kinds, &leads, &repeated);
    let documents = document::all(schema, &tables);
    // Of a table of files and nothing else a list says nothing more.
    let files = |set: &&document::Set| set.is_shown() && tables[set.table].theme == theme::Theme::Documents;
    let shown = documents.iter().filter(files).map(|set| set.table).collect();
    let pages = page::all(schema, &references, &kinds, &tables, samples, &shown);
    let views = schema.tables.iter().filter(|(_, shape)| shape.kind == TableKind::View);
    let roles = role::all(schema, &tables);
    Draft {
        groups: group::all(schema, &references, &kinds, &tables, &roles, &documents),
        blocks: block::all(schema, &references, &kinds, &tables, &pages),
        logs: log::all(schema, &tables),
        roles,
        documents,
        views: views.map(|(name, _)| name.clone()).collect(),
        words: samples.words.clone(),
        kinds,
        others,
        tables,
        pages,
    }
}

#[cfg(test)]
mod tests;
