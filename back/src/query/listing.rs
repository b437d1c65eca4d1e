//! One statement for one part of a page: the person, the totals over all rows, the rows of the part with what is
//! before and after them.

use vantail_shared::failure::Failure;

use super::{
    access::Whom,
    answer::Answer,
    build::{Each, Select, Sql},
    keyset::{Cursor, Term, beyond, order},
    layout::{Layout, Listing, Running},
    nearest::{KeptLines, Lines},
    person,
    statement::Statement,
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

/// All rows of a person that a page can show.
#[derive(Debug, Clone)]
pub(crate) struct Query<'a> {
    pub(super) whom: Whom<'a>,
    /// A select that gives the columns c0.., o0.., s0.. and, for a balance, m; a balance runs newest first. Where lines
    /// are sifted it gives b, the balance after the line, and h, 1 for the lines that are shown.
    pub(super) base: Sql,
    pub(super) cells: Vec<Cell>,
    pub(super) terms: Vec<Term>,
    pub(super) layout: Layout,
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

impl Part {
    /// Rows of a page's summary on the first page.
    pub(crate) const SUMMARY: usize = 3;
    /// Rows of one part of a page.
    pub(crate) const PAGE: usize = 50;
    /// Rows of one part of a page at the most, however many are asked for: of a page that is taken away as a file.
    pub(crate) const FILE: usize = 500;

    /// Whether it has a number of rows that is asked for over and over.
    pub(super) fn is_usual(&self) -> bool {
        [Self::SUMMARY, Self::PAGE, Self::FILE].contains(&self.limit)
    }

    /// Whether it is read from its end to its beginning.
    pub(super) fn is_backward(&self) -> bool {
        self.from.as_ref().is_some_and(|cursor| cursor.backward)
    }
}

impl Query<'_> {
    /// The statement for one part.
    pub(crate) fn statement(&self, part: &Part) -> Statement {
        Statement::of_whom(self.whom, self.select(part, self.of_nobody))
    }

    /// With the person beside the rows, but `of_nobody`.
    pub(super) fn select(&self, part: &Part, of_nobody: bool) -> Select {
        let (dialect, backward) = (self.whom.dialect(), part.is_backward());
        let whole = |value: Sql| dialect.text(value, Type::Decimal);
        let person = if of_nobody { Vec::new() } else { person::cells(self.whom) };
        let counted = self.layout.is_counted();
        let columns = person
            .into_iter()
            .chain(counted.then(|| self.total_labels()).into_iter().flatten())
            .chain(self.layout.asks_newest(part).then(|| whole(Sql::new("w.b"))))
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
        if let Some((kept, balance)) = self.kept.as_ref().zip(self.layout.kept)
            && self.layout.asks_newest(part)
        {
            let newest = kept.newest(dialect, &self.terms, balance);
            from = from.with(" LEFT JOIN (").then(newest).with(") AS w ON 1 = 1");
        }
        let head = Sql::new("'1' AS present, ").then(self.labels());
        let lines =
            Lines { columns: head, beyond: self.wanted(part), backward, limit: part.limit as u64 + 1 };
        let nearest = match &self.kept {
            Some(kept) if !counted => kept.nearest(dialect, &self.terms, lines),
            _ => lines.of(dialect, &self.terms, all()),
        };
        let text = |value: Sql, cell: Cell| match cell {
            Cell::Shown(of) => dialect.shown_text(value, of),
            Cell::Whole => whole(value),
            Cell::Exact(of) => dialect.exact_text(value, of),
        };
        let element = |value: Sql, cell: Cell| match cell {
            Cell::Whole => value,
            Cell::Shown(of) | Cell::Exact(of) => Dialect::element(value.clone(), of, text(value, cell)),
        };
        // What is taken away as a file comes row by row: its bound in bytes is then one on memory.
        let gathered = dialect == Dialect::Postgres && part.limit <= Part::PAGE;
        let values = gathered.then(|| self.told(element));
        let texts = self.told(text);
        let fence = if self.fenced && dialect == Dialect::MariaDb { FENCE } else { "" };
        let rows = || Sql::new("WITH r AS (").then(self.base.clone()).with(fence).with(") ");
        Select {
            with: if counted && !twice { rows() } else { Sql::default() },
            columns,
            from,
            each: Some(Each { rows: nearest, texts, values }),
            order: order(dialect, &self.terms, "v", backward),
        }
    }

    /// What is told of each row in one form: its cells, its amounts, its place.
    fn told(&self, form: impl Fn(Sql, Cell) -> Sql) -> Vec<Sql> {
        let cells = self.cells.iter().enumerate();
        let cells = cells.map(|(index, cell)| form(Sql::new("v").label(".c", index), *cell));
        let amounts = self.layout.running.of_line().iter();
        let amounts = amounts.map(|amount| form(Sql::new("v").with(amount), Cell::Whole));
        let places = self.terms.iter().enumerate();
        let places = places.map(|(index, term)| form(Sql::new("v").label(".o", index), Cell::Exact(term.of)));
        cells.chain(amounts).chain(places).collect()
    }

    /// Which rows the part is taken from.
    fn wanted(&self, part: &Part) -> Vec<Sql> {
        let shown = (self.layout.running == Running::Sifted).then(|| Sql::new("r.h = 1"));
        let beyond =
            part.from.as_ref().map(|cursor| Sql::new("(").then(beyond(&self.terms, "r", cursor)).with(")"));
        shown.into_iter().chain(beyond).collect()
    }

    /// Counts and sums over all rows, and the sum over those beyond the cursor: what a running balance starts from.
    /// Adding up the few lines of a part afterwards costs less than a window function over all rows.
    fn totals(&self, part: &Part) -> Sql {
        let count = if self.layout.running == Running::Sifted { "SUM(r.h)" } else { "COUNT(*)" };
        let running: Vec<Sql> = match (self.layout.running, &part.from) {
            (Running::Nothing | Running::Kept, _) => Vec::new(),
            (Running::Sifted, _) => vec![Sql::new("SUM(r.m)")],
            (Running::Balance, None) => vec![Sql::new("SUM(r.m)"), Sql::new("SUM(r.m)")],
            (Running::Balance, Some(cursor)) => {
                let beyond = Sql::new("SUM(CASE WHEN ").then(beyond(&self.terms, "r", cursor));
                vec![Sql::new("SUM(r.m)"), beyond.with(" THEN r.m ELSE 0 END)")]
            }
        };
        let sums = (0..self.layout.sums).map(|index| Sql::new("SUM(r").label(".s", index).with(")"));
        let all = [Sql::new(count)].into_iter().chain(running).chain(sums);
        // As texts at once: they are repeated in every row.
        let all = all.map(|sum| self.whom.dialect().text(sum, Type::Decimal)).enumerate();
        Sql::join(all.map(|(index, sum)| sum.label(" AS a", index)), ", ")
    }

    fn total_labels(&self) -> Vec<Sql> {
        (0..1 + self.layout.running.sums() + self.layout.sums)
            .map(|index| Sql::new("s").label(".a", index))
            .collect()
    }

    fn labels(&self) -> Sql {
        let cells = (0..self.cells.len()).map(|index| Sql::new("r").label(".c", index).label(" AS c", index));
        let places =
            (0..self.terms.len()).map(|index| Sql::new("r").label(".o", index).label(" AS o", index));
        let amounts: &[&str] = match self.layout.running {
            Running::Nothing => &[],
            Running::Balance => &["r.m AS m"],
            Running::Sifted | Running::Kept => &["r.m AS m", "r.b AS b"],
        };
        let amounts = amounts.iter().map(|&amount| Sql::new(amount));
        Sql::join(cells.chain(places).chain(amounts), ", ")
    }

    /// Reads the answer to [`Query::statement`] for the same part; `None` when the person is gone.
    pub(crate) fn read(&self, part: &Part, answer: &Answer) -> Result<Option<Listing>, Failure> {
        self.layout.read(self.whom, part, self.of_nobody, &answer.rows().collect::<Vec<_>>())
    }
}
