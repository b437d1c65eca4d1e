//! The one place where a built text becomes SQL.

mod arrays;
mod prepared;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt as _};
use rusqlite::types::ValueRef;
use sqlx::{
    AssertSqlSafe, Database, Decode, Encode, IntoArguments, MySqlConnection, PgConnection, Row, Sqlite,
    SqliteConnection, Type, query::Query,
};

pub(super) use self::prepared::Prepared;
use super::{
    access::Whom,
    answer::{Answer, TooLarge},
    bound::Given,
    build::{Select, Sql},
};
use crate::{
    direct::{Direct, Later},
    map::Schema,
};

/// A statement with its bound values. Only `query` makes one, from names that the checked map vouches for.
#[derive(Debug, Clone)]
pub struct Statement {
    sql: Arc<str>,
    binds: Vec<Option<String>>,
}

impl Statement {
    /// One select over the tables of a schema, which asks of nobody in particular.
    pub(super) fn one(schema: &Schema, select: Select) -> Self {
        Self::of(schema, select.into_sql(schema.dialect))
    }

    /// One select about a person.
    pub(super) fn of_whom(whom: Whom<'_>, select: Select) -> Self {
        Prepared::one(whom.map.schema(), select).of(&whom.given())
    }

    /// Any text that was built, which asks of nobody in particular.
    pub(super) fn of(schema: &Schema, sql: Sql) -> Self {
        Prepared::new(schema, sql).of(&Given::default())
    }

    /// Runs the statement.
    pub(crate) async fn run_sqlite(&self, connection: &mut SqliteConnection) -> Result<Answer, sqlx::Error> {
        gathered(&self.query::<Sqlite>().fetch_all(connection).await?)
    }

    /// Runs the statement for its first row, where it has one. Cheaper: the connection's thread answers in one message.
    pub(crate) async fn run_sqlite_first(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<Answer, sqlx::Error> {
        gathered(self.query::<Sqlite>().fetch_optional(connection).await?.as_slice())
    }

    /// Runs the statement for its first row, where it has one, if the file can tell at once.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that the ban points to: texts come from `Sql` alone"
    )]
    pub(crate) fn run_at_once(&self, file: &Direct) -> Result<Answer, Later> {
        let values = rusqlite::params_from_iter(&self.binds);
        let row = file.first(AssertSqlSafe(Arc::clone(&self.sql)), values, alone)?;
        Ok(row.unwrap_or_default())
    }

    /// Runs the statement.
    pub(crate) async fn run_postgres(&self, connection: &mut PgConnection) -> Result<Answer, sqlx::Error> {
        arrays::gather(self.query::<sqlx::Postgres>().fetch(connection)).await
    }

    /// Runs the statement.
    pub(crate) async fn run_mariadb(&self, connection: &mut MySqlConnection) -> Result<Answer, sqlx::Error> {
        gather(self.query::<sqlx::MySql>().fetch(connection)).await
    }

    /// Runs the statement for its first row, whose last cell is taken as the bytes that it is: as many as the statement
    /// asks for.
    pub(crate) async fn run_sqlite_piece(
        &self,
        connection: &mut SqliteConnection,
    ) -> Result<(Answer, Bytes), sqlx::Error> {
        piece(self.query::<Sqlite>().fetch_optional(connection).await?)
    }

    /// As [`Statement::run_sqlite_piece`].
    pub(crate) async fn run_postgres_piece(
        &self,
        connection: &mut PgConnection,
    ) -> Result<(Answer, Bytes), sqlx::Error> {
        piece(self.query::<sqlx::Postgres>().fetch_optional(connection).await?)
    }

    /// As [`Statement::run_sqlite_piece`].
    pub(crate) async fn run_mariadb_piece(
        &self,
        connection: &mut MySqlConnection,
    ) -> Result<(Answer, Bytes), sqlx::Error> {
        piece(self.query::<sqlx::MySql>().fetch_optional(connection).await?)
    }

    /// Runs the statement on a connection of this thread for its first row: two numbers, either of which may be absent.
    pub(crate) fn run_here(
        &self,
        connection: &rusqlite::Connection,
    ) -> Result<Option<[Option<i64>; 2]>, rusqlite::Error> {
        let mut statement = connection.prepare(&self.sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(&self.binds))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let number = |text: Option<String>| text.and_then(|text| text.parse::<i64>().ok());
        Ok(Some([number(row.get(0)?), number(row.get(1)?)]))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that the ban points to: texts come from `Sql` alone"
    )]
    fn query<'q, D: Database>(&'q self) -> Query<'q, D, D::Arguments>
    where
        Option<&'q str>: Encode<'q, D> + Type<D>,
        D::Arguments: IntoArguments<D>,
    {
        let query = sqlx::query::<D>(AssertSqlSafe(Arc::clone(&self.sql)));
        self.binds.iter().fold(query, |query, value| query.bind(value.as_deref()))
    }

    /// The statement with a word before it: `EXPLAIN`.
    #[cfg(test)]
    pub(super) fn after(&self, begin: &'static str) -> Self {
        Self { sql: format!("{begin}{}", self.sql).into(), binds: self.binds.clone() }
    }

    #[cfg(test)]
    pub(super) fn parts(&self) -> (&str, &[Option<String>]) {
        (&self.sql, &self.binds)
    }
}

