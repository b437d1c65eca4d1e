//! One statement for one part of a page: the person, the totals over all rows, the rows of the part with what is
//! before and after them.

use vantail_shared::failure::Failure;

use super::{
    access::Whom,
    build::{Select, Sql},
    keyset::{Cursor, Term, beyond, order},
    person::{self, PersonRow, number},
    statement::{Answer, Statement},
    types::Type,
};

/// How a cell crosses from the inner select to the outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// For people: of bounded length.
    Shown(Type),
    /// A whole number of ours.
    Whole,
}

/// All rows of a person that a page can show.
#[derive(Debug, Clone)]
pub(crate) struct Query<'a> {
    pub(super) whom: Whom<'a>,
    /// A select that gives the columns c0.., o0.. and, for a ledger, m; a ledger runs newest first.
    pub(super) base: Sql,
    pub(super) cells: Vec<Cell>,
    pub(super) terms: Vec<Term>,
    pub(super) ledger: bool,
}

/// Which rows of a query are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// Rows at the most.
    pub(crate) limit: usize,
    /// Where to go on; at the beginning when absent.
    pub(crate) from: Option<Cursor>,
}

/// What the database gave for a part.
#[derive(Debug, Clone)]
pub(crate) struct Listing {
    pub(crate) person: PersonRow,
    /// All rows of the person.
    pub(crate) total_rows: u64,
    /// The sum over all rows, in minor units: for a ledger.
    pub(crate) balance: i128,
    pub(crate) lines: Vec<Line>,
    /// Where the part before this one ends.
    pub(crate) newer: Option<Cursor>,
    /// Where the part after this one begins.
    pub(crate) older: Option<Cursor>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) cells: Vec<Option<String>>,
    /// In minor units: for a ledger.
    pub(crate) amount: i128,
    /// The sum of the amounts up to this line, in minor units: for a ledger.
    pub(crate) balance: i128,
    /// The values of the order's columns.
    pub(crate) place: Vec<Option<String>>,
}

