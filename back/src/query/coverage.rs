//! Which of the documents that must be there are: a row for each thing of a group, with the number of each expected
//! document and the date of the newest.

use vantail_shared::{config::Spot, failure::Failure};

use super::{
    access::Whom,
    alias::Alias,
    build::Sql,
    condition::{Row, Scope},
    join::{Joined, Mine},
    keyset::Term,
    layout::{Layout, Line},
    listing::{Cell, Query},
    person::number,
    types::Type,
    view,
};
use crate::map::{Category, ColumnName, DocumentSet, Expected, Group, Hop, Page};

/// The things of a group with what is expected of them.
#[derive(Debug, Clone)]
pub(crate) struct Coverage<'a> {
    pub(super) whom: Whom<'a>,
    pub(crate) group: &'a Group,
    expected: Vec<(&'a Expected, &'a DocumentSet)>,
    /// The page that shows them; none where they are shown to staff.
    page: Option<&'a Page>,
}

/// One thing with what was found for it.
#[derive(Debug, Clone)]
pub(crate) struct Covered<'a> {
    pub(crate) title: String,
    pub(crate) found: Vec<FoundFor<'a>>,
}

/// What was found for one expected document.
#[derive(Debug, Clone)]
pub(crate) struct FoundFor<'a> {
    pub(crate) expected: &'a Expected,
    pub(crate) count: u64,
    /// ISO 8601; absent when there is none, or none has a date.
    pub(crate) newest: Option<String>,
}

impl<'a> Coverage<'a> {
    /// The things that one person may see; `None` without a way to this kind of person.
    pub(crate) fn new(whom: Whom<'a>, page: &'a Page, group: &str) -> Option<Self> {
        let group = whom.map.group(group)?;
        let expected = whom.map.expected_of(group);
        group.source.leads_to(whom.kind).then_some(Self { whom, group, expected, page: Some(page) })
    }

    /// All things, for staff.
    pub(crate) fn of_all(whom: Whom<'a>, group: &'a Group) -> Self {
        Self { whom, group, expected: whom.map.expected_of(group), page: None }
    }

