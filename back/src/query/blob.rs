//! A piece of a document that stands in a column: read with the same proof as its row, each time anew.

use super::{
    access::Whom,
    alias::Alias,
    answer::Answer,
    bound::Given,
    build::{Select, Sql},
    documents,
    join::Mine,
    person,
    statement::{Prepared, Statement},
    types::Type,
};
use crate::map::{Dialect, DocumentSet, Place};

/// Asks for `length` bytes from `offset` of one document of the person. The only cell whose bytes are no text is the last
/// one: see [`Statement::run_piece`]. `None` when the set is in no column.
pub(crate) fn piece<'a>(
    whom: Whom<'a>,
    set: &'a DocumentSet,
    key: &[String],
    offset: u64,
    length: usize,
) -> Option<Statement> {
    let dialect = whom.dialect();
    let (mine, own) = documents::only(&whom, set);
    let (value, of) = bytes(&mine, set)?;
    // Cut inside: a database may put what a sub-select gives into a table of its own.
    let cut = match dialect {
        Dialect::MariaDb => Sql::new("SUBSTRING("),
        Dialect::Sqlite | Dialect::Postgres => Sql::new("substr("),
    };
    let cut = cut
        .then(dialect.bytes(value.clone(), of))
        .with(", ")
        .number(offset.saturating_add(1))
        .with(", ")
        .number(length as u64)
        .with(")");
    Some(of_one(documents::given(whom, set, key), whom, (&mine, own), vec![octets(dialect, value, of), cut]))
}

/// Where the cell of a document is in a `SQLite` file.
#[derive(Debug, Clone)]
pub(crate) struct Located {
    /// Asks for the size of the document and the number of its row.
    pub(crate) statement: Statement,
    pub(crate) table: String,
    pub(crate) column: String,
}

/// Asks where one document of the person is: `SQLite` reads a cell without taking the whole of it into memory when it is
/// told the number of its row. `None` for other databases, for views, and as [`piece`].
pub(crate) fn located<'a>(whom: Whom<'a>, set: &'a DocumentSet, key: &[String]) -> Option<Located> {
    let table = &set.source.table.value;
    let row = whom.map.schema().table(table)?.row_id?;
    let Place::Blob { column, .. } = &set.place else { return None };
    if whom.map.view(table).is_some() {
        return None;
    }
    let (mine, own) = documents::only(&whom, set);
    let (value, of) = bytes(&mine, set)?;
    // A number in the cell has no bytes that lie anywhere.
    let row = Sql::new("CASE WHEN typeof(")
        .then(value.clone())
        .with(") IN ('blob', 'text') THEN ")
        .then(whom.dialect().text(Alias::OWN.sql().with(".").with(row), Type::Integer(64)))
        .with(" END");
    let cells = vec![octets(whom.dialect(), value, of), row];
    let statement = of_one(documents::given(whom, set, key), whom, (&mine, own), cells);
    Some(Located { statement, table: table.name.clone(), column: column.value.clone() })
}

/// Asks for the SHA-256 of one document of the person, in hexadecimal, behind its size. `None` for `SQLite`, which has no
/// such function, and as [`piece`].
pub(crate) fn digest<'a>(whom: Whom<'a>, set: &'a DocumentSet, key: &[String]) -> Option<Statement> {
    let dialect = whom.dialect();
    let (mine, own) = documents::only(&whom, set);
    let (value, of) = bytes(&mine, set)?;
    let whole = dialect.bytes(value.clone(), of);
    let digest = match dialect {
        Dialect::Sqlite => return None,
        Dialect::Postgres => Sql::new("encode(sha256(").then(whole).with("), 'hex')"),
        Dialect::MariaDb => Sql::new("SHA2(").then(whole).with(", 256)"),
    };
    Some(of_one(
        documents::given(whom, set, key),
        whom,
        (&mine, own),
        vec![octets(dialect, value, of), digest],
    ))
}

/// Two cells of one document of the person.
fn of_one(given: Given<'_>, whom: Whom<'_>, (mine, own): (&Mine<'_>, Sql), cells: Vec<Sql>) -> Statement {
    let columns = (0..cells.len()).map(|index| Sql::new("v").label(".c", index)).collect();
    let cells = cells.into_iter().enumerate().map(|(index, cell)| cell.label(" AS c", index));
    let from = Sql::new("FROM ")
        .then(person::part(whom))
        .with(" JOIN (SELECT ")
        .then(Sql::join(cells, ", "))
        .then(mine.clauses())
        .with(" AND ")
        .then(own)
        .with(" LIMIT 1) AS v ON 1 = 1");
    Prepared::one(whom.map.schema(), Select::plain(columns, from)).of(&given)
}

/// The size of the document in bytes as text, where the set is in a column.
pub(super) fn size(dialect: Dialect, mine: &Mine<'_>, set: &DocumentSet) -> Option<Sql> {
    bytes(mine, set).map(|(value, of)| octets(dialect, value, of))
}

fn bytes(mine: &Mine<'_>, set: &DocumentSet) -> Option<(Sql, Type)> {
    let Place::Blob { column, .. } = &set.place else { return None };
    Some((Alias::OWN.column(column), mine.rows.type_of(&set.source.table, column)))
}

fn octets(dialect: Dialect, value: Sql, of: Type) -> Sql {
    let count = Sql::new("octet_length(").then(if of == Type::Bytes || dialect == Dialect::Sqlite {
        value
    } else {
        dialect.bytes(value, of)
    });
    dialect.text(count.with(")"), Type::Integer(64))
}

impl Dialect {
    /// A value as bytes.
    fn bytes(self, value: Sql, of: Type) -> Sql {
        match (self, of) {
            // What a column of SQLite holds need not be what it is declared for.
            (Self::Sqlite, _) => Sql::new("CAST(").then(value).with(" AS BLOB)"),
            (_, Type::Bytes) => value,
            (Self::Postgres, _) => Sql::new("convert_to(").then(self.text(value, of)).with(", 'UTF8')"),
            (Self::MariaDb, _) => Sql::new("CAST(").then(self.text(value, of)).with(" AS BINARY)"),
        }
    }
}

/// Reads the answer to any of these: the size of the whole, when the row is there and holds a document.
pub(crate) fn size_of(answer: &Answer) -> Option<u64> {
    answer.first()?.text()?.parse().ok()
}

/// Reads the answer to [`digest`].
pub(crate) fn digest_of(answer: &Answer) -> Option<String> {
    answer.first()?.after(1).text().map(str::to_owned)
}
