//! Persons of a kind for the organisation's own work: who they are and how they are reached, one part at a time.

use time::Date;

use super::{
    access::{Whom, equals, tuple, type_of},
    alias::Alias,
    answer::{Answer, Row},
    build::{Select, Sql},
    condition::either,
    join::Joined,
    keyset::{Cursor, Term, beyond, order},
    person::{is_there, joined},
    rows::searched,
    statement::Statement,
    types::Type,
};
use crate::map::{CheckedMap, ColumnName, Kind, PersonList, Role, Template};

/// Which persons are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Roll<'a> {
    /// One person, or each of a kind.
    pub(crate) whom: Whom<'a>,
    /// Only these, by their keys.
    pub(crate) among: Option<&'a [&'a [String]]>,
    /// Only who holds it today.
    pub(crate) role: Option<&'a Role>,
    /// Only whom it names.
    pub(crate) list: Option<&'a PersonList>,
    /// Only whose name, address of mail or key holds each of these words.
    pub(crate) words: &'a str,
    /// Only who comes after this one, in the order of the key.
    pub(crate) after: Option<&'a [String]>,
    /// At most so many.
    pub(crate) limit: usize,
}

/// What the database has of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: Vec<String>,
    /// As the map writes it; may be empty.
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) language: String,
    /// The lines of the postal address that hold something.
    pub(crate) postal: Vec<String>,
}

impl<'a> Roll<'a> {
    /// One person.
    pub(crate) fn one(map: &'a CheckedMap, kind: &'a Kind, key: &'a [String], today: Date) -> Self {
        Self {
            whom: Whom::new(map, kind, key, today),
            among: None,
            role: None,
            list: None,
            words: "",
            after: None,
            limit: 1,
        }
    }

    /// The first persons of a kind.
    pub(crate) fn all(map: &'a CheckedMap, kind: &'a Kind, today: Date, limit: usize) -> Self {
        let whom = Whom::each(map, kind, today);
        Self { whom, among: None, role: None, list: None, words: "", after: None, limit }
    }

    /// Asks for them, in the order of the key.
    pub(crate) fn statement(&self) -> Statement {
        self.select(|rows| self.cells(rows).collect())
    }

