//! SQL while it is being written, for no database in particular: fixed texts of this crate, quoted names, bound values,
//! and nothing else. [`Statement`](super::Statement) renders it for one.

use super::{bound::Bound, types::Type};
use crate::map::{Dialect, Schema, TableName};

/// Pieces of SQL in their order. A piece is small: a statement has hundreds, which move often while it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Sql {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    /// A text of this crate.
    Fixed(&'static str),
    /// A name, to be quoted.
    Name(Box<str>),
    /// A SELECT that the map holds.
    Configured(Box<str>),
    Table(Box<TableName>),
    Number(u64),
    /// A value and what it is cast to.
    Bind(Box<(Bound, Type)>),
}

/// Room for a short piece of a statement: most grow beyond one.
const ROOM: usize = 8;

/// A whole select that gives texts, in parts: several can then become one.
#[derive(Debug, Clone)]
pub(super) struct Select {
    /// `WITH ...`, or nothing.
    pub(super) with: Sql,
    /// The columns, each a text. With `each`, those of the one row that stands beside all others.
    pub(super) columns: Vec<Sql>,
    /// `FROM ...` and everything between it and the order.
    pub(super) from: Sql,
    /// Rows beside that one.
    pub(super) each: Option<Each>,
    /// The terms of the order; nothing where the order does not matter.
    pub(super) order: Sql,
}

/// Rows beside a single one: an answer has that one as often as there are rows, and once where there are none.
#[derive(Debug, Clone)]
pub(super) struct Each {
    /// A select with an order of its own, and a column `present` that is not absent.
    pub(super) rows: Sql,
    /// What is told of each of them, `v`, each a text. Before it stands whether there is one.
    pub(super) texts: Vec<Sql>,
    /// The same in the forms that an [`Answer`](super::Answer) reads from arrays of `PostgreSQL`; absent where there may be
    /// more than an answer should hold at once.
    pub(super) values: Option<Vec<Sql>>,
}

impl Sql {
    /// A fixed text.
    pub(super) fn new(text: &'static str) -> Self {
        let mut pieces = Vec::with_capacity(ROOM);
        pieces.push(Piece::Fixed(text));
        Self { pieces }
    }

    /// Adds a fixed text.
    pub(super) fn with(mut self, text: &'static str) -> Self {
        self.pieces.push(Piece::Fixed(text));
        self
    }

    /// Adds a name, quoted.
    pub(super) fn name(mut self, name: &str) -> Self {
        self.pieces.push(Piece::Name(name.into()));
        self
    }

    /// Adds a label of ours: a letter and a number.
    pub(super) fn label(self, letter: &'static str, number: usize) -> Self {
        self.with(letter).number(number as u64)
    }

    /// Adds a number.
    pub(super) fn number(mut self, number: u64) -> Self {
        self.pieces.push(Piece::Number(number));
        self
    }

    /// Adds a table's name, quoted, always with its schema: the connection's own search path decides nothing.
    pub(super) fn table(mut self, table: &TableName) -> Self {
        self.pieces.push(Piece::Table(Box::new(table.clone())));
        self
    }

    /// Adds a SELECT of the map: configuration that the organisation trusts like its own views. The checked map proves that
    /// it is a single one, reads declared tables alone and has no placeholders, which would take the values of ours.
    pub(super) fn configured(mut self, select: &str) -> Self {
        self.pieces.push(Piece::Configured(select.into()));
        self
    }

    /// Adds a placeholder and its value, which is compared as `of`. A value that no such column can hold is bound as
    /// absent: it equals nothing, where a cast would fail or give some other value.
    pub(super) fn bind(mut self, value: impl Into<Bound>, of: Type) -> Self {
        self.pieces.push(Piece::Bind(Box::new((value.into(), of))));
        self
    }

    /// Adds another piece.
    pub(super) fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// Pieces with a fixed text between each two.
    pub(super) fn join(pieces: impl IntoIterator<Item = Self>, between: &'static str) -> Self {
        let mut joined = Self::default();
        for (index, piece) in pieces.into_iter().enumerate() {
            joined = if index > 0 { joined.with(between).then(piece) } else { joined.then(piece) };
        }
        joined
    }

