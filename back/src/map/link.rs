//! How a row leads to its person, hop by hop.

use std::str::FromStr;

use vantail_shared::config::{At, Section, Spot, Value};

use super::{Kind, TableName, name::Names};

/// One hop: columns of one table equal columns of the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The table nearer to the row.
    pub from: TableName,
    /// The table nearer to the person.
    pub to: TableName,
    /// Pairs of columns: one of `from`, one of `to`.
    pub pairs: Vec<(String, String)>,
}

impl FromStr for Hop {
    type Err = ();

    /// Reads `a.x = b.y and a.z = b.w`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let mut names = Names::new(text);
        let mut hop: Option<Self> = None;
        loop {
            let (from, left) = column(&mut names).ok_or(())?;
            if !names.sign('=') {
                return Err(());
            }
            let (to, right) = column(&mut names).ok_or(())?;
            match &mut hop {
                None => hop = Some(Self { from, to, pairs: vec![(left, right)] }),
                Some(hop) if hop.from == from && hop.to == to => hop.pairs.push((left, right)),
                Some(_) => return Err(()),
            }
            if names.at_end() {
                return hop.ok_or(());
            }
            if !names.word("and") {
                return Err(());
            }
        }
    }
}

fn column(names: &mut Names<'_>) -> Option<(TableName, String)> {
    let mut parts = names.path()?;
    let column = parts.pop()?;
    Some((TableName::from_parts(parts)?, column))
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
        assert_eq!(hop.pairs, [("account no".into(), "no".into()), ("year".into(), "year".into())]);
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
        ] {
            assert_eq!(text.parse::<Hop>(), Err(()), "{text}");
        }
    }
}
