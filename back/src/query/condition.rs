//! Conditions of the map as SQL.
//!
//! Values that the map writes are bound, as what the column on the other side is: a plain column stays as it is, so that its
//! index serves. Columns of types that do not compare are compared as texts.

mod literal;

use time::Date;

use self::literal::Literal;
use super::{access::Whom, alias::Alias, build::Sql, operand::Operand, types::Type};
use crate::map::{CheckedMap, Comparison, Condition, Conditions, Dialect, Hop, TableName, Term};

/// A row that conditions can name.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// What the map calls it here: its table, or an alias.
    pub(super) name: TableName,
    /// The table or view that it is of.
    pub(super) table: &'a TableName,
    pub(super) alias: Alias,
    /// Whether it goes by its table's name too: the row that a hop leads to does within the hop, whatever its alias.
    by_table: bool,
}

/// The rows that conditions speak of.
///
/// A column without a table is one of the first. When two rows have the same name, as in a hop of a table to itself, the
/// first is meant left of a comparison, and the last right of it.
#[derive(Debug, Clone)]
pub(super) struct Scope<'a> {
    pub(super) map: &'a CheckedMap,
    pub(super) today: Date,
    pub(super) rows: Vec<Row<'a>>,
}

/// Where a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// What a term became.
#[derive(Debug, Clone)]
pub(super) enum Value<'a> {
    /// A value of the map, not yet bound: what it is compared with says as what.
    Literal(Literal),
    /// A value of the database.
    Cell(Operand<'a>),
}

/// What nothing satisfies. The checked map vouches for every name; a name that is missing all the same lets no row out.
fn never() -> Sql {
    Sql::new("1 = 0")
}

impl<'a> Row<'a> {
    /// A row that goes by its table's own name.
    pub(super) fn plain(table: &'a TableName, alias: Alias) -> Self {
        Self { name: table.clone(), table, alias, by_table: false }
    }

    /// The row that a hop leads to, as it is called from there on.
    pub(super) fn beyond(hop: &'a Hop, alias: Alias) -> Self {
        Self { name: hop.target(), table: &hop.to, alias, by_table: false }
    }

    fn goes_by(&self, table: &TableName) -> bool {
        self.name == *table || self.by_table && self.table == table
    }
}

impl<'a> Scope<'a> {
    /// The two rows of a hop: the one nearer to the page, then the one nearer to the person.
    pub(super) fn of_hop(whom: &Whom<'a>, from: &Row<'a>, to: &Row<'a>) -> Self {
        whom.scope(vec![from.clone(), Row { by_table: true, ..to.clone() }])
    }

    fn dialect(&self) -> Dialect {
        self.map.schema().dialect
    }

    /// All conditions.
    pub(super) fn all(&self, conditions: &Conditions) -> Sql {
        Sql::join(conditions.0.iter().map(|condition| self.one(condition)), " AND ")
    }

    /// One condition: never a bare OR.
    pub(super) fn one(&self, condition: &Condition) -> Sql {
        self.written(condition).unwrap_or_else(never)
    }

    fn written(&self, condition: &Condition) -> Option<Sql> {
        Some(match condition {
            Condition::Compare(left, comparison, right) => {
                self.compare(self.value(left, Side::Left)?, *comparison, self.value(right, Side::Right)?)
            }
            Condition::In(term, values) => {
                let term = self.value(term, Side::Left)?;
                let mut ways = Vec::with_capacity(values.len());
                for value in values {
                    let value = self.value(value, Side::Right)?;
                    ways.push(self.compare(term.clone(), Comparison::Equal, value));
                }
                either(ways)
            }
            Condition::Absent(term) => self.presence(term, " IS NULL")?,
            Condition::Present(term) => self.presence(term, " IS NOT NULL")?,
            Condition::Within { moment, from, until } => {
                let moment = self.value(moment, Side::Left)?;
                let present = match &moment {
                    Value::Cell(cell) => Some(cell.sql.clone().with(" IS NOT NULL")),
                    Value::Literal(_) => None,
                };
                let from = self.bound(self.value(from, Side::Right)?, Comparison::AtMost, moment.clone());
                let until = self.bound(self.value(until, Side::Right)?, Comparison::AtLeast, moment);
                Sql::join(present.into_iter().chain([from, until]), " AND ")
            }
        })
    }

    /// A bound that is open when it is absent.
    fn bound(&self, bound: Value<'_>, comparison: Comparison, moment: Value<'_>) -> Sql {
        let absent = match &bound {
            Value::Cell(cell) => Some(cell.sql.clone().with(" IS NULL")),
            Value::Literal(_) => None,
        };
        either(absent.into_iter().chain([self.compare(bound, comparison, moment)]).collect())
    }

    fn presence(&self, term: &Term, what: &'static str) -> Option<Sql> {
        Some(match self.value(term, Side::Left)? {
            Value::Cell(cell) => cell.sql.with(what),
            Value::Literal(_) => truth(what == " IS NOT NULL"),
        })
    }

    /// `left = right` and its like.
    pub(super) fn compare(&self, left: Value<'_>, comparison: Comparison, right: Value<'_>) -> Sql {
        match (left, right) {
            (Value::Literal(left), Value::Literal(right)) => {
                truth(left.compares(comparison, &right, self.today))
            }
            (Value::Cell(cell), Value::Literal(literal)) => self.against(cell, comparison, &literal),
            (Value::Literal(literal), Value::Cell(cell)) => self.against(cell, turned(comparison), &literal),
            (Value::Cell(left), Value::Cell(right)) => {
                let (left, right) = Operand::alike(self.dialect(), left, right);
                left.with(sign(comparison)).then(right)
            }
        }
    }

