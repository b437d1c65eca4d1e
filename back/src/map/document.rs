//! Sets of documents: the table that lists them, and where the files are.

use vantail_shared::config::{Section, Spot};

use super::{PerLanguage, Source, Template, kind};

/// A set of documents.
#[derive(Debug, Clone)]
pub struct DocumentSet {
    /// The name that pages use.
    pub id: Spot<String>,
    /// Where its rows stand and how they lead to their person.
    pub source: Source,
    /// The columns that name one document.
    pub key: Vec<Spot<String>>,
    /// How a title is written.
    pub title: Spot<Template>,
    /// What sort of document it is.
    pub category: Option<Category>,
    /// The column with its date.
    pub date: Option<Spot<String>>,
    /// How the file's path below its root is written.
    pub file: Spot<Template>,
    /// The name of the root, as the back's configuration has it.
    pub root: Spot<String>,
    /// The column with the size in bytes; the document store is asked when there is none.
    pub size: Option<Spot<String>>,
}

/// Where the category of a document comes from.
#[derive(Debug, Clone)]
pub enum Category {
    /// A column.
    Column(Spot<String>),
    /// The same words for the whole set.
    Words(PerLanguage<String>),
}

impl DocumentSet {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let source = Source::read(&section);
        let key = kind::key(&section);
        let title = Template::required(&section, "title", "title = \"{...}\"");
        let category = category(&section);
        let date = section.text("date");
        let file = Template::required(&section, "file", "file = \"{...}\", the path below the root");
        let root = section.required_text("root", "root = \"...\", a root of the back's configuration");
        let size = section.text("size");
        section.close();
        Some(Self {
            id,
            source: source?,
            key: key?,
            title: title?,
            category,
            date,
            file: file?,
            root: root?,
            size,
        })
    }

    /// Every column that the set reads.
    pub fn columns(&self) -> Vec<(&str, &vantail_shared::config::At)> {
        let mut columns: Vec<_> = self.key.iter().map(|column| (column.as_str(), &column.at)).collect();
        columns.extend(self.title.columns().map(|column| (column, &self.title.at)));
        columns.extend(self.file.columns().map(|column| (column, &self.file.at)));
        let category = match &self.category {
            Some(Category::Column(column)) => Some(column),
            _ => None,
        };
        let single = [category, self.date.as_ref(), self.size.as_ref()];
        columns.extend(single.into_iter().flatten().map(|column| (column.as_str(), &column.at)));
        columns
    }
}

fn category(section: &Section<'_>) -> Option<Category> {
    let node = section.node("category")?;
    if matches!(node.value, vantail_shared::config::Value::Table(_)) {
        PerLanguage::<String>::optional(section, "category").map(Category::Words)
    } else {
        section.text("category").map(Category::Column)
    }
}
