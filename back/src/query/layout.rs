//! What an answer to a part of a page holds, and how it is read: known without the statement that asked for it.

use vantail_shared::failure::Failure;

use super::{
    access::Whom,
    answer::Row,
    keyset::Cursor,
    listing::Part,
    person::{self, PersonRow, number},
};

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

/// What stands in the rows of an answer beside the person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Layout {
    /// How many cells of a line are for people or for its key.
    pub(super) cells: usize,
    /// How many columns are summed over all rows that are shown.
    pub(super) sums: usize,
    pub(super) running: Running,
    /// Of a ledger whose balance the database keeps.
    pub(super) kept: Option<KeptBalance>,
}

/// A balance that the database keeps.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeptBalance {
    /// Whether only some lines are shown.
    pub(super) sifted: bool,
    /// Whether a line may come without its balance.
    pub(super) nullable: bool,
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

impl Layout {
    /// Cells of lines of which nothing is added up.
    pub(super) fn plain(cells: usize) -> Self {
        Self { cells, sums: 0, running: Running::Nothing, kept: None }
    }

    /// Whether all rows are counted and summed.
    pub(super) fn is_counted(&self) -> bool {
        self.kept.is_none_or(|kept| kept.sifted) || self.sums > 0
    }

    /// Whether the newest line of all has to be asked for its balance: the part's own first line does not tell.
    pub(super) fn asks_newest(&self, part: &Part) -> bool {
        self.kept.is_some_and(|kept| part.from.is_some() || kept.sifted || kept.nullable)
    }

    /// Reads the answer for a part; `None` when the person is gone. `of_nobody` where no person was asked for.
    pub(super) fn read(
        self,
        whom: Whom<'_>,
        part: &Part,
        of_nobody: bool,
        rows: &[Row<'_>],
    ) -> Result<Option<Listing>, Failure> {
        // What stands before a line is the same in every row.
        let Some(mut first) = rows.first().cloned() else { return Ok(None) };
        let all = first.len();
        let person = if of_nobody { PersonRow::nobody() } else { person::take(whom, &mut first) };
        let totals = self.read_totals(part, &mut first)?;
        let width = all - first.len();
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let mut row = row.clone().after(width);
            if row.text().is_some() {
                lines.push(self.line(row)?);
            }
        }
        let (newer, older) = neighbours(part, &mut lines);
        if self.running == Running::Balance {
            let newest = if part.is_backward() {
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

    fn read_totals(&self, part: &Part, row: &mut Row<'_>) -> Result<Totals, Failure> {
        let mut totals = Totals { rows: None, all: 0, beyond: 0, sums: Vec::new() };
        if self.is_counted() {
            totals.rows = Some(number(row.text())?);
            let running = [&mut totals.all, &mut totals.beyond];
            for total in running.into_iter().take(self.running.sums()) {
                *total = number(row.text())?;
            }
            totals.sums = (0..self.sums).map(|_| number(row.text())).collect::<Result<_, _>>()?;
        }
        if self.asks_newest(part) {
            totals.all = number(row.text())?;
        }
        Ok(totals)
    }

    fn line(&self, mut row: Row<'_>) -> Result<Line, Failure> {
        let cells = row.texts(self.cells);
        let mut running = [None; 2];
        for (amount, _) in running.iter_mut().zip(self.running.of_line()) {
            *amount = row.text().map(|cell| number(Some(cell))).transpose()?;
        }
        let [amount, balance] = running;
        Ok(Line { cells, amount: amount.unwrap_or_default(), balance, place: row.rest() })
    }
}

impl Running {
    /// The columns of a line that it needs.
    pub(super) fn of_line(self) -> &'static [&'static str] {
        match self {
            Self::Nothing => &[],
            Self::Balance => &[".m"],
            Self::Sifted | Self::Kept => &[".m", ".b"],
        }
    }

    /// How many sums over all lines it needs.
    pub(super) fn sums(self) -> usize {
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
    let backward = part.is_backward();
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
