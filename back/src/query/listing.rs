//! One statement for one part of a page: the person, the totals over all rows, the rows of the part with what is
//! before and after them.

use vantail_shared::failure::Failure;

use super::{
    access::Whom,
    build::{Select, Sql},
    keyset::{Cursor, Term, beyond, order},
    nearest::{KeptLines, Lines},
    person::{self, PersonRow, number},
    statement::{Answer, Statement},
    types::Type,
};
use crate::map::Dialect;

/// How a cell crosses from the inner select to the outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// For people: of bounded length.
    Shown(Type),
    /// A whole number of ours.
    Whole,
    /// For a key: as it is, whole.
    Exact(Type),
}

/// What is added up from line to line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Running {
    /// Nothing.
    Nothing,
    /// The amounts of all lines.
    Balance,
    /// The same, of which only some lines are shown: each line brings its balance with it.
    Sifted,
    /// Nothing: the database keeps the balance after each line.
    Kept,
}

/// All rows of a person that a page can show.
#[derive(Debug, Clone)]
pub(crate) struct Query<'a> {
    pub(super) whom: Whom<'a>,
    /// A select that gives the columns c0.., o0.., s0.. and, for a balance, m; a balance runs newest first. Where lines
    /// are sifted it gives b, the balance after the line, and h, 1 for the lines that are shown.
    pub(super) base: Sql,
    pub(super) cells: Vec<Cell>,
    pub(super) terms: Vec<Term>,
    /// How many columns are summed over all rows that are shown.
    pub(super) sums: usize,
    pub(super) running: Running,
    /// The lines of a ledger whose balance the database keeps.
    pub(super) kept: Option<KeptLines>,
    /// Whether the rows are shown to staff, with no person beside them.
    pub(super) of_nobody: bool,
    /// Whether the rows are found before anything is asked of them. `MariaDB` would else rather read a whole table in the
    /// order of the page until it has found enough rows of the person.
    pub(super) fenced: bool,
    /// Whether nothing is worked out of the rows before they are asked for: then SQLite, which would keep them all for the
    /// second asking, asks twice.
    pub(super) plain: bool,
}

/// Every row there can be: a derived table with a limit is not merged into what asks it.
pub(super) const FENCE: &str = " LIMIT 18446744073709551615";

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
    /// All rows that were asked for; absent where counting them would cost more than everything else.
    pub(crate) total_rows: Option<u64>,
    /// The balance after all rows of the person, in minor units: for a ledger.
    pub(crate) balance: i128,
    /// The sums of columns over all rows that were asked for, as whole numbers.
    pub(crate) sums: Vec<i128>,
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
    /// The balance after this line, in minor units: for a ledger. Absent where the database keeps it and does not say.
    pub(crate) balance: Option<i128>,
    /// The values of the order's columns.
    pub(crate) place: Vec<Option<String>>,
}

impl Listing {
    /// How many rows were asked for; of those that were not counted the ones at hand.
    pub(crate) fn count(&self) -> u64 {
        self.total_rows.unwrap_or(self.lines.len() as u64)
    }
}

