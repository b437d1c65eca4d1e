//! Rows of one table as a page shows them: records, lists, cards, time lines and statements.

use super::{
    access::{self, Whom},
    alias::Alias,
    asked::{Asked, Choice},
    build::Sql,
    join::Mine,
    keyset::Term,
    layout::{KeptBalance, Layout, Running},
    listing::{Cell, FENCE, Query},
    nearest::KeptLines,
    sorted,
    types::Type,
};
use crate::map::{
    Amount, Chart, ColumnName, ColumnShape, Dialect, Format, Ledger, Money, Nature, Page, Rows, ShownColumn,
    Template,
};
use std::sync::OnceLock;

use vantail_shared::config::Spot;

/// How much of a text takes part in an order, in characters: it must fit into a handle.
const MAX_ORDER_TEXT: u64 = 80;
/// Words of one question at the most; those beyond are not looked for.
const MAX_WORDS: usize = 6;
/// Sums of numbers that are no money are exact to this many places.
pub(crate) const SUM_PLACES: u32 = 6;

/// The rows of a page that are one person's, to be asked for in several ways.
#[derive(Debug, Clone)]
pub(crate) struct PageRows<'a> {
    pub(super) whom: Whom<'a>,
    pub(super) rows: &'a Rows,
    pub(super) ledger: Option<&'a Ledger>,
    page: &'a Page,
    /// Written when a statement is: most are asked over and over.
    mine: OnceLock<Mine<'a>>,
}

impl<'a> PageRows<'a> {
    /// `None` when the page shows no rows, or has no way to this kind of person.
    pub(crate) fn new(whom: Whom<'a>, page: &'a Page) -> Option<Self> {
        let rows = page.content.rows()?;
        let ledger = page.content.ledger();
        rows.source.leads_to(whom.kind).then(|| Self { whom, rows, ledger, page, mine: OnceLock::new() })
    }

