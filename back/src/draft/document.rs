//! Sets of documents that columns of bytes suggest, and those of paths, which need a root to be named.

use std::collections::BTreeSet;

use super::{bare, page, table::Table};
use crate::{
    map::{ColumnShape, Nature, Schema, TableShape},
    words::Title,
};

/// A drafted set.
#[derive(Debug, Clone)]
pub struct Set {
    /// Its id.
    pub id: String,
    /// What its documents are called.
    pub title: Title,
    /// The number of its table among the drafted ones.
    pub table: usize,
    /// The columns that name one.
    pub key: Vec<String>,
    /// Where the content is.
    pub place: Place,
    /// The column with its name.
    pub name: Option<String>,
    /// The column with its media type.
    pub media: Option<String>,
    /// The column with the ending of its name.
    pub ending: Option<String>,
    /// The column with its day.
    pub day: Option<String>,
}

/// Where the content of a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A column of bytes.
    Blob(String),
    /// A column with a path below a root that the configuration has to name.
    Path(String),
}

impl Set {
    /// Whether its documents stand in the database, where the draft shows them.
    pub fn is_shown(&self) -> bool {
        matches!(self.place, Place::Blob(_))
    }
}

/// The sets of these tables.
pub fn all(schema: &Schema, tables: &[Table]) -> Vec<Set> {
    let mut ids = BTreeSet::new();
    let about = tables.iter().enumerate().filter(|(_, table)| {
        table.kind.is_none()
            && !table.leads.subjects.is_empty()
            && !table.leads.is_forward
            && table.after.is_none()
    });
    about
        .filter_map(|(at, table)| {
            let shape = schema.table(&table.name)?;
            let place = place(shape)?;
            if shape.best_key().is_empty() {
                return None;
            }
            Some(Set {
                id: page::id(&table.title.en, "set", &mut ids),
                title: table.title.clone(),
                table: at,
                key: shape.best_key().to_vec(),
                place,
                name: called(
                    shape,
                    &[
                        "file name",
                        "nom fichier",
                        "name",
                        "title",
                        "label",
                        "nom",
                        "titre",
                        "libelle",
                        "filename",
                        "original name",
                    ],
                ),
                media: called(
                    shape,
                    &[
                        "file type",
                        "type fichier",
                        "mimetype",
                        "mime type",
                        "content type",
                        "media type",
                        "mime",
                    ],
                ),
                ending: called(shape, &["extension", "file extension", "ext", "format"]),
                day: table.day.clone().or_else(|| uploaded(shape)),
            })
        })
        .collect()
}

fn place(shape: &TableShape) -> Option<Place> {
    let usable = |column: &&ColumnShape| page::is_sane(&column.name);
    if let Some(blob) = shape.columns.iter().filter(usable).find(|column| column.nature == Nature::Bytes) {
        return Some(Place::Blob(blob.name.clone()));
    }
    called(shape, &["path", "file path", "chemin", "fichier", "file", "storage path"]).map(Place::Path)
}

fn called(shape: &TableShape, names: &[&str]) -> Option<String> {
    let texts =
        || shape.columns.iter().filter(|column| column.nature == Nature::Text && page::is_sane(&column.name));
    names.iter().find_map(|name| {
        texts().find(|column| bare::of(shape, &column.name) == *name).map(|column| column.name.clone())
    })
}

fn uploaded(shape: &TableShape) -> Option<String> {
    shape.columns.iter().find(|column| super::column::is_date(column)).map(|column| column.name.clone())
}