impl Query<'_> {
    /// The statement for one part.
    pub(crate) fn statement(&self, part: &Part) -> Statement {
        Statement::one(self.whom.map.schema(), self.select(part, self.of_nobody))
    }

    /// With the person beside the rows, but `of_nobody`.
    pub(super) fn select(&self, part: &Part, of_nobody: bool) -> Select {
        let (dialect, backward) = (self.whom.dialect(), is_backward(part));
        let whole = |value: Sql| dialect.text(value, Type::Decimal);
        let cells = self.cells.iter().enumerate().map(|(index, cell)| {
            let value = Sql::new("v").label(".c", index);
            match cell {
                Cell::Shown(of) => dialect.shown_text(value, *of),
                Cell::Whole => whole(value),
                Cell::Exact(of) => dialect.exact_text(value, *of),
            }
        });
        let amounts = self.running.of_line().iter().map(|amount| whole(Sql::new("v").with(amount)));
        let places = self.terms.iter().enumerate();
        let places =
            places.map(|(index, term)| dialect.exact_text(Sql::new("v").label(".o", index), term.of));
        let person = if of_nobody { Vec::new() } else { person::cells(self.whom) };
        let counted = self.is_counted();
        let columns = person
            .into_iter()
            .chain(counted.then(|| self.total_labels()).into_iter().flatten())
            .chain(self.asks_newest(part).then(|| whole(Sql::new("w.b"))))
            .chain([Sql::new("v.present")])
            .chain(cells)
            .chain(amounts)
            .chain(places)
            .collect();
        let mut from = Sql::new("FROM ").then(if of_nobody {
            Sql::new("(SELECT 1 AS one) AS p")
        } else {
            person::part(self.whom)
        });
        let twice = self.plain && dialect == Dialect::Sqlite;
        let all = || {
            let again = || Sql::new("(").then(self.base.clone()).with(") AS r");
            if twice { again() } else { Sql::new("r") }
        };
        if counted {
            let totals = self.totals(part).with(" FROM ").then(all());
            from = from.with(" CROSS JOIN (SELECT ").then(totals).with(") AS s");
        }
        if let Some(kept) = self.kept.as_ref().filter(|_| self.asks_newest(part)) {
            from = from.with(" LEFT JOIN (").then(kept.newest(dialect, &self.terms)).with(") AS w ON 1 = 1");
        }
        let head = Sql::new("'1' AS present, ").then(self.labels());
        let lines =
            Lines { columns: head, beyond: self.wanted(part), backward, limit: part.limit as u64 + 1 };
        let nearest = match &self.kept {
            Some(kept) if !counted => kept.nearest(dialect, &self.terms, lines),
            _ => lines.of(dialect, &self.terms, all()),
        };
        let from = from.with(" LEFT JOIN (").then(nearest).with(") AS v ON 1 = 1");
        let fence = if self.fenced && dialect == Dialect::MariaDb { FENCE } else { "" };
        let rows = || Sql::new("WITH r AS (").then(self.base.clone()).with(fence).with(") ");
        Select {
            with: if counted && !twice { rows() } else { Sql::default() },
            columns,
            from,
            order: order(dialect, &self.terms, "v", backward),
        }
    }

    /// Whether all rows are counted and summed.
    fn is_counted(&self) -> bool {
        self.kept.as_ref().is_none_or(|kept| kept.sifted) || self.sums > 0
    }

    /// Whether the newest line of all has to be asked for its balance: the part's own first line does not tell.
    fn asks_newest(&self, part: &Part) -> bool {
        let tells = |kept: &KeptLines| part.from.is_none() && !kept.sifted && !kept.nullable;
        self.kept.as_ref().is_some_and(|kept| !tells(kept))
    }

    /// Which rows the part is taken from.
    fn wanted(&self, part: &Part) -> Vec<Sql> {
        let shown = (self.running == Running::Sifted).then(|| Sql::new("r.h = 1"));
        let beyond =
            part.from.as_ref().map(|cursor| Sql::new("(").then(beyond(&self.terms, "r", cursor)).with(")"));
        shown.into_iter().chain(beyond).collect()
    }

    /// Counts and sums over all rows, and the sum over those beyond the cursor: what a running balance starts from.
    /// Adding up the few lines of a part afterwards costs less than a window function over all rows.
    fn totals(&self, part: &Part) -> Sql {
        let count = if self.running == Running::Sifted { "SUM(r.h)" } else { "COUNT(*)" };
        let running: Vec<Sql> = match (self.running, &part.from) {
            (Running::Nothing | Running::Kept, _) => Vec::new(),
            (Running::Sifted, _) => vec![Sql::new("SUM(r.m)")],
            (Running::Balance, None) => vec![Sql::new("SUM(r.m)"), Sql::new("SUM(r.m)")],
            (Running::Balance, Some(cursor)) => {
                let beyond = Sql::new("SUM(CASE WHEN ").then(beyond(&self.terms, "r", cursor));
                vec![Sql::new("SUM(r.m)"), beyond.with(" THEN r.m ELSE 0 END)")]
            }
        };
        let sums = (0..self.sums).map(|index| Sql::new("SUM(r").label(".s", index).with(")"));
        let all = [Sql::new(count)].into_iter().chain(running).chain(sums);
        // As texts at once: they are repeated in every row.
        let all = all.map(|sum| self.whom.dialect().text(sum, Type::Decimal)).enumerate();
        Sql::join(all.map(|(index, sum)| sum.label(" AS a", index)), ", ")
    }

    fn total_labels(&self) -> Vec<Sql> {
        (0..1 + self.running.sums() + self.sums).map(|index| Sql::new("s").label(".a", index)).collect()
    }

    fn labels(&self) -> Sql {
        let cells = (0..self.cells.len()).map(|index| Sql::new("r").label(".c", index).label(" AS c", index));
        let places =
            (0..self.terms.len()).map(|index| Sql::new("r").label(".o", index).label(" AS o", index));
        let amounts: &[&str] = match self.running {
            Running::Nothing => &[],
            Running::Balance => &["r.m AS m"],
            Running::Sifted | Running::Kept => &["r.m AS m", "r.b AS b"],
        };
        let amounts = amounts.iter().map(|&amount| Sql::new(amount));
        Sql::join(cells.chain(places).chain(amounts), ", ")
    }

    /// Reads the answer to [`Query::statement`] for the same part; `None` when the person is gone.
    pub(crate) fn read(&self, part: &Part, answer: Answer) -> Result<Option<Listing>, Failure> {
        self.read_of(part, self.of_nobody, answer)
    }

    /// As [`Query::read`], for [`Query::select`] with the same `of_nobody`.
    pub(super) fn read_of(
        &self,
        part: &Part,
        of_nobody: bool,
        answer: Answer,
    ) -> Result<Option<Listing>, Failure> {
        let mut head: Option<(PersonRow, Totals)> = None;
        // The same in every row.
        let mut width = 0;
        let mut lines = Vec::with_capacity(answer.len());
        for row in answer {
            let mut cells = row.into_iter();
            if head.is_some() {
                cells.by_ref().take(width).for_each(drop);
            } else {
                let all = cells.len();
                let person =
                    if of_nobody { PersonRow::nobody() } else { person::take(self.whom, &mut cells) };
                head = Some((person, self.read_totals(part, &mut cells)?));
                width = all - cells.len();
            }
            if cells.next().flatten().is_some() {
                lines.push(self.line(&mut cells)?);
            }
        }
        let Some((person, totals)) = head else { return Ok(None) };
        let (newer, older) = neighbours(part, &mut lines);
        if self.running == Running::Balance {
            let newest = if is_backward(part) {
                // The cursor's row and everything older, then this part's lines on top.
                totals.all - totals.beyond + lines.iter().map(|line| line.amount).sum::<i128>()
            } else {
                totals.beyond
            };
            run_balance(&mut lines, newest);
        }
        let Totals { rows: total_rows, mut all, sums, .. } = totals;
        if self.kept.is_some() && !self.asks_newest(part) {
            all = lines.first().and_then(|line| line.balance).unwrap_or_default();
        }
        let balance = all;
        Ok(Some(Listing { person, total_rows, balance, sums, lines, newer, older }))
    }

    fn read_totals(
        &self,
        part: &Part,
        cells: &mut impl Iterator<Item = Option<String>>,
    ) -> Result<Totals, Failure> {
        let mut totals = Totals { rows: None, all: 0, beyond: 0, sums: Vec::new() };
        if self.is_counted() {
            totals.rows = Some(number(cells.next().flatten())?);
            let running = [&mut totals.all, &mut totals.beyond];
            for total in running.into_iter().take(self.running.sums()) {
                *total = number(cells.next().flatten())?;
            }
            totals.sums = cells.take(self.sums).map(number).collect::<Result<_, _>>()?;
        }
        if self.asks_newest(part) {
            totals.all = number(cells.next().flatten())?;
        }
        Ok(totals)
    }

    fn line(&self, cells: &mut impl Iterator<Item = Option<String>>) -> Result<Line, Failure> {
        let shown = cells.by_ref().take(self.cells.len()).collect();
        let mut running = [None; 2];
        for (amount, _) in running.iter_mut().zip(self.running.of_line()) {
            *amount = cells.next().flatten().map(|cell| number(Some(cell))).transpose()?;
        }
        let [amount, balance] = running;
        Ok(Line { cells: shown, amount: amount.unwrap_or_default(), balance, place: cells.collect() })
    }
}

impl Running {
    /// The columns of a line that it needs.
    fn of_line(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::Balance => &[".m"],
            Self::Sifted | Self::Kept => &[".m", ".b"],
        }
    }

    /// How many sums over all lines it needs.
    fn sums(self) -> usize {
        match self {
            Self::Nothing | Self::Kept => 0,
            Self::Balance => 2,
            Self::Sifted => 1,
        }
    }
}

/// What the first columns of an answer say of all rows.
struct Totals {
    rows: Option<u64>,
    all: i128,
    beyond: i128,
    sums: Vec<i128>,
}

fn is_backward(part: &Part) -> bool {
    part.from.as_ref().is_some_and(|cursor| cursor.backward)
}

/// Gives each line its balance, from that of the newest downwards.
fn run_balance(lines: &mut [Line], newest: i128) {
    let mut balance = newest;
    for line in lines {
        line.balance = Some(balance);
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
