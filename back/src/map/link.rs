//! How a row leads to its person, hop by hop.

use std::str::FromStr;

use vantail_shared::config::{At, Node, Section, Spot, Value};

use super::{ColumnName, Comparison, Condition, Conditions, Kind, TableName, Term, name::Names};

/// One hop: a row of one table and a row of the next belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The table nearer to the row, or its alias.
    pub from: TableName,
    /// The table nearer to the person.
    pub to: TableName,
    /// What the row of `to` is called from here on, when not by its table's name.
    pub alias: Option<String>,
    /// What holds between the two. Columns of `from` are named with it, columns of `to` with the table or the alias; in a
    /// hop of a table to itself without an alias, those left of a comparison are of `from`, those right of it of `to`.
    pub conditions: Conditions,
}

impl FromStr for Hop {
    type Err = ();

    /// Reads `a.x = b.y and a.z = b.w as c`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut names = Names::new(text);
        let conditions = Conditions::take(&mut names).ok_or(())?;
        let alias = if names.word("as") { Some(names.name().ok_or(())?) } else { None };
        if !names.at_end() {
            return Err(());
        }
        let (from, to) = conditions.0.iter().find_map(bridge).ok_or(())?;
        let hop = Self { from: from.clone(), to: to.clone(), alias, conditions };
        let known = |table: Option<&TableName>| {
            table.is_some_and(|table| *table == hop.from || *table == hop.to || hop.is_alias(table))
        };
        if hop.conditions.columns().into_iter().all(|(table, _)| known(table)) { Ok(hop) } else { Err(()) }
    }
}

impl Hop {
    /// What the row of `to` is called.
    pub fn target(&self) -> TableName {
        self.alias.as_deref().map_or_else(|| self.to.clone(), TableName::plain)
    }

    /// Pairs of equal columns, one of `from`, one of `to`, when the hop is nothing else.
    pub fn pairs(&self) -> Option<Vec<(&str, &str)>> {
        self.conditions.0.iter().map(|condition| self.pair(condition)).collect()
    }

    /// The columns of `from` that the hop makes equal to columns of `to`, whatever else holds.
    pub fn fixed(&self) -> Vec<&str> {
        self.conditions.0.iter().filter_map(|condition| self.pair(condition)).map(|(from, _)| from).collect()
    }

    fn pair<'a>(&self, condition: &'a Condition) -> Option<(&'a str, &'a str)> {
        let Condition::Compare(
            Term::Column { table: Some(left), column: from },
            Comparison::Equal,
            Term::Column { table: Some(right), column: to },
        ) = condition
        else {
            return None;
        };
        if *left == self.from && (*right == self.to || self.is_alias(right)) {
            Some((from, to))
        } else if *right == self.from && (*left == self.to || self.is_alias(left)) {
            Some((to, from))
        } else {
            None
        }
    }

    fn is_alias(&self, table: &TableName) -> bool {
        table.schema.is_none() && self.alias.as_deref() == Some(table.name.as_str())
    }
}

/// The two tables that an equality joins: the left one is where the hop begins.
fn bridge(condition: &Condition) -> Option<(&TableName, &TableName)> {
    match condition {
        Condition::Compare(left, Comparison::Equal, right) => Some((left.table()?, right.table()?)),
        _ => None,
    }
}

/// The whole way from a row to its person; without hops when the row is the person.
#[derive(Debug, Clone)]
pub struct Link {
    /// The hops, beginning at the row.
    pub hops: Vec<Spot<Hop>>,
    /// Where it is written.
    pub at: At,
    /// The column by which the row before the last names the same human, on a way that goes on there.
    pub same_as: Option<String>,
    /// Whether every hop could be read: of a broken link nothing more is told.
    pub(super) whole: bool,
}

/// What a hop looks like, for remedies.
const HOP: &str = "\"row.column = next.column\", with \"and\" for further conditions";

impl Link {
    /// The table that the way ends at.
    pub fn end<'a>(&'a self, start: &'a TableName) -> &'a TableName {
        self.hops.last().map_or(start, |hop| &hop.to)
    }

