//! Looks at a few values of a database that has no map yet: how many of one column stand in another, how few words a
//! column holds. Counts and short words come back, of nobody in particular.

use super::{
    build::{Select, Sql},
    operand::Operand,
    statement::Statement,
    types::Type,
};
use crate::map::{Class, ColumnShape, Dialect, Nature, Schema, TableName};

/// Rows that are looked at.
pub(crate) const ROWS: u64 = 20_000;
/// Different values that are looked up.
const VALUES: u64 = 500;
/// Rows of a table that is in use.
const USED: u64 = 1000;
/// Words that a column may hold to be a list of words; one more is read, so that more can be seen.
pub(crate) const WORDS: u64 = 20;
/// Longest word, in characters.
const WORD: u64 = 60;
/// Texts that are looked at for days.
const TEXTS: u64 = 1000;

/// A column of a table.
pub(crate) type Place<'a> = (&'a TableName, &'a str);

/// Of the different values of a column, how many stand in another: a row of two counts.
pub(crate) fn overlap(schema: &Schema, here: Place<'_>, there: Place<'_>) -> Option<Statement> {
    let dialect = schema.dialect;
    let values = Sql::new("FROM (SELECT DISTINCT r.v AS v FROM (")
        .then(some(here.0, &[(here.1, "v")]))
        .with(") AS r LIMIT ")
        .number(VALUES)
        .with(") AS d");
    let found = held(schema, here, there)?;
    Some(Statement::one(schema, Select::plain(vec![count(dialect), total(dialect, found)], values)))
}

/// The same for each word of a column beside: rows of the word and two counts.
pub(crate) fn overlap_by_word(
    schema: &Schema,
    here: Place<'_>,
    word: &str,
    there: Place<'_>,
) -> Option<Statement> {
    let dialect = schema.dialect;
    let of = type_of(schema, (here.0, word))?;
    let found = held(schema, here, there)?;
    let values = Sql::new("FROM (SELECT DISTINCT r.w AS w, r.v AS v FROM (")
        .then(some(here.0, &[(here.1, "v"), (word, "w")]))
        .with(") AS r) AS d GROUP BY d.w LIMIT ")
        .number(WORDS + 1);
    let word = dialect.prefix(Sql::new("d.w"), of, WORD);
    let word = dialect.text(word, if dialect == Dialect::Sqlite { Type::Text } else { Type::Bytewise });
    Some(Statement::one(schema, Select::plain(vec![word, count(dialect), total(dialect, found)], values)))
}

/// How many rows have a value in a column, and how many different values these are.
pub(crate) fn share(schema: &Schema, here: Place<'_>) -> Option<Statement> {
    let dialect = schema.dialect;
    schema.table(here.0)?.column(here.1)?;
    let different = dialect.text(Sql::new("count(DISTINCT r.v)"), Type::Integer(64));
    let from = Sql::new("FROM (").then(some(here.0, &[(here.1, "v")])).with(") AS r");
    Some(Statement::one(schema, Select::plain(vec![count(dialect), different], from)))
}

/// How many rows a table has, as far as it takes to know whether it is in use.
pub(crate) fn rows(schema: &Schema, table: &TableName) -> Option<Statement> {
    let dialect = schema.dialect;
    schema.table(table)?;
    let from =
        Sql::new("FROM (SELECT 1 AS v FROM ").table(table).with(" AS t LIMIT ").number(USED).with(") AS r");
    Some(Statement::one(schema, Select::plain(vec![count(dialect)], from)))
}

/// The different words of a column, at most one more than [`WORDS`].
pub(crate) fn words(schema: &Schema, here: Place<'_>) -> Option<Statement> {
    let dialect = schema.dialect;
    let of = type_of(schema, here)?;
    let word = dialect.text(Sql::new("d.v"), of);
    let from = Sql::new("FROM (SELECT DISTINCT r.v AS v FROM (")
        .then(some(here.0, &[(here.1, "v")]))
        .with(") AS r LIMIT ")
        .number(WORDS + 1)
        .with(") AS d");
    Some(Statement::one(schema, Select::plain(vec![word], from)))
}