impl Query<'_> {
    /// The statement for one part.
    pub(crate) fn statement(&self, part: &Part) -> Statement {
        Statement::one(self.whom.dialect(), self.select(part))
    }

    pub(super) fn select(&self, part: &Part) -> Select {
        let (dialect, backward) = (self.whom.dialect(), is_backward(part));
        let whole = |value: Sql| dialect.text(value, Type::Decimal);
        let cells = self.cells.iter().enumerate().map(|(index, cell)| {
            let value = Sql::new("v").label(".c", index);
            match cell {
                Cell::Shown(of) => dialect.shown_text(value, *of),
                Cell::Whole => whole(value),
            }
        });
        let amount = self.ledger.then(|| whole(Sql::new("v.m")));
        let places = self.terms.iter().enumerate();
        let places =
            places.map(|(index, term)| dialect.exact_text(Sql::new("v").label(".o", index), term.of));
        let sums = ["s.total", "s.beyond"].into_iter().filter(|_| self.ledger);
        let columns = person::cells(self.whom)
            .into_iter()
            .chain(std::iter::once("s.n").chain(sums).map(|sum| whole(Sql::new(sum))))
            .chain([Sql::new("v.present")])
            .chain(cells)
            .chain(amount)
            .chain(places)
            .collect();
        let from = Sql::new("FROM ")
            .then(person::part(self.whom))
            .with(" CROSS JOIN (SELECT COUNT(*) AS n")
            .then(self.sums(part))
            .with(" FROM r) AS s LEFT JOIN (SELECT '1' AS present, ")
            .then(self.labels())
            .with(" FROM r")
            .then(part.from.as_ref().map_or_else(Sql::default, |cursor| {
                Sql::new(" WHERE ").then(beyond(&self.terms, "r", cursor))
            }))
            .with(" ORDER BY ")
            .then(order(dialect, &self.terms, "r", backward))
            .with(" LIMIT ")
            .number(part.limit as u64 + 1)
            .with(") AS v ON 1 = 1");
        Select {
            with: Sql::new("WITH r AS (").then(self.base.clone()).with(") "),
            columns,
            from,
            order: order(dialect, &self.terms, "v", backward),
        }
    }

    /// The sum over all rows, and over those beyond the cursor: what a running balance starts from. Adding up the few
    /// lines of a part afterwards costs less than a window function over all rows.
    fn sums(&self, part: &Part) -> Sql {
        match &part.from {
            _ if !self.ledger => Sql::default(),
            None => Sql::new(", SUM(r.m) AS total, SUM(r.m) AS beyond"),
            Some(cursor) => Sql::new(", SUM(r.m) AS total, SUM(CASE WHEN ")
                .then(beyond(&self.terms, "r", cursor))
                .with(" THEN r.m ELSE 0 END) AS beyond"),
        }
    }

    fn labels(&self) -> Sql {
        let cells = (0..self.cells.len()).map(|index| Sql::new("r").label(".c", index).label(" AS c", index));
        let places =
            (0..self.terms.len()).map(|index| Sql::new("r").label(".o", index).label(" AS o", index));
        Sql::join(cells.chain(places).chain(self.ledger.then(|| Sql::new("r.m AS m"))), ", ")
    }

    /// Reads the answer to [`Query::statement`] for the same part; `None` when the person is gone.
    pub(crate) fn read(&self, part: &Part, answer: Answer) -> Result<Option<Listing>, Failure> {
        let mut head: Option<(PersonRow, u64, i128, i128)> = None;
        let mut lines = Vec::with_capacity(answer.len());
        for row in answer {
            let mut cells = row.into_iter();
            let person = person::take(self.whom, &mut cells);
            let total_rows = number(cells.next().flatten())?;
            let (mut total, mut beyond) = (0, 0);
            if self.ledger {
                (total, beyond) = (number(cells.next().flatten())?, number(cells.next().flatten())?);
            }
            head.get_or_insert((person, total_rows, total, beyond));
            if cells.next().flatten().is_some() {
                lines.push(self.line(&mut cells)?);
            }
        }
        let Some((person, total_rows, total, beyond)) = head else { return Ok(None) };
        let (newer, older) = neighbours(part, &mut lines);
        let newest = if is_backward(part) {
            // The cursor's row and everything older, then this part's lines on top.
            total - beyond + lines.iter().map(|line| line.amount).sum::<i128>()
        } else {
            beyond
        };
        run_balance(&mut lines, newest);
        Ok(Some(Listing { person, total_rows, balance: total, lines, newer, older }))
    }

    fn line(&self, cells: &mut impl Iterator<Item = Option<String>>) -> Result<Line, Failure> {
        let shown = cells.by_ref().take(self.cells.len()).collect();
        let amount = if self.ledger { number(cells.next().flatten())? } else { 0 };
        Ok(Line { cells: shown, amount, balance: 0, place: cells.collect() })
    }
}

fn is_backward(part: &Part) -> bool {
    part.from.as_ref().is_some_and(|cursor| cursor.backward)
}

/// Gives each line its balance, from that of the newest downwards.
fn run_balance(lines: &mut [Line], newest: i128) {
    let mut balance = newest;
    for line in lines {
        line.balance = balance;
        balance -= line.amount;
    }
}

/// Cuts the one line too many, turns a part read backward round, and tells where its neighbours are.
fn neighbours(part: &Part, lines: &mut Vec<Line>) -> (Option<Cursor>, Option<Cursor>) {
    let more = lines.len() > part.limit;
    lines.truncate(part.limit);
    let backward = is_backward(part);
    if backward {
        lines.reverse();
    }
    // Rows that went since the cursor was made may leave a part empty: then its own place leads back.
    let place = |line: Option<&Line>| {
        line.map(|line| line.place.clone()).or_else(|| part.from.as_ref().map(|cursor| cursor.values.clone()))
    };
    let newer = place(lines.first()).map(|values| Cursor { backward: true, values });
    let older = place(lines.last()).map(|values| Cursor { backward: false, values });
    match &part.from {
        None => (None, older.filter(|_| more)),
        Some(_) if backward => (newer.filter(|_| more), older),
        Some(_) => (newer, older.filter(|_| more)),
    }
}