    /// A cell against a value of the map.
    fn against(&self, cell: Operand<'_>, comparison: Comparison, literal: &Literal) -> Sql {
        let dialect = self.dialect();
        if let (Literal::Truth(truth), Comparison::Equal | Comparison::Unequal) = (literal, comparison)
            && !matches!(cell.of, Type::Integer(_) | Type::Unsigned | Type::Truth)
        {
            return dialect.truth((cell.sql, cell.of), *truth == (comparison == Comparison::Equal));
        }
        let (cell, of) = match dialect.comparable(cell.sql, cell.of) {
            // A number that the column cannot hold is still less or more than those that it does.
            (cell, Type::Integer(_)) => (cell, Type::Integer(64)),
            other => other,
        };
        let single = |cell: Sql, comparison, value: String| cell.with(sign(comparison)).bind(Some(value), of);
        let Literal::Today = literal else {
            return single(cell, comparison, literal.written(of, self.today));
        };
        // A day with a time is of its day: `until` the 3rd at noon is until the 3rd.
        let today = self.today.to_string();
        let Some(tomorrow) = self.today.next_day().map(|day| day.to_string()) else { return never() };
        match comparison {
            Comparison::Less => single(cell, Comparison::Less, today),
            Comparison::AtLeast => single(cell, Comparison::AtLeast, today),
            Comparison::AtMost => single(cell, Comparison::Less, tomorrow),
            Comparison::Greater => single(cell, Comparison::AtLeast, tomorrow),
            Comparison::Equal => single(cell.clone(), Comparison::AtLeast, today).with(" AND ").then(single(
                cell,
                Comparison::Less,
                tomorrow,
            )),
            Comparison::Unequal => either(vec![
                single(cell.clone(), Comparison::Less, today),
                single(cell, Comparison::AtLeast, tomorrow),
            ]),
        }
    }

    /// What a term becomes; `None` when it names a column that is not in scope.
    pub(super) fn value(&self, term: &Term, side: Side) -> Option<Value<'a>> {
        Some(match term {
            Term::Text(text) => Value::Literal(Literal::Text(text.clone())),
            Term::Number(number) => Value::Literal(Literal::Number(*number)),
            Term::Truth(truth) => Value::Literal(Literal::Truth(*truth)),
            Term::Today => Value::Literal(Literal::Today),
            Term::Column { table, column } => {
                let row = self.row(table.as_ref(), side)?;
                Value::Cell(Operand::column(self.map, row.table, row.alias, column))
            }
            Term::Normal(form, inner) => {
                let (value, of) = self.cell(inner, side)?;
                Value::Cell(Operand::built(present(self.dialect().normal(*form, value, of))))
            }
            Term::Json(inner, path) => {
                let (value, of) = self.cell(inner, side)?;
                Value::Cell(Operand::built(present(self.dialect().json(value, of, path))))
            }
            Term::Joined(terms) => {
                let mut texts = Vec::with_capacity(terms.len());
                for term in terms {
                    let (value, of) = self.cell(term, side)?;
                    texts.push(self.dialect().text(value, of));
                }
                Value::Cell(Operand::built(self.dialect().joined(texts)))
            }
        })
    }

    /// A term as a value of the database: what the map writes is bound as text.
    fn cell(&self, term: &Term, side: Side) -> Option<(Sql, Type)> {
        Some(match self.value(term, side)? {
            Value::Cell(value) => (value.sql, value.of),
            Value::Literal(literal) => {
                let text = literal.written(Type::Text, self.today);
                (Sql::default().bind(Some(text), Type::Text), Type::Text)
            }
        })
    }

    fn row(&self, table: Option<&TableName>, side: Side) -> Option<&Row<'a>> {
        let Some(table) = table else { return self.rows.first() };
        let mut named = self.rows.iter().filter(|row| row.goes_by(table));
        let first = named.next();
        if side == Side::Left { first } else { named.next_back().or(first) }
    }

    /// The rows that a condition speaks of, once for each column; `None` for a row that is not in scope.
    pub(super) fn spoken_of(&self, condition: &Condition) -> Vec<Option<Alias>> {
        let (left, right): (&Term, Vec<&Term>) = match condition {
            Condition::Compare(left, _, right) => (left, vec![right]),
            Condition::In(term, values) => (term, values.iter().collect()),
            Condition::Absent(term) | Condition::Present(term) => (term, Vec::new()),
            Condition::Within { moment, from, until } => (moment, vec![from, until]),
        };
        let mut rows = self.named_by(left, Side::Left);
        rows.extend(right.into_iter().flat_map(|term| self.named_by(term, Side::Right)));
        rows
    }

    /// The rows that a term speaks of, as [`Scope::spoken_of`].
    pub(super) fn named_by(&self, term: &Term, side: Side) -> Vec<Option<Alias>> {
        let columns = term.columns().into_iter();
        columns.map(|(table, _)| self.row(table, side).map(|row| row.alias)).collect()
    }
}

/// What is empty in a normal form, or at a path, is absent: two persons without a telephone are not the same one.
fn present(text: Sql) -> Sql {
    Sql::new("NULLIF(").then(text).with(", '')")
}

/// One of these, in brackets; nothing satisfies an empty list.
pub(super) fn either(ways: Vec<Sql>) -> Sql {
    if ways.is_empty() {
        return never();
    }
    Sql::new("(").then(Sql::join(ways, " OR ")).with(")")
}

fn truth(holds: bool) -> Sql {
    if holds { Sql::new("1 = 1") } else { never() }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => " = ",
        Comparison::Unequal => " <> ",
        Comparison::Less => " < ",
        Comparison::AtMost => " <= ",
        Comparison::Greater => " > ",
        Comparison::AtLeast => " >= ",
    }
}

/// The same comparison seen from the other side.
fn turned(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal | Comparison::Unequal => comparison,
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
    }
}