    /// Whether nothing was written.
    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The text for a database, and what its placeholders stand for in their order.
    pub(super) fn render(self, schema: &Schema) -> (String, Vec<(Bound, Type)>) {
        let dialect = schema.dialect;
        let (mut text, mut binds) = (String::with_capacity(1024), Vec::new());
        for piece in self.pieces {
            match piece {
                Piece::Fixed(fixed) => text.push_str(fixed),
                Piece::Number(number) => text.push_str(&number.to_string()),
                Piece::Name(name) => quote(&mut text, dialect, &name),
                Piece::Configured(select) => text.push_str(&select),
                Piece::Table(table) => {
                    if let Some(place) = table.schema.as_ref().or(schema.default_schema.as_ref()) {
                        quote(&mut text, dialect, place);
                        text.push('.');
                    }
                    quote(&mut text, dialect, &table.name);
                }
                Piece::Bind(bound) => {
                    let (before, after) = bound.1.cast(dialect);
                    binds.push(*bound);
                    text.push_str(before);
                    match dialect {
                        Dialect::Postgres => {
                            text.push('$');
                            text.push_str(&binds.len().to_string());
                        }
                        Dialect::Sqlite | Dialect::MariaDb => text.push('?'),
                    }
                    text.push_str(after);
                }
            }
        }
        (text, binds)
    }
}

fn quote(text: &mut String, dialect: Dialect, name: &str) {
    let sign = if dialect == Dialect::MariaDb { '`' } else { '"' };
    text.push(sign);
    for c in name.chars() {
        if c == sign {
            text.push(sign);
        }
        text.push(c);
    }
    text.push(sign);
}

impl Select {
    /// A select without a `WITH` and without an order.
    pub(super) fn plain(columns: Vec<Sql>, from: Sql) -> Self {
        Self { with: Sql::default(), columns, from, each: None, order: Sql::default() }
    }

    /// With the rows beside the one as rows of its own.
    pub(super) fn spread(mut self) -> Self {
        if let Some(Each { rows, texts, .. }) = self.each.take() {
            self.columns.push(Sql::new("v.present"));
            self.columns.extend(texts);
            self.from = self.from.with(" LEFT JOIN (").then(rows).with(") AS v ON 1 = 1");
        }
        self
    }

    /// With the rows beside the one as arrays in it: `PostgreSQL` then sends no row after row, and what stands beside them
    /// once.
    fn gathered(mut self) -> Self {
        if let Some(Each { rows, values: Some(values), .. }) = self.each.take_if(|each| each.values.is_some())
        {
            let labels = (0..values.len()).map(|index| Sql::new("e").label(".a", index));
            self.columns.push(Sql::new("e.present"));
            self.columns.extend(labels);
            let arrays = values.into_iter().enumerate();
            let arrays = arrays
                .map(|(index, value)| Sql::new("array_agg(").then(value).with(")").label(" AS a", index));
            let present = Sql::new("CASE WHEN COUNT(*) > 0 THEN '1' END AS present");
            let arrays = Sql::join([present].into_iter().chain(arrays), ", ");
            // Nothing is joined to them there, so that they stay in their order
            // (postgresql.org/docs/current/functions-aggregate.html).
            let from = self.from.with(" LEFT JOIN (SELECT ").then(arrays).with(" FROM (").then(rows);
            self.from = from.with(") AS v) AS e ON 1 = 1");
            self.order = Sql::default();
        }
        self
    }

    /// The whole text for one database.
    pub(super) fn into_sql(self, dialect: Dialect) -> Sql {
        let all = if dialect == Dialect::Postgres { self.gathered() } else { self };
        let all = all.spread();
        let sql = all.with.with("SELECT ").then(Sql::join(all.columns, ", ")).with(" ").then(all.from);
        if all.order.is_empty() { sql } else { sql.with(" ORDER BY ").then(all.order) }
    }
}
