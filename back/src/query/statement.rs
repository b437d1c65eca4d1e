//! The one place where a built text becomes SQL.

use sqlx::{Row as _, SqliteConnection};

use super::build::Sql;

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

impl From<Sql> for Statement {
    fn from(sql: Sql) -> Self {
        let (sql, binds) = sql.into_parts();
        Self { sql, binds }
    }
}

impl Statement {
    /// Runs the statement.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that the ban points to: texts come from `Sql` alone"
    )]
    pub(crate) async fn run(&self, connection: &mut SqliteConnection) -> Result<Answer, sqlx::Error> {
        let mut query = sqlx::query(sqlx::AssertSqlSafe(self.sql.as_str()));
        for value in &self.binds {
            query = query.bind(value.as_deref());
        }
        let rows = query.fetch_all(connection).await?;
        rows.iter()
            .map(|row| {
                // Bytes, not text: a database may hold texts that are no UTF-8, which must not fail a page.
                (0..row.len())
                    .map(|at| Ok(row.try_get_unchecked::<Option<&[u8]>, _>(at)?.map(decode)))
                    .collect()
            })
            .collect()
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> (&str, &[Option<String>]) {
        (&self.sql, &self.binds)
    }
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
