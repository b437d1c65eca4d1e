//! How a row leads to its person, hop by hop.

use std::str::FromStr;

use vantail_shared::config::{At, Section, Spot, Value};

use super::{Comparison, Condition, Conditions, Kind, TableName, Term, name::Names};

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
    /// Whether every hop could be read: of a broken link nothing more is told.
    pub(super) whole: bool,
}

impl Link {
    /// The table that the way ends at.
    pub fn end<'a>(&'a self, start: &'a TableName) -> &'a TableName {
        self.hops.last().map_or(start, |hop| &hop.to)
    }

    fn read(section: &Section<'_>, key: &str, at: At) -> Self {
        let hops = section.all_parsed(key, "\"row.column = next.column\", with \"and\" for composite keys");
        Self { whole: hops.len() == section.texts(key).len(), hops, at }
    }
}

/// The ways from one table to the kinds of person.
#[derive(Debug, Clone)]
pub enum Links {
    /// One way for every kind that stands in the table where it ends.
    Common(Link),
    /// A way for each kind, by its name.
    PerKind(Vec<(Spot<String>, Link)>),
}

impl Links {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let Some(node) = section.node("link") else {
            return Self::Common(Link { hops: Vec::new(), at: section.at.clone(), whole: true });
        };
        if !matches!(node.value, Value::Table(_)) {
            return Self::Common(Link::read(section, "link", node.at.clone()));
        }
        let Some(ways) = section.section("link") else { return Self::PerKind(Vec::new()) };
        let kinds: Vec<_> = ways.entries().collect();
        Self::PerKind(
            kinds
                .into_iter()
                .map(|(kind, node)| (kind.clone(), Link::read(&ways, kind, node.at.clone())))
                .collect(),
        )
    }

    /// The way to one kind of person from the table `start`, when there is one.
    pub fn to<'a>(&'a self, kind: &Kind, start: &TableName) -> Option<&'a Link> {
        match self {
            Self::Common(link) => (*link.end(start) == kind.table.value).then_some(link),
            Self::PerKind(ways) => {
                ways.iter().find(|(id, _)| id.value == kind.id.value).map(|(_, link)| link)
            }
        }
    }

    /// All ways.
    pub fn all(&self) -> Vec<&Link> {
        match self {
            Self::Common(link) => vec![link],
            Self::PerKind(ways) => ways.iter().map(|(_, link)| link).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hop_may_be_composite_and_odd() {
        let hop: Hop =
            r#"line."account no" = "s p"."ac""c".no and line.year = "s p"."ac""c".year"#.parse().unwrap();
        assert_eq!(hop.from, TableName::plain("line"));
        assert_eq!(hop.to, TableName { schema: Some("s p".into()), name: "ac\"c".into() });
        assert_eq!(hop.pairs(), Some(vec![("account no", "no"), ("year", "year")]));
    }

    #[test]
    fn a_hop_may_carry_conditions_and_an_alias() {
        let hop: Hop = "log.object = person.id and log.module in ('A', 'B')".parse().unwrap();
        assert_eq!(
            (hop.from.clone(), hop.to.clone(), hop.pairs()),
            (TableName::plain("log"), TableName::plain("person"), None)
        );
        let hop: Hop = "film.language_id = language.id as spoken".parse().unwrap();
        assert_eq!(hop.target(), TableName::plain("spoken"));
        assert_eq!(hop.pairs(), Some(vec![("language_id", "id")]));
        let own: Hop = "person.guardian_id = person.id as guardian".parse().unwrap();
        assert_eq!(
            (own.from.clone(), own.target()),
            (TableName::plain("person"), TableName::plain("guardian"))
        );
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "a.b",
            "a.b =",
            "a = b.c",
            "a.b = c.d and",
            "a.b = c.d or a.e = c.f",
            "a.b = c.d and x.y = c.e",
            "a.b = 'c'",
            "b = c.d",
            "a.b = c.d as",
        ] {
            assert_eq!(text.parse::<Hop>(), Err(()), "{text}");
        }
    }
}
