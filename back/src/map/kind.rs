//! Kinds of person: where they stand and how one is shown.

use vantail_shared::config::{Section, Spot, Value};

use super::{
    ColumnName, Conditions, Hop, KeptPasswords, PerLanguage, Scope, Table, TableName, Template, condition,
    link, read,
};

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
    /// What else holds of such a row.
    pub condition: Option<Spot<Conditions>>,
    /// Tables that stand beside the person's, one row each.
    pub joins: Vec<Spot<Hop>>,
    /// How a person's name is written.
    pub name: Spot<Template>,
    /// The column with the e-mail address.
    pub email: Option<Spot<ColumnName>>,
    /// The column with the telephone number.
    pub phone: Option<Spot<ColumnName>>,
    /// The lines of the postal address.
    pub postal: Vec<Spot<Template>>,
    /// The column with the language, `fr` or `en`.
    pub language: Option<Spot<ColumnName>>,
    /// The column with the date of birth.
    pub birth: Option<Spot<ColumnName>>,
    /// The column in which a row names another one of the table that is the same human, and that counts.
    pub same_as: Option<Spot<String>>,
    /// Which rows the organisation's own software holds for erased: such a person cannot sign in, but stays in the scope
    /// of privacy work.
    pub erased: Option<Spot<Conditions>>,
    /// Passwords of another system, to be brought over.
    pub legacy: Option<KeptPasswords>,
}

impl Kind {
    pub(super) fn read(id: Spot<String>, section: Section<'_>, tables: &[Table]) -> Option<Self> {
        let title = PerLanguage::<String>::required(&section, "title");
        let table = table(&section);
        let key = key(&section);
        let only = only(&section);
        let condition = condition::read(&section, "where");
        let joins = link::joins(&section);
        let scope = Scope { tables, own: table.as_ref().map(|table| &table.value), joins: &joins };
        let name = Template::required(&section, "name", "name = \"{first_name} {last_name}\"", &scope);
        let [email, phone, language, birth] =
            ["email", "phone", "language", "birth"].map(|key| scope.read(&section, key));
        let postal = section.texts("postal").into_iter();
        let postal = postal.filter_map(|text| Template::of_text(&section, "postal", text, &scope)).collect();
        let same_as = section.text("same_as");
        let erased = condition::read(&section, "erased");
        let legacy = section.section("legacy").and_then(|section| KeptPasswords::read(section, &scope));
        section.close();
        Some(Self {
            id,
            title: title?,
            table: table?,
            key: key?,
            only,
            condition,
            name: name?,
            email,
            phone,
            postal,
            language,
            birth,
            same_as,
            erased,
            legacy,
            joins,
        })
    }
}

/// Reads `table`, which must be there.
pub(super) fn table(section: &Section<'_>) -> Option<Spot<TableName>> {
    let text = section.required_text("table", "table = \"...\", a table or view of the database")?;
    let Some(value) = table_name(&text) else {
        let remedy =
            "write table or schema.table, with double quotes around a name that holds odd characters";
        section.fault(&text.at, "table", &format!("is {:?}", text.value), remedy);
        return None;
    };
    Some(Spot { value, at: text.at })
}

/// A table's name; the id of a view needs no quotes.
pub(super) fn table_name(text: &str) -> Option<TableName> {
    text.parse().ok().or_else(|| read::is_id(text).then(|| TableName::plain(text)))
}

/// Reads `key`, which must be there.
pub(super) fn key(section: &Section<'_>) -> Option<Vec<Spot<String>>> {
    let key = section.texts("key");
    if key.is_empty() {
        section.missing("key", "key = [\"...\"], the columns that name one row");
    }
    (!key.is_empty()).then_some(key)
}

/// Reads `only`.
pub(super) fn only(section: &Section<'_>) -> Vec<(Spot<String>, String)> {
    let Some(section) = section.section("only") else { return Vec::new() };
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