    /// The page.
    pub(super) fn page(&self) -> &'a Page {
        self.page
    }

    fn mine(&self) -> &Mine<'a> {
        let (whom, rows) = (self.whom, self.rows);
        let condition = rows.condition.as_ref();
        let mine = || Mine::new(&whom, &rows.source, &rows.joins, condition, whom.audience(self.page));
        self.mine.get_or_init(mine)
    }

    /// What an answer to [`PageRows::list`] holds.
    pub(super) fn layout(&self, asked: &Asked) -> Layout {
        let balance = self.ledger.and_then(|ledger| ledger.balance.as_ref());
        let running = match (self.ledger, balance) {
            (None, _) => Running::Nothing,
            (_, Some(_)) => Running::Kept,
            _ if asked.keeps_all() => Running::Balance,
            _ => Running::Sifted,
        };
        let heading = self.heading().map_or(0, |heading| heading.columns().count());
        let beside = heading + usize::from(self.moment().is_some()) + self.key().len();
        let table = self.whom.map.schema().table(&self.rows.source.table);
        let kept = balance.map(|balance| KeptBalance {
            sifted: !asked.keeps_all(),
            nullable: table
                .and_then(|table| table.column(&balance.value.column))
                .is_none_or(|shape| shape.nullable),
        });
        Layout { cells: self.rows.columns.len() + beside, sums: self.rows.totals.len(), running, kept }
    }

    /// The rows that were asked for: of each the cells shown, those of its heading and its moment, and its key.
    pub(crate) fn list(&self, asked: &Asked) -> Query<'a> {
        let mut cells: Vec<(Sql, Cell)> = self.rows.columns.iter().map(|shown| self.shown(shown)).collect();
        let heading = self.heading().into_iter().flat_map(Template::columns).chain(self.moment());
        cells.extend(heading.map(|name| self.plain(name)));
        cells.extend(self.key().iter().map(|column| {
            let (value, of) = self.column(&ColumnName::own(column));
            (value, Cell::Exact(of))
        }));
        let sums: Vec<Sql> = self.rows.totals.iter().map(|name| self.scaled(name)).collect();
        self.query(self.layout(asked), cells, sums, asked)
    }

    /// One row by its key, with everything that is told of it.
    pub(crate) fn one(&self, key: &[String]) -> Query<'a> {
        let mut cells: Vec<(Sql, Cell)> = self.rows.detail.iter().map(|shown| self.shown(shown)).collect();
        let heading = self.heading().into_iter().flat_map(Template::columns);
        cells.extend(heading.map(|name| self.plain(name)));
        let mut query = self.query(Layout::plain(cells.len()), cells, Vec::new(), &Asked::default());
        let columns = self.key();
        let whole = !columns.is_empty() && key.len() == columns.len();
        let own = columns.iter().enumerate().map(|(index, column)| {
            let value = key.get(index).filter(|_| whole).cloned();
            access::equals(self.whom.map, &self.rows.source.table, Alias::OWN, column, value)
        });
        // A page without a key has no rows by themselves, and no handle names one.
        let named = if whole { Sql::join(own, " AND ") } else { Sql::new("1 = 0") };
        query.base = query.base.with(" AND ").then(named);
        query
    }

    /// The columns that name a row of the page's table, when rows can be seen by themselves.
    fn key(&self) -> Vec<&'a str> {
        if self.rows.detail.is_empty() { Vec::new() } else { self.whom.map.key_of(&self.rows.source.table) }
    }

    /// The columns shown.
    pub(crate) fn columns(&self) -> &'a [ShownColumn] {
        &self.rows.columns
    }

    /// The columns of one row by itself.
    pub(crate) fn detail(&self) -> &'a [ShownColumn] {
        &self.rows.detail
    }

    /// The columns that are summed.
    pub(crate) fn totals(&self) -> &'a [Spot<ColumnName>] {
        &self.rows.totals
    }

    /// What is drawn above the rows.
    pub(crate) fn chart_of(&self) -> Option<&'a Chart> {
        self.rows.chart.as_ref()
    }

    /// How a column is shown, here or in the view of one row.
    pub(crate) fn shown_as(&self, name: &ColumnName) -> Option<&'a ShownColumn> {
        let everywhere = self.rows.columns.iter().chain(&self.rows.detail).chain(&self.rows.filter);
        everywhere.into_iter().find(|shown| shown.column.value == *name)
    }

    /// How a row's heading is written.
    pub(crate) fn heading(&self) -> Option<&'a Template> {
        self.rows.card.as_ref().map(|card| &card.value)
    }

    /// The column of a row's moment.
    pub(crate) fn moment(&self) -> Option<&'a ColumnName> {
        self.rows.when.as_ref().map(|when| &when.value)
    }

    fn query(&self, layout: Layout, cells: Vec<(Sql, Cell)>, sums: Vec<Sql>, asked: &Asked) -> Query<'a> {
        let running = layout.running;
        let (values, cells): (Vec<Sql>, Vec<Cell>) = cells.into_iter().unzip();
        let (mut places, mut terms): (Vec<Sql>, Vec<Term>) = self.places(asked).into_iter().unzip();
        if self.whom.map.key_of(&self.rows.source.table).is_empty() {
            places.push(self.among_equals(&places, values.iter().zip(&cells)));
            terms.push(Term { descending: false, nullable: false, of: Type::Integer(64) });
        }
        let amount = self.amount().filter(|_| running != Running::Nothing);
        let mut columns: Vec<Sql> = Vec::new();
        for (letter, values) in [(" AS c", values), (" AS o", places), (" AS s", sums)] {
            columns.extend(values.into_iter().enumerate().map(|(index, value)| value.label(letter, index)));
        }
        columns.extend(amount.map(|amount| amount.with(" AS m")));
        let kept = (running == Running::Kept).then(|| self.kept(&mut columns)).flatten();
        let sifted = self.sifted(asked);
        let uncounted = !layout.is_counted();
        let base = match (running, sifted) {
            // Every line comes from those that are kept.
            _ if uncounted => Sql::default(),
            (Running::Sifted, Some(sifted)) => {
                columns.push(Sql::new("CASE WHEN ").then(sifted).with(" THEN 1 ELSE 0 END AS h"));
                self.with_balances(self.select(columns), &terms)
            }
            (_, sifted) => {
                let sifted = sifted.map(|sifted| Sql::new(" AND ").then(sifted));
                sifted.into_iter().fold(self.select(columns), Sql::then)
            }
        };
        let fenced = !self.mine().direct;
        let plain = self.sifted(asked).is_none() && !self.whom.map.key_of(&self.rows.source.table).is_empty();
        let whom = self.whom;
        Query { whom, base, cells, terms, layout, kept, of_nobody: false, fenced, plain }
    }

    /// Adds the balance after each line to the columns, and tells how to come by few lines.
    fn kept(&self, columns: &mut Vec<Sql>) -> Option<KeptLines> {
        let (ledger, source) = (self.ledger?, &self.rows.source);
        let balance = &ledger.balance.as_ref()?.value;
        columns.push(self.minor(balance, ledger.money).with(" AS b"));
        // Rows without a key are numbered over all of them.
        let numbered = self.whom.map.key_of(&source.table).is_empty();
        let apart = !numbered && self.whom.dialect().has_lateral();
        let mine = self.mine();
        let holders = mine.by_holder.as_ref().filter(|_| apart);
        let select = Sql::new("SELECT ").then(Sql::join(columns.iter().cloned(), ", "));
        let fenced = !mine.direct && self.whom.dialect() == Dialect::MariaDb;
        let all = || mine.clauses().with(if fenced { FENCE } else { "" });
        Some(KeptLines {
            lines: select.then(holders.map_or_else(all, |(_, clauses)| clauses.clone())),
            holders: holders.map(|(holders, _)| holders.clone()),
        })
    }

    pub(super) fn column(&self, name: &ColumnName) -> (Sql, Type) {
        self.mine().rows.column(name)
    }

    /// A select over the page's rows, which ends with its conditions.
    pub(super) fn select(&self, columns: Vec<Sql>) -> Sql {
        Sql::new("SELECT ").then(Sql::join(columns, ", ")).then(self.mine().clauses())
    }

    /// The balance after each line, over all lines whether they are shown or not.
    fn with_balances(&self, lines: Sql, terms: &[Term]) -> Sql {
        let oldest_first = super::keyset::order(self.whom.dialect(), terms, "x", true);
        // Where the lines are asked for a second time, MariaDB finds no way to them by an index through the sum above them.
        let fenced = !self.mine().direct && self.whom.dialect() == Dialect::MariaDb;
        Sql::new("SELECT x.*, SUM(x.m) OVER (ORDER BY ")
            .then(oldest_first)
            .with(" ROWS UNBOUNDED PRECEDING) AS b FROM (")
            .then(lines)
            .with(if fenced { FENCE } else { "" })
            .with(") AS x")
    }

    /// What was asked of the rows as a condition; nothing when all are wanted.
    pub(super) fn sifted(&self, asked: &Asked) -> Option<Sql> {
        let chosen = self.rows.filter.iter().enumerate().filter_map(|(index, shown)| {
            let (value, of) = self.column(&shown.column);
            chosen(&self.whom, value, of, asked.filter(index))
        });
        let conditions: Vec<Sql> = self.searched(asked).into_iter().chain(chosen).collect();
        (!conditions.is_empty()).then(|| Sql::join(conditions, " AND "))
    }

    /// Every word stands in some column.
    pub(super) fn searched(&self, asked: &Asked) -> Option<Sql> {
        let columns: Vec<Sql> = self.rows.search.iter().map(|name| self.text(name)).collect();
        searched(&self.whom, &columns, &asked.search)
    }

    fn text(&self, name: &ColumnName) -> Sql {
        let (value, of) = self.column(name);
        self.whom.dialect().text(value, of)
    }

    fn shown(&self, shown: &ShownColumn) -> (Sql, Cell) {
        match shown.format {
            Format::Money(money) => (self.minor(&shown.column, money), Cell::Whole),
            _ => self.plain(&shown.column),
        }
    }

    fn plain(&self, name: &ColumnName) -> (Sql, Cell) {
        let (value, of) = self.column(name);
        match of {
            // Only that they are there: bytes must not travel through a sort.
            Type::Bytes => (self.whom.dialect().shown_text(value, of), Cell::Shown(Type::Text)),
            of => (value, Cell::Shown(of)),
        }
    }

    pub(super) fn minor(&self, name: &ColumnName, money: Money) -> Sql {
        let (value, of) = self.column(name);
        self.whom.dialect().minor(value, of, money)
    }

    /// A column that is summed, as a whole number: minor units of money, else millionths.
    pub(super) fn scaled(&self, name: &ColumnName) -> Sql {
        if let Some(money) = self.money(name) {
            return self.minor(name, money);
        }
        let (value, of) = self.column(name);
        self.whom.dialect().scaled(value, of, SUM_PLACES)
    }

    /// What a shown column counts, when it is money.
    pub(crate) fn money(&self, name: &ColumnName) -> Option<Money> {
        match self.shown_as(name)?.format {
            Format::Money(money) => Some(money),
            _ => None,
        }
    }

    /// Whether the map takes what a column holds for words; days, amounts and numbers sort by their bytes, which is quicker.
    fn has_words(&self, name: &ColumnName) -> bool {
        let format = self.shown_as(name).map(|shown| shown.format);
        !matches!(
            format,
            Some(Format::Date | Format::DateTime | Format::Money(_) | Format::Number | Format::YesNo)
        )
    }

    /// The amount of a line in minor units; an absent amount is none.
    pub(super) fn amount(&self) -> Option<Sql> {
        let ledger = self.ledger?;
        let column =
            |name: &ColumnName| Sql::new("COALESCE(").then(self.minor(name, ledger.money)).with(", 0)");
        Some(match &ledger.amount {
            Amount::Signed(name) => column(name),
            // The difference of two whole numbers may be too large for one of their kind.
            Amount::Split { debit, credit } => {
                let wide = |name| Sql::new("CAST(").then(column(name)).with(" AS DECIMAL(40, 0))");
                match self.whom.dialect() {
                    Dialect::Postgres => wide(debit).with(" - ").then(wide(credit)),
                    Dialect::Sqlite | Dialect::MariaDb => column(debit).with(" - ").then(column(credit)),
                }
            }
        })
    }

    /// The number of a row among those that have the same place. Rows without a key may be the same in all that is shown:
    /// any of them may have any of the numbers then.
    fn among_equals<'c>(&self, places: &[Sql], cells: impl Iterator<Item = (&'c Sql, &'c Cell)>) -> Sql {
        let dialect = self.whom.dialect();
        let cells = cells.map(|(value, cell)| match cell {
            Cell::Shown(of) | Cell::Exact(of) if of.sorts_as_text() => {
                dialect.bytewise(dialect.text(value.clone(), *of))
            }
            _ => value.clone(),
        });
        let number = Sql::new("ROW_NUMBER() OVER (PARTITION BY ")
            .then(Sql::join(places.iter().cloned(), ", "))
            .with(" ORDER BY ")
            .then(Sql::join(cells, ", "))
            .with(")");
        // SQLite compares what is bound as a number only with what it knows to be one.
        if dialect == Dialect::Sqlite { Sql::new("CAST(").then(number).with(" AS INTEGER)") } else { number }
    }

    /// What the rows are ordered by: a column that was asked for comes before the page's own order.
    fn places(&self, asked: &Asked) -> Vec<(Sql, Term)> {
        let sort = asked.sort.filter(|_| self.ledger.is_none());
        let first = sort.and_then(|sort| Some((&self.rows.sort.get(sort.by)?.value, sort.descending)));
        let own = self.rows.order.iter().map(|by| (&by.column, by.descending));
        let own = own.filter(|(column, _)| first.is_none_or(|(first, _)| *column != first));
        first.into_iter().chain(own).flat_map(|(column, descending)| self.place(column, descending)).collect()
    }

    /// The expressions that a column is ordered by: a text first as people sort it, then by its bytes.
    fn place(&self, name: &ColumnName, descending: bool) -> Vec<(Sql, Term)> {
        let shape = self.rows.table_of(name).and_then(|table| self.whom.map.schema().table(table));
        // A joined row may be absent, and with it everything in it.
        let nullable = name.table.is_some()
            || shape.and_then(|shape| shape.column(&name.column)).is_none_or(|column| column.nullable);
        let in_key = shape.is_some_and(|shape| shape.in_key(&name.column));
        let dialect = self.whom.dialect();
        let (value, of) = self.column(name);
        let is_text = is_text(shape.and_then(|shape| shape.column(&name.column))) && self.has_words(name);
        let text = dialect.text(value.clone(), of);
        let folded = if is_text { dialect.folded(dialect.first(text, sorted::FOLDED as u64)) } else { None };
        let folded = folded.map(|folded| (folded, Term { descending, nullable, of: Type::Bytewise }));
        let (value, of) = match of {
            // A key must stay whole to tell rows apart.
            _ if of.sorts_as_text() && in_key => (dialect.bytewise(dialect.text(value, of)), Type::Bytewise),
            _ if of.sorts_as_text() => (dialect.prefix(value, of, MAX_ORDER_TEXT), Type::Bytewise),
            _ => (value, of),
        };
        let of = if is_text && dialect == Dialect::Sqlite { Type::Sorted } else { of };
        folded.into_iter().chain([(value, Term { descending, nullable, of })]).collect()
    }
}

