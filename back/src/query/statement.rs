//! The one place where a built text becomes SQL.

use sqlx::{
    Row as _, Sqlite, SqliteConnection,
    query::Query,
    sqlite::{SqliteArguments, SqliteRow},
};

use super::build::{Select, Sql};
use crate::map::Dialect;

/// Longest value that is taken from a cell, in characters. A longer one is cut and ends in an ellipsis.
pub(super) const MAX_CELL: usize = 8192;

/// A statement with its bound values. Only `query` makes one, from names that the checked map vouches for.
#[derive(Debug, Clone)]
pub struct Statement {
    sql: String,
    binds: Vec<Option<String>>,
}

/// What a statement gave: rows of cells, each as text.
pub type Answer = Vec<Vec<Option<String>>>;

impl Statement {
    /// One select.
    pub(super) fn one(dialect: Dialect, select: Select) -> Self {
        Self::of(dialect, select.into_sql())
    }

    /// Several selects as one statement; see [`Select::together`].
    pub(super) fn together(dialect: Dialect, selects: Vec<Select>) -> Self {
        Self::of(dialect, Select::together(dialect, selects))
    }

    fn of(dialect: Dialect, sql: Sql) -> Self {
        let (sql, binds) = sql.render(dialect);
        Self { sql, binds }
    }

    /// Runs the statement.
    pub(crate) async fn run(&self, connection: &mut SqliteConnection) -> Result<Answer, sqlx::Error> {
        self.query().fetch_all(connection).await?.iter().map(cells).collect()
    }

    /// Runs the statement for its first row, where it has one. Cheaper: the connection's thread answers in one message.
    pub(crate) async fn run_first(&self, connection: &mut SqliteConnection) -> Result<Answer, sqlx::Error> {
        self.query().fetch_optional(connection).await?.iter().map(cells).collect()
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that the ban points to: texts come from `Sql` alone"
    )]
    fn query(&self) -> Query<'_, Sqlite, SqliteArguments> {
        let query = sqlx::query(sqlx::AssertSqlSafe(self.sql.as_str()));
        self.binds.iter().fold(query, |query, value| query.bind(value.as_deref()))
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> (&str, &[Option<String>]) {
        (&self.sql, &self.binds)
    }
}

/// Bytes, not text: a database may hold texts that are no UTF-8, which must not fail a page.
fn cells(row: &SqliteRow) -> Result<Vec<Option<String>>, sqlx::Error> {
    (0..row.len()).map(|at| Ok(row.try_get_unchecked::<Option<&[u8]>, _>(at)?.map(decode))).collect()
}

/// The one decoder of cells.
fn decode(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    if let Some((end, _)) = text.char_indices().nth(MAX_CELL) {
        text.truncate(end);
        text.push('…');
    }
    text
}