    /// The page that shows them to a person.
    pub(super) fn page(&self) -> Option<&'a Page> {
        self.page
    }

    /// What an answer to [`Coverage::list`] holds: names, then a number and a date for each that is expected.
    pub(super) fn layout(&self) -> Layout {
        Layout::plain(self.group.name.columns().count() + 2 * self.expected.len())
    }

    /// `FROM ... WHERE ...` over the group's table.
    fn clauses(&self) -> Sql {
        let source = &self.group.source;
        if let Some(page) = self.page {
            return Mine::new(&self.whom, source, &[], None, self.whom.audience(page)).clauses();
        }
        let rows = Joined::new(&self.whom, &source.table, &[]);
        Sql::new(" FROM ").then(rows.from()).with(" WHERE 1 = 1")
    }

    /// The things, ordered by their names.
    pub(crate) fn list(&self) -> Query<'a> {
        let dialect = self.whom.dialect();
        let table = &self.group.source.table.value;
        let own =
            |column: &str| (Alias::OWN.column(column), super::access::type_of(self.whom.map, table, column));
        let names: Vec<&ColumnName> = self.group.name.columns().collect();
        let shown = names.iter().map(|name| {
            let (value, of) = own(&name.column);
            dialect.shown_text(value, of)
        });
        let counts = self.expected.iter().flat_map(|(expected, set)| {
            let count = self.found(expected, set, "COUNT(*)");
            let newest = self.found(expected, set, "MAX(d0.x0)");
            [dialect.text(count, Type::Integer(64)), newest]
        });
        let cells: Vec<Sql> = shown.chain(counts).collect();
        let count = cells.len();
        let names = names.iter().map(|name| {
            let (value, of) = own(&name.column);
            (dialect.prefix(value, of, 80), Term { descending: false, nullable: true, of: Type::Bytewise })
        });
        let keys = self.group.key.iter().map(|column| {
            let (value, of) = own(column);
            let value = dialect.bytewise(dialect.exact_text(value, of));
            (value, Term { descending: false, nullable: true, of: Type::Bytewise })
        });
        let (places, terms): (Vec<Sql>, Vec<Term>) = names.chain(keys).unzip();
        let mut columns: Vec<Sql> = Vec::new();
        for (letter, values) in [(" AS c", cells), (" AS o", places)] {
            columns.extend(values.into_iter().enumerate().map(|(index, value)| value.label(letter, index)));
        }
        Query {
            whom: self.whom,
            base: Sql::new("SELECT ").then(Sql::join(columns, ", ")).then(self.clauses()),
            cells: vec![Cell::Shown(Type::Text); count],
            terms,
            layout: self.layout(),
            kept: None,
            of_nobody: self.page.is_none(),
            fenced: true,
            plain: false,
        }
    }

    /// `what` over the documents that stand for an expected one and lead to the thing `t0`.
    fn found(&self, expected: &'a Expected, set: &'a DocumentSet, what: &'static str) -> Sql {
        let dialect = self.whom.dialect();
        let table = &set.source.table.value;
        let rows = Joined::new(&self.whom, table, &set.joins);
        let day = set.date.as_ref().map(|date| {
            let (value, of) = rows.column(&date.value);
            dialect.day(value, of)
        });
        let mut conditions: Vec<Sql> = Vec::new();
        conditions.extend(set.condition.as_ref().map(|condition| rows.holds(condition)));
        conditions.extend(expected.condition.as_ref().map(|condition| rows.holds(condition)));
        if let (Some(wanted), Some(Category::Column(column))) = (&expected.category, &set.category) {
            let (value, of) = rows.column(&column.value);
            let value = dialect.text(value, of);
            conditions.push(value.with(" = ").bind(Some(wanted.value.clone()), Type::Text));
        }
        let all = Sql::new("SELECT t0.*, ")
            .then(day.unwrap_or_else(|| Sql::new("NULL")))
            .with(" AS x0 FROM ")
            .then(rows.from());
        let documents = if conditions.is_empty() {
            all
        } else {
            all.with(" WHERE ").then(Sql::join(conditions, " AND "))
        };
        let document = Row::plain(table, Alias::DOCUMENT);
        Sql::new("(SELECT ")
            .with(what)
            .with(" FROM (")
            .then(documents)
            .with(") AS ")
            .then(Alias::DOCUMENT.sql())
            .with(" WHERE ")
            .then(self.leads(&document, &expected.on.hops))
            .with(")")
    }

    /// The condition that a row leads to the thing `t0` by these hops.
    fn leads(&self, row: &Row<'a>, hops: &'a [Spot<Hop>]) -> Sql {
        let Some((hop, rest)) = hops.split_first() else { return Sql::new("1 = 0") };
        if rest.is_empty() {
            let thing = Row::beyond(hop, Alias::OWN);
            return Scope::of_hop(&self.whom, row, &thing).all(&hop.conditions);
        }
        let next = Row::beyond(hop, row.alias.next());
        let here = Scope::of_hop(&self.whom, row, &next).all(&hop.conditions);
        Sql::new("EXISTS (SELECT 1 FROM ")
            .then(view::from(self.whom.map, next.table, next.alias))
            .with(" WHERE ")
            .then(here)
            .with(" AND ")
            .then(self.leads(&next, rest))
            .with(")")
    }

    /// Reads one line of the answer to [`Coverage::list`].
    pub(crate) fn read(&self, line: Line) -> Result<Covered<'a>, Failure> {
        let mut cells = line.cells.into_iter();
        let names: Vec<_> = cells.by_ref().take(self.group.name.columns().count()).collect();
        let mut found = Vec::with_capacity(self.expected.len());
        for (expected, _) in &self.expected {
            let count = number(cells.next().flatten().as_deref())?;
            found.push(FoundFor { expected, count, newest: cells.next().flatten() });
        }
        Ok(Covered { title: self.group.name.write(&names), found })
    }
}
