//! Sets of documents: the table that lists them, and where the files are.

use vantail_shared::config::{At, Section, Spot, Value};

use super::{
    ColumnName, Conditions, Hop, PerLanguage, Place, Scope, Source, Table, Template, Words, condition, kind,
    language, link,
};

/// A set of documents.
#[derive(Debug, Clone)]
pub struct DocumentSet {
    /// The name that pages use.
    pub id: Spot<String>,
    /// Where its rows stand and how they lead to their person.
    pub source: Source,
    /// Tables that stand beside the set's, one row each.
    pub joins: Vec<Spot<Hop>>,
    /// Which rows are documents.
    pub condition: Option<Spot<Conditions>>,
    /// The columns that name one document.
    pub key: Vec<Spot<String>>,
    /// How a title is written.
    pub title: Spot<Template>,
    /// What sort of document it is.
    pub category: Option<Category>,
    /// What values of the category's column mean.
    pub words: Words,
    /// The column with its date.
    pub date: Option<Spot<ColumnName>>,
    /// Where the file is.
    pub place: Place,
    /// The column with the size in bytes; the document store is asked when there is none.
    pub size: Option<Spot<ColumnName>>,
    /// How the path is written that the file goes to when its person is erased.
    pub archive: Option<Spot<Template>>,
}

/// Where the category of a document comes from.
#[derive(Debug, Clone)]
pub enum Category {
    /// A column.
    Column(Spot<ColumnName>),
    /// The same words for the whole set.
    Words(PerLanguage<String>),
}

impl DocumentSet {
    pub(super) fn read(id: Spot<String>, section: Section<'_>, tables: &[Table]) -> Option<Self> {
        let source = Source::read(&section, tables);
        let joins = link::joins(&section);
        let scope = Scope { tables, own: source.as_ref().map(|source| &source.table.value), joins: &joins };
        let condition = condition::read(&section, "where");
        let key = kind::key(&section);
        let title = Template::required(&section, "title", "title = \"{...}\"", &scope);
        let category = category(&section, &scope);
        let words = language::words(&section, "words");
        let date = scope.read(&section, "date");
        let place = Place::read(&section, &scope);
        let size = scope.read(&section, "size");
        let archive = Template::read(&section, "archive", &scope);
        section.close();
        Some(Self {
            id,
            source: source?,
            condition,
            key: key?,
            title: title?,
            category,
            words,
            date,
            place: place?,
            size,
            archive,
            joins,
        })
    }

    /// Every column that the set reads, beside its key, with its place in the map.
    pub fn columns(&self) -> Vec<(&ColumnName, &At)> {
        let mut columns: Vec<_> = self.title.columns().map(|column| (column, &self.title.at)).collect();
        columns.extend(self.place.columns());
        columns.extend(self.archive.iter().flat_map(|path| path.columns().map(|column| (column, &path.at))));
        let category = match &self.category {
            Some(Category::Column(column)) => Some(column),
            _ => None,
        };
        let single = [category, self.date.as_ref(), self.size.as_ref()];
        columns.extend(single.into_iter().flatten().map(|column| (&column.value, &column.at)));
        columns
    }
}

fn category(section: &Section<'_>, scope: &Scope<'_>) -> Option<Category> {
    let node = section.node("category")?;
    if matches!(node.value, Value::Table(_)) {
        PerLanguage::<String>::optional(section, "category").map(Category::Words)
    } else {
        scope.read(section, "category").map(Category::Column)
    }
}