    /// Reads one way: a hop, or a list of hops.
    pub(super) fn read(section: &Section<'_>, key: &str, node: &Node) -> Self {
        let texts = section.texts_in(key, node);
        let written = if let Value::List(items) = &node.value { items.len() } else { 1 };
        let mut hops = Vec::with_capacity(texts.len());
        for text in texts {
            match text.parse() {
                Ok(value) => hops.push(Spot { value, at: text.at }),
                Err(()) => {
                    section.fault(&text.at, key, &format!("holds {:?}", text.value), format!("write {HOP}"));
                }
            }
        }
        Self { whole: hops.len() == written, hops, at: node.at.clone(), same_as: None }
    }
}

/// Several ways: a row is a person's when any of them leads there.
pub type Ways = Vec<Link>;

/// The ways from one table to the kinds of person.
#[derive(Debug, Clone)]
pub enum Links {
    /// Ways for every kind that stands in the table where they end.
    Common(Ways),
    /// Ways for each kind, by its name.
    PerKind(Vec<(Spot<String>, Ways)>),
}

/// The key under which several ways stand.
const ANY: &str = "any";

impl Links {
    /// The row is the person's own.
    pub(super) fn none(at: At) -> Self {
        Self::Common(vec![Link { hops: Vec::new(), at, same_as: None, whole: true }])
    }

    /// Reads `link`, which is there.
    pub(super) fn read(section: &Section<'_>) -> Self {
        let Some(node) = section.node("link") else { return Self::none(section.at.clone()) };
        if !matches!(node.value, Value::Table(_)) {
            return Self::Common(vec![Link::read(section, "link", node)]);
        }
        let Some(inner) = section.section("link") else { return Self::PerKind(Vec::new()) };
        if inner.has(ANY) {
            return Self::Common(any(inner));
        }
        let kinds: Vec<_> = inner.entries().collect();
        let mut ways = Vec::with_capacity(kinds.len());
        for (kind, node) in kinds {
            let of_kind = match &node.value {
                Value::Table(_) => inner.section(kind).map(any).unwrap_or_default(),
                _ => vec![Link::read(&inner, kind, node)],
            };
            ways.push((kind.clone(), of_kind));
        }
        Self::PerKind(ways)
    }

    /// The ways to one kind of person from the table `start`; empty when there is none.
    pub fn to<'a>(&'a self, kind: &Kind, start: &TableName) -> Vec<&'a Link> {
        match self {
            Self::Common(ways) => {
                let same = kind.same_as.as_ref().map(|column| &column.value);
                let leads = |link: &&Link| *link.end(start) == kind.table.value;
                let is_theirs = |link: &&Link| link.same_as.is_none() || link.same_as.as_ref() == same;
                ways.iter().filter(leads).filter(is_theirs).collect()
            }
            Self::PerKind(ways) => {
                let own = ways.iter().find(|(id, _)| id.value == kind.id.value);
                own.map(|(_, ways)| ways.iter().collect()).unwrap_or_default()
            }
        }
    }

    /// All ways.
    pub fn all(&self) -> Vec<&Link> {
        match self {
            Self::Common(ways) => ways.iter().collect(),
            Self::PerKind(ways) => ways.iter().flat_map(|(_, ways)| ways).collect(),
        }
    }
}

/// Reads `{ any = [[...], [...]] }`.
fn any(section: Section<'_>) -> Ways {
    let ways = match section.node(ANY) {
        Some(Node { value: Value::List(items), .. }) if !items.is_empty() => {
            items.iter().map(|item| Link::read(&section, ANY, item)).collect()
        }
        Some(node) => {
            section.fault(&node.at, ANY, "is no list of ways", "write any = [[\"...\"], [\"...\", \"...\"]]");
            Vec::new()
        }
        None => {
            section.missing(ANY, "any = [[\"...\"], [\"...\", \"...\"]]");
            Vec::new()
        }
    };
    section.close();
    ways
}

/// Reads `join`.
pub(super) fn joins(section: &Section<'_>) -> Vec<Spot<Hop>> {
    section
        .all_parsed("join", "\"row.column = next.column\", with \"as name\" after it for a name of its own")
}

/// The table that a column is of: the table `own`, or one that is joined to it.
pub(super) fn table_of<'a>(
    own: &'a TableName,
    joins: &'a [Spot<Hop>],
    column: &ColumnName,
) -> Option<&'a TableName> {
    match &column.table {
        None => Some(own),
        Some(target) => joins.iter().find(|hop| hop.target() == *target).map(|hop| &hop.to),
    }
}

#[cfg(test)]
mod tests;
