//! A TOML file as a tree that keeps places and the order of the file.

use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::fault::{At, Faults, Spot};

/// A value of a TOML file and its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub at: At,
}

/// The kinds of values that configurations and maps use.
#[derive(Debug, Clone)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Table),
    /// A fractional number or a date: nothing of ours takes one; the type's name is kept for the fault.
    Other(&'static str),
}

impl Value {
    /// The type in words.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Boolean(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(kind) => kind,
        }
    }
}

/// Keys and values in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Table(pub Vec<(Spot<String>, Node)>);

impl Table {
    fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.0.iter_mut().find(|(name, _)| name.value == key).map(|(_, node)| node)
    }

    /// Lays another table over this one: tables are joined key by key, anything else of `over` takes the place of what
    /// is here. Every value keeps its own place in its own file.
    pub fn lay_over(&mut self, over: Self) {
        for (name, node) in over.0 {
            match (self.get_mut(&name.value), node.value) {
                (Some(Node { value: Value::Table(below), at }), Value::Table(above)) => {
                    below.lay_over(above);
                    *at = node.at;
                }
                (Some(below), value) => *below = Node { value, at: node.at },
                (None, value) => self.0.push((name, Node { value, at: node.at })),
            }
        }
    }
}

/// A whole file.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file's name, for faults about the file as a whole.
    pub at: At,
    /// Its content.
    pub root: Table,
}

impl Document {
    /// Parses `text`; every error of syntax is noted.
    pub fn parse(path: &Path, text: &str, faults: &Faults) -> Option<Self> {
        let places = Places::new(path, text);
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let at = error.span().map_or_else(|| At::file(path), |span| places.at(span.start));
            faults.note(&at, error.message().replace('\n', ", "), "mend the TOML syntax here");
        }
        errors.is_empty().then(|| Self { at: At::file(path), root: places.table(table.get_ref()) })
    }

    /// Lets environment variables override keys: `PREFIX_TABLE__KEY=value`. The value is read as TOML, and as plain
    /// text when it is none.
    pub fn overlay(&mut self, prefix: &str, variables: impl IntoIterator<Item = (String, String)>) {
        for (name, text) in variables {
            let Some(path) = name.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')) else {
                continue;
            };
            let at = At::file(Path::new(&format!("environment variable {name}")));
            let keys: Vec<String> = path.split("__").map(str::to_lowercase).collect();
            let value = DeValue::parse(&text).map_or_else(
                |_| Value::Text(text.clone()),
                |value| Places::new(Path::new(&name), &text).value(value.get_ref()),
            );
            insert(&mut self.root, &keys, Node { value: relocated(value, &at), at });
        }
    }
}

fn insert(table: &mut Table, keys: &[String], node: Node) {
    let Some((first, rest)) = keys.split_first() else { return };
    if table.get_mut(first).is_none() {
        let empty = Node { value: Value::Table(Table::default()), at: node.at.clone() };
        table.0.push((Spot { value: first.clone(), at: node.at.clone() }, empty));
    }
    let Some(place) = table.get_mut(first) else { return };
    if rest.is_empty() {
        *place = node;
    } else if let Value::Table(inner) = &mut place.value {
        insert(inner, rest, node);
    } else {
        let mut inner = Table::default();
        insert(&mut inner, rest, node);
        place.value = Value::Table(inner);
    }
}

fn relocated(value: Value, at: &At) -> Value {
    let node = |node: Node| Node { value: relocated(node.value, at), at: at.clone() };
    match value {
        Value::List(nodes) => Value::List(nodes.into_iter().map(node).collect()),
        Value::Table(Table(entries)) => Value::Table(Table(
            entries
                .into_iter()
                .map(|(key, inner)| (Spot { value: key.value, at: at.clone() }, node(inner)))
                .collect(),
        )),
        plain => plain,
    }
}

/// Turns byte offsets into lines and columns.
struct Places<'a> {
    file: At,
    text: &'a str,
    line_starts: Vec<usize>,
}

impl<'a> Places<'a> {
    fn new(path: &Path, text: &'a str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(i, _)| i + 1)).collect();
        Self { file: At::file(path), text, line_starts }
    }

    fn at(&self, offset: usize) -> At {
        let line = self.line_starts.partition_point(|start| *start <= offset).max(1);
        let before = self.text.get(self.line_starts[line - 1]..offset).unwrap_or("");
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        At { file: self.file.file.clone(), line: number(line), column: number(before.chars().count() + 1) }
    }

    fn table(&self, table: &DeTable<'_>) -> Table {
        let mut entries: Vec<_> = table
            .iter()
            .map(|(key, value)| {
                let name = Spot { value: key.get_ref().to_string(), at: self.at(key.span().start) };
                let node = Node { value: self.value(value.get_ref()), at: self.at(value.span().start) };
                (key.span().start, name, node)
            })
            .collect();
        entries.sort_by_key(|(start, ..)| *start);
        Table(entries.into_iter().map(|(_, name, node)| (name, node)).collect())
    }

    fn value(&self, value: &DeValue<'_>) -> Value {
        match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map_or(Value::Other("a number beyond 64 bits"), Value::Integer),
            DeValue::Float(_) => Value::Other("a fractional number"),
            DeValue::Boolean(truth) => Value::Boolean(*truth),
            DeValue::Datetime(_) => Value::Other("a date"),
            DeValue::Array(items) => Value::List(
                items
                    .iter()
                    .map(|item| Node { value: self.value(item.get_ref()), at: self.at(item.span().start) })
                    .collect(),
            ),
            DeValue::Table(table) => Value::Table(self.table(table)),
        }
    }
}