/// Of the texts of a column that hold anything: how many there are, how many of these are days as ISO 8601 writes them,
/// and how many are moments.
pub(crate) fn times(schema: &Schema, here: Place<'_>) -> Option<Statement> {
    let dialect = schema.dialect;
    schema.table(here.0)?.column(here.1)?;
    let (day, moment) = match dialect {
        // What SQLite gives back as it was is a day of the calendar.
        Dialect::Sqlite => (
            "CASE WHEN date(r.v) = r.v THEN 1 ELSE 0 END",
            "CASE WHEN r.v GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]*' \
             AND datetime(r.v) IS NOT NULL THEN 1 ELSE 0 END",
        ),
        Dialect::Postgres => (
            "CASE WHEN r.v ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN 1 ELSE 0 END",
            "CASE WHEN r.v ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T][0-2][0-9]:[0-5][0-9]' \
             THEN 1 ELSE 0 END",
        ),
        Dialect::MariaDb => (
            "CASE WHEN r.v REGEXP '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$' THEN 1 ELSE 0 END",
            "CASE WHEN r.v REGEXP '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[ T][0-2][0-9]:[0-5][0-9]' \
             THEN 1 ELSE 0 END",
        ),
    };
    let from = Sql::new("FROM (SELECT s.v AS v FROM (")
        .then(some(here.0, &[(here.1, "v")]))
        .with(") AS s WHERE s.v <> '' LIMIT ")
        .number(TEXTS)
        .with(") AS r");
    let counts = vec![count(dialect), total(dialect, Sql::new(day)), total(dialect, Sql::new(moment))];
    Some(Statement::one(schema, Select::plain(counts, from)))
}

/// How many rows of a table there are among the first [`ROWS`], and how many of them hold something in each of these columns.
pub(crate) fn filled(schema: &Schema, table: &TableName, columns: &[&ColumnShape]) -> Option<Statement> {
    let dialect = schema.dialect;
    schema.table(table).filter(|_| !columns.is_empty())?;
    let labelled = |at: usize| Sql::new("c").number(at as u64);
    let held = |column: &ColumnShape| {
        // An empty text is nothing; other types have none.
        let nothing = if column.class == Class::Text && column.nature == Nature::Text {
            " <> ''"
        } else {
            " IS NOT NULL"
        };
        Sql::new("CASE WHEN ").then(column_of("t", &column.name)).with(nothing).with(" THEN 1 ELSE 0 END")
    };
    let list = columns.iter().enumerate().map(|(at, column)| held(column).with(" AS ").then(labelled(at)));
    let from = Sql::new("FROM (SELECT ")
        .then(Sql::join(list, ", "))
        .with(" FROM ")
        .table(table)
        .with(" AS t LIMIT ")
        .number(ROWS)
        .with(") AS r");
    let held = (0..columns.len()).map(|at| total(dialect, Sql::new("r.").then(labelled(at))));
    let counts = [count(dialect)].into_iter().chain(held).collect();
    Some(Statement::one(schema, Select::plain(counts, from)))
}

/// The first rows of a table that have a value in the first of some columns.
fn some(table: &TableName, columns: &[(&str, &'static str)]) -> Sql {
    let list = columns.iter().map(|(column, label)| column_of("t", column).with(" AS ").with(label));
    let present = columns.iter().map(|(column, _)| column_of("t", column).with(" IS NOT NULL"));
    Sql::new("SELECT ")
        .then(Sql::join(list, ", "))
        .with(" FROM ")
        .table(table)
        .with(" AS t WHERE ")
        .then(Sql::join(present, " AND "))
        .with(" LIMIT ")
        .number(ROWS)
}

/// 1 where the value `d.v` stands in another column, else 0.
fn held(schema: &Schema, here: Place<'_>, there: Place<'_>) -> Option<Sql> {
    let value = Operand::of(schema, here.0, Sql::new("d.v"), here.1)?;
    let key = Operand::of(schema, there.0, column_of("x", there.1), there.1)?;
    let (key, value) = Operand::alike(schema.dialect, key, value);
    Some(
        Sql::new("CASE WHEN EXISTS (SELECT 1 FROM ")
            .table(there.0)
            .with(" AS x WHERE ")
            .then(key)
            .with(" = ")
            .then(value)
            .with(") THEN 1 ELSE 0 END"),
    )
}

fn column_of(alias: &'static str, column: &str) -> Sql {
    Sql::new(alias).with(".").name(column)
}

fn type_of(schema: &Schema, place: Place<'_>) -> Option<Type> {
    Some(Type::of(schema.dialect, schema.table(place.0)?.column(place.1)?))
}

fn count(dialect: Dialect) -> Sql {
    dialect.text(Sql::new("count(*)"), Type::Integer(64))
}

fn total(dialect: Dialect, value: Sql) -> Sql {
    dialect.text(Sql::new("coalesce(sum(").then(value).with("), 0)"), Type::Decimal)
}