/// The rows of an answer, one by one.
async fn gather<R: Row>(rows: impl Stream<Item = Result<R, sqlx::Error>>) -> Result<Answer, sqlx::Error>
where
    usize: sqlx::ColumnIndex<R>,
    for<'r> &'r [u8]: Decode<'r, R::Database>,
{
    let mut rows = std::pin::pin!(rows);
    let mut answer: Option<Answer> = None;
    while let Some(row) = rows.try_next().await? {
        add(answer.get_or_insert_with(|| Answer::of_width(row.len())), &row, row.len())?;
    }
    Ok(answer.unwrap_or_default())
}

/// The rows of an answer that are all there.
fn gathered<R: Row>(rows: &[R]) -> Result<Answer, sqlx::Error>
where
    usize: sqlx::ColumnIndex<R>,
    for<'r> &'r [u8]: Decode<'r, R::Database>,
{
    let mut answer = Answer::of_width(rows.first().map_or(0, R::len));
    for row in rows {
        add(&mut answer, row, row.len())?;
    }
    Ok(answer)
}

/// Adds the first cells of a row.
fn add<R: Row>(answer: &mut Answer, row: &R, count: usize) -> Result<(), sqlx::Error>
where
    usize: sqlx::ColumnIndex<R>,
    for<'r> &'r [u8]: Decode<'r, R::Database>,
{
    for at in 0..count {
        let too_large = |error: TooLarge| sqlx::Error::Decode(error.into());
        answer.add(row.try_get_unchecked::<Option<&[u8]>, _>(at)?).map_err(too_large)?;
    }
    Ok(())
}

/// An answer of one row. Every column of ours is a text: anything else is left to the usual way.
fn alone(row: &rusqlite::Row<'_>) -> rusqlite::Result<Answer> {
    let width = row.as_ref().column_count();
    let mut answer = Answer::of_width(width);
    for at in 0..width {
        let cell = match row.get_ref(at)? {
            ValueRef::Null => None,
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(bytes),
            ValueRef::Integer(_) | ValueRef::Real(_) => return Err(rusqlite::Error::InvalidQuery),
        };
        answer.add(cell).map_err(|_| rusqlite::Error::InvalidQuery)?;
    }
    Ok(answer)
}

/// A row whose last cell is bytes.
fn piece<R: Row>(row: Option<R>) -> Result<(Answer, Bytes), sqlx::Error>
where
    usize: sqlx::ColumnIndex<R>,
    for<'r> &'r [u8]: Decode<'r, R::Database>,
{
    let Some(row) = row else { return Ok((Answer::default(), Bytes::new())) };
    let last = row.len().saturating_sub(1);
    let bytes = row.try_get_unchecked::<Option<&[u8]>, _>(last)?.unwrap_or_default();
    let mut answer = Answer::of_width(last);
    add(&mut answer, &row, last)?;
    Ok((answer, Bytes::copy_from_slice(bytes)))
}
