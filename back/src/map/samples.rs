//! A small map and its database for tests.

use std::path::Path;

use vantail_shared::config::Faults;

use super::{Class, ColumnShape, DataMap, Dialect, ForeignKey, Nature, Schema, TableName, TableShape};

/// A map over [`SCHEMA`].
pub(crate) const MAP: &str = include_str!("samples/map.toml");

/// Its tables.
pub(crate) const SCHEMA: &str = include_str!("samples/schema.sql");

/// A map that uses everything the format has, over [`whole_schema`].
pub(crate) const WHOLE: &str = include_str!("samples/whole.toml");

/// [`MAP`] with documents in a column and in zip files.
pub(crate) fn scans() -> String {
    let map = MAP.replace("[\"own\", \"notices\"]", "[\"own\", \"notices\", \"scans\", \"zipped\"]");
    map + r#"
[documents.scans]
table = "scan"
link = "scan.person_id = person.id"
key = ["id"]
title = "{title}"
blob = "content"
media = "{type}"
name = "{name}"

[documents.zipped]
table = "scan"
link = "scan.person_id = person.id"
where = "name is not null"
key = ["id"]
title = "zipped {title}"
root = "main"
file = "{title}.zip"
member = "{name}"
"#
}

/// Reads a map that must be without fault.
pub(crate) fn map(text: &str) -> DataMap {
    let faults = Faults::new();
    let map = DataMap::parse(Path::new("map.toml"), text, &faults);
    let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    map.unwrap_or_else(|| panic!("{told:#?}"))
}

/// The tables of [`WHOLE`]: a column is `name nature`, then `key`, `unique`, `null`, `made`, `max=N`, `->table`.
const WHOLE_TABLES: &[(&str, &str)] = &[
    (
        "person",
        "id integer key; company truth; status text; deleted_at moment null; address_id integer null ->address; \
         civility text null; name text max=80; email text null unique; phone text; language text; born_on date; \
         note text null; iban text null; initials text null made",
    ),
    ("supplier", "id integer key; name text; address_id integer null ->address"),
    ("address", "id integer key; street text; postcode text max=10; city text"),
    (
        "mandate",
        "id integer key; person_id integer ->person; building_id integer ->building; starts_on date; ends_on date null",
    ),
    ("building", "id integer key; name text; address_id integer ->address"),
    (
        "entry",
        "id integer key; debtor_id integer ->person; creditor_id integer null ->person; made_by integer null ->person; \
         building_id integer ->building; state enum; booked_on date; label text; due decimal",
    ),
    ("entry_history", "entry_id integer; changed_at moment; debtor_id integer; label text"),
    (
        "old.document",
        "id integer key; ref text; title text; kind text; building_id integer; issued_on date null; path text; bytes integer null",
    ),
    ("scan", "id integer key; person_id integer ->person; name text; media text; content bytes"),
    ("\"Journal\"", "id integer key; at moment; kind text; data json; ip other"),
];

/// The schema under [`WHOLE`], as a `PostgreSQL` would tell it.
pub(crate) fn whole_schema() -> Schema {
    let tables = WHOLE_TABLES.iter().map(|(name, columns)| (name.parse().unwrap(), shape(columns))).collect();
    Schema { dialect: Dialect::Postgres, default_schema: Some("public".to_owned()), tables }
}

fn shape(columns: &str) -> TableShape {
    let mut shape = TableShape::default();
    for text in columns.split(';') {
        let mut words = text.split_whitespace();
        let name = words.next().unwrap();
        let (class, nature) = match words.next().unwrap() {
            "integer" => (Class::Number, Nature::Integer),
            "decimal" => (Class::Number, Nature::Decimal(Some(2))),
            "float" => (Class::Number, Nature::Float),
            "text" => (Class::Text, Nature::Text),
            "enum" => (Class::Text, Nature::Enum),
            "truth" => (Class::Number, Nature::Truth),
            "date" => (Class::Moment, Nature::Date),
            "moment" => (Class::Moment, Nature::Moment),
            "json" => (Class::Untyped, Nature::Json),
            "bytes" => (Class::Untyped, Nature::Bytes),
            _ => (Class::Untyped, Nature::Other),
        };
        let mut column = ColumnShape { nature, ..ColumnShape::plain(name, class, false) };
        for word in words {
            match word.split_once(['=', '>']) {
                Some(("max", length)) => column.max_length = length.parse().ok(),
                Some((_, table)) => shape.foreign.push(ForeignKey {
                    columns: vec![name.to_owned()],
                    table: TableName::plain(table),
                    to: vec!["id".to_owned()],
                }),
                None if word == "key" => shape.primary.push(name.to_owned()),
                None if word == "unique" => shape.unique.push(vec![name.to_owned()]),
                None => {
                    column.nullable |= word == "null";
                    column.generated |= word == "made";
                }
            }
        }
        shape.columns.push(column);
    }
    shape
}