    /// Asks for some texts of each of them.
    pub(super) fn select(&self, cells: impl FnOnce(&Joined<'a>) -> Vec<Sql>) -> Statement {
        let (whom, dialect) = (&self.whom, self.whom.dialect());
        let rows = joined(whom);
        let cells = cells(&rows);
        let terms: Vec<(Sql, Term)> = self.places().collect();
        let labelled = cells.iter().enumerate().map(|(at, cell)| cell.clone().label(" AS c", at));
        let places = terms.iter().enumerate().map(|(at, (place, _))| place.clone().label(" AS o", at));
        let found = self.searched(&rows);
        let holds = self.role.map(|role| whom.holds(role));
        let among = self.among.map(|keys| either(keys.iter().map(|key| self.is(key)).collect()));
        let listed = self.list.map(|list| self.listed(list));
        let conditions =
            std::iter::once(is_there(whom, &rows)).chain(among).chain(found).chain(holds).chain(listed);
        let base = Sql::new("SELECT ")
            .then(Sql::join(labelled.chain(places), ", "))
            .with(" FROM ")
            .then(rows.from())
            .with(" WHERE ")
            .then(Sql::join(conditions, " AND "));
        let terms: Vec<Term> = terms.into_iter().map(|(_, term)| term).collect();
        let from = Sql::new("FROM (").then(base).with(") AS r");
        let from = match self.after {
            Some(key) if key.len() == terms.len() => {
                let values = key.iter().cloned().map(Some).collect();
                from.with(" WHERE ").then(beyond(&terms, "r", &Cursor { backward: false, values }))
            }
            _ => from,
        };
        let from = from.with(" ORDER BY ").then(order(dialect, &terms, "r", false));
        let columns = (0..cells.len()).map(|at| Sql::new("r").label(".c", at)).collect();
        Statement::of_whom(*whom, Select::plain(columns, from.with(" LIMIT ").number(self.limit as u64)))
    }

    /// Key, name, address of mail, language, postal address: each as text.
    fn cells<'s>(&'s self, rows: &'s Joined<'a>) -> impl Iterator<Item = Sql> + 's {
        let (kind, dialect) = (self.whom.kind, self.whom.dialect());
        self.key_cells().chain(columns(kind).map(move |name| {
            let (value, of) = rows.column(name);
            dialect.shown_text(value, of)
        }))
    }

    /// The key as it names the person.
    pub(super) fn key_cells(&self) -> impl Iterator<Item = Sql> {
        let (whom, dialect) = (self.whom, self.whom.dialect());
        whom.kind.key.iter().map(move |column| {
            let of = type_of(whom.map, &whom.kind.table, column);
            dialect.exact_text(Alias::OWN.column(column), of)
        })
    }

    /// What the rows are ordered by: the key, which is never absent.
    fn places(&self) -> impl Iterator<Item = (Sql, Term)> {
        let (kind, dialect) = (self.whom.kind, self.whom.dialect());
        kind.key.iter().map(move |column| {
            let of = type_of(self.whom.map, &kind.table, column);
            let value = Alias::OWN.column(column);
            let (value, of) = if of.sorts_as_text() {
                (dialect.bytewise(dialect.text(value, of)), Type::Bytewise)
            } else {
                (value, of)
            };
            (value, Term { descending: false, nullable: false, of })
        })
    }

    /// The condition that a list of the map names the person: as texts, whatever its columns are.
    fn listed(&self, list: &PersonList) -> Sql {
        let (kind, dialect) = (self.whom.kind, self.whom.dialect());
        let own = kind.key.iter().map(|column| {
            dialect.text(Alias::OWN.column(column), type_of(self.whom.map, &kind.table, column))
        });
        let labels = || (0..kind.key.len()).map(|at| Sql::default().label("k", at));
        let named = labels().map(|label| dialect.text(label, Type::Other));
        tuple(own.collect())
            .with(" IN (WITH q (")
            .then(Sql::join(labels(), ", "))
            .with(") AS (")
            .configured(&list.sql)
            .with("\n) SELECT ")
            .then(Sql::join(named, ", "))
            .with(" FROM q)")
    }

    /// The condition that a row is of the person with this key. One of another length than the kind's is nobody's.
    fn is(&self, key: &[String]) -> Sql {
        let Whom { map, kind, .. } = self.whom;
        let whole = key.len() == kind.key.len();
        let columns = kind.key.iter().enumerate().map(|(index, column)| {
            let value = key.get(index).filter(|_| whole).cloned();
            equals(map, &kind.table, Alias::OWN, column, value)
        });
        Sql::join(columns, " AND ")
    }

    /// Counts them.
    pub(crate) fn count(&self) -> Statement {
        let whom = &self.whom;
        let rows = joined(whom);
        let holds = self.role.map(|role| whom.holds(role));
        let listed = self.list.map(|list| self.listed(list));
        let conditions = std::iter::once(is_there(whom, &rows)).chain(holds).chain(listed);
        let from = Sql::new("FROM ").then(rows.from()).with(" WHERE ").then(Sql::join(conditions, " AND "));
        let count = whom.dialect().text(Sql::new("COUNT(*)"), Type::Integer(64));
        Statement::of_whom(*whom, Select::plain(vec![count], from))
    }

    fn searched(&self, rows: &Joined<'a>) -> Option<Sql> {
        let (kind, dialect) = (self.whom.kind, self.whom.dialect());
        let named = kind.name.columns().chain(kind.email.iter().map(|email| &email.value));
        let texts = named.map(|name| {
            let (value, of) = rows.column(name);
            dialect.shown_text(value, of)
        });
        let key = kind.key.iter().map(|column| {
            dialect.text(Alias::OWN.column(column), type_of(self.whom.map, &kind.table, column))
        });
        searched(&self.whom, &texts.chain(key).collect::<Vec<_>>(), self.words)
    }

    /// Reads the answer to [`Roll::statement`]. A table beside the person's with several rows gives nobody twice.
    pub(crate) fn read(&self, answer: &Answer) -> Vec<Entry> {
        let mut entries: Vec<Entry> = answer.rows().map(|row| self.entry(row)).collect();
        entries.dedup_by(|later, earlier| later.key == earlier.key);
        entries
    }

    fn entry(&self, mut row: Row<'_>) -> Entry {
        let kind = self.whom.kind;
        let key = row.texts(kind.key.len()).into_iter().map(Option::unwrap_or_default).collect();
        let mut written = |template: &Template| template.write(&row.texts(template.columns().count()));
        let name = written(&kind.name);
        let postal = kind.postal.iter().map(|line| written(line)).filter(|line| !line.is_empty()).collect();
        let mut single = |column: bool| column.then(|| row.text()).flatten().unwrap_or_default();
        let email = single(kind.email.is_some()).trim().to_owned();
        let language = single(kind.language.is_some()).trim().to_owned();
        Entry { key, name, email, language, postal }
    }
}

/// The columns that are read of a person of this kind, behind the key.
fn columns(kind: &Kind) -> impl Iterator<Item = &ColumnName> {
    let written = std::iter::once(&kind.name).chain(&kind.postal).flat_map(|template| template.columns());
    written.chain(kind.email.iter().chain(&kind.language).map(|column| &column.value))
}