/// Whether a column holds words of people; `SQLite` keeps days as texts too.
fn is_text(column: Option<&ColumnShape>) -> bool {
    column.is_some_and(|column| column.nature == Nature::Text)
}

/// The condition that every word that was asked for stands in one of these texts.
pub(super) fn searched(whom: &Whom<'_>, texts: &[Sql], words: &str) -> Option<Sql> {
    let words: Vec<&str> = words.split_whitespace().take(MAX_WORDS).collect();
    if words.is_empty() || texts.is_empty() {
        return None;
    }
    let found = words.into_iter().map(|word| {
        let anywhere = texts.iter().map(|text| whom.dialect().contains(text.clone(), Type::Text, word));
        Sql::new("(").then(Sql::join(anywhere, " OR ")).with(")")
    });
    Some(Sql::join(found, " AND "))
}

/// The condition that a value is one that a filter lets pass.
pub(super) fn chosen(whom: &Whom<'_>, value: Sql, of: Type, choice: &Choice) -> Option<Sql> {
    let dialect = whom.dialect();
    match choice {
        Choice::All => None,
        Choice::Value(wanted) if wanted.is_empty() => {
            let empty = dialect.text(value.clone(), of).with(" = ''");
            Some(Sql::new("(").then(value).with(" IS NULL OR ").then(empty).with(")"))
        }
        // As texts: the value is the text that was offered.
        Choice::Value(wanted) => {
            Some(dialect.shown_text(value, of).with(" = ").bind(Some(wanted.clone()), Type::Text))
        }
        Choice::Days { from, until } => {
            let day = dialect.day(value, of);
            let from = from
                .clone()
                .map(|from| Sql::new("").then(day.clone()).with(" >= ").bind(Some(from), Type::Text));
            let until = until.clone().map(|until| day.with(" <= ").bind(Some(until), Type::Text));
            let bounds: Vec<Sql> = from.into_iter().chain(until).collect();
            (!bounds.is_empty()).then(|| Sql::join(bounds, " AND "))
        }
    }
}
