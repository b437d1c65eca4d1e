//! SQL of a draft: names as the database at hand takes them, and the way of a row to its person as joins.

mod reserved;

use std::fmt::Write as _;

use super::{
    person::Candidate,
    toml,
    way::{Step, Way},
};
use crate::map::{Dialect, TableName};

/// A name, in quotes where the database would take it for something else.
pub fn name(dialect: Dialect, name: &str) -> String {
    let folded = |c: char| c.is_ascii_uppercase() && dialect == Dialect::Postgres;
    let plain = |c: char| (c.is_ascii_alphanumeric() || c == '_') && !folded(c);
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if begins && name.chars().all(plain) && !reserved::is_reserved(name) {
        return name.to_owned();
    }
    match dialect {
        Dialect::MariaDb => format!("`{}`", name.replace('`', "``")),
        Dialect::Sqlite | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
    }
}

fn table(dialect: Dialect, table: &TableName) -> String {
    let schema = table.schema.iter().map(|schema| format!("{}.", name(dialect, schema)));
    schema.chain([name(dialect, &table.name)]).collect()
}

/// The rows of a table with the key of their person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    dialect: Dialect,
    /// The person's key, a column each.
    pub keys: Vec<String>,
    /// Every table that is read, that of the rows first.
    pub reads: Vec<TableName>,
    from: String,
    /// Whether tables have names of their own: `t0`, `t1`, in the order of the way.
    named: bool,
    conditions: Vec<String>,
}

impl Rows {
    /// Along a way to a kind of person. Its table is read only where the way ends at something else than its key.
    pub fn new(dialect: Dialect, way: &Way, kind: &Candidate) -> Option<Self> {
        let (first, last) = (way.first()?, way.last()?);
        let of_key = |key: &String| last.pairs.iter().find(|(_, to)| to == key).map(|(from, _)| from.clone());
        let ends: Option<Vec<String>> = kind.key.iter().map(of_key).collect();
        let mut rows = Self {
            dialect,
            keys: Vec::new(),
            reads: vec![first.from.clone()],
            from: table(dialect, &first.from),
            named: way.len() > 1 || ends.is_none(),
            conditions: Vec::new(),
        };
        if rows.named {
            rows.from.push_str(" AS t0");
        }
        for (at, step) in way.iter().enumerate() {
            let joined = at + 1 < way.len() || ends.is_none();
            if joined {
                rows.join(at, step);
            }
            if let Some((column, words)) = &step.words {
                let words: Vec<String> = words.iter().map(|word| toml::word(word)).collect();
                let column = rows.column(at, column);
                rows.conditions.push(format!("{column} IN ({})", words.join(", ")));
            }
        }
        rows.keys = match &ends {
            Some(ends) => ends.iter().map(|end| rows.column(way.len() - 1, end)).collect(),
            None => kind.key.iter().map(|key| rows.column(way.len(), key)).collect(),
        };
        Some(rows)
    }

    fn join(&mut self, at: usize, step: &Step) {
        let on = step.pairs.iter().map(|(from, to)| {
            let (left, right) = (self.column(at, from), self.column(at + 1, to));
            if step.loose { format!("TRIM({left}) = TRIM({right})") } else { format!("{left} = {right}") }
        });
        let on: Vec<String> = on.collect();
        let to = table(self.dialect, &step.to);
        // Writing to a text never fails.
        let _ = write!(self.from, " JOIN {to} AS t{} ON {}", at + 1, on.join(" AND "));
        self.reads.push(step.to.clone());
    }

    fn column(&self, at: usize, column: &str) -> String {
        let column = name(self.dialect, column);
        if self.named { format!("t{at}.{column}") } else { column }
    }

    /// A column of the rows themselves.
    pub fn own(&self, column: &str) -> String {
        self.column(0, column)
    }

    /// A select of the keys and one detail, of the rows for which also these conditions hold.
    pub fn select(&self, detail: &str, also: &[String]) -> String {
        let present = self.keys.iter().map(|key| format!("{key} IS NOT NULL"));
        let conditions: Vec<String> = present.chain(self.conditions.iter().chain(also).cloned()).collect();
        format!(
            "SELECT {}, {detail} FROM {} WHERE {}",
            self.keys.join(", "),
            self.from,
            conditions.join(" AND ")
        )
    }

    /// A select of the keys and a sum, of persons for whom it is above nothing.
    pub fn sums(&self, sum: &str) -> String {
        format!("{} GROUP BY {} HAVING {sum} > 0", self.select(sum, &[]), self.keys.join(", "))
    }
}
