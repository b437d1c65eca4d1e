//! Kinds of person: where they stand and how one is shown.

use vantail_shared::config::{Section, Spot, Value};

use super::{PerLanguage, TableName, Template};

/// A kind of person: tenants, owners, patrons.
#[derive(Debug, Clone)]
pub struct Kind {
    /// The name that pages and accounts use.
    pub id: Spot<String>,
    /// What such a person is called.
    pub title: PerLanguage<String>,
    /// The table with one row for each person.
    pub table: Spot<TableName>,
    /// The columns that name one row.
    pub key: Vec<Spot<String>>,
    /// Which rows are of this kind: column and the value that it must have.
    pub only: Vec<(Spot<String>, String)>,
    /// How a person's name is written.
    pub name: Spot<Template>,
    /// The column with the e-mail address.
    pub email: Option<Spot<String>>,
}

impl Kind {
    pub(super) fn read(id: Spot<String>, section: Section<'_>) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let table = table(&section);
        let key = key(&section);
        let only = section.section("only").map(|only| conditions(&only)).unwrap_or_default();
        let name = Template::required(&section, "name", "name = \"{first_name} {last_name}\"");
        let email = section.text("email");
        section.close();
        Some(Self { id, title: title?, table: table?, key: key?, only, name: name?, email })
    }
}

/// Reads `table`, which must be there.
pub(super) fn table(section: &Section<'_>) -> Option<Spot<TableName>> {
    section.required_text("table", "table = \"...\", a table or view of the database")?;
    section
        .parsed("table", "table or schema.table, with double quotes around a name that holds odd characters")
}

/// Reads `key`, which must be there.
pub(super) fn key(section: &Section<'_>) -> Option<Vec<Spot<String>>> {
    let key = section.texts("key");
    if key.is_empty() {
        section.missing("key", "key = [\"...\"], the columns that name one row");
    }
    (!key.is_empty()).then_some(key)
}

fn conditions(section: &Section<'_>) -> Vec<(Spot<String>, String)> {
    let mut conditions = Vec::new();
    for (column, node) in section.entries() {
        let value = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Integer(number) => number.to_string(),
            Value::Boolean(truth) => u8::from(*truth).to_string(),
            other => {
                let problem = format!("is {}", other.kind());
                section.fault(&node.at, column, &problem, "write a text, a whole number, true or false");
                continue;
            }
        };
        conditions.push((column.clone(), value));
    }
    conditions
}
