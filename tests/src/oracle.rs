//! Plain SQL, made by hand, that says what a person may see: what a portal is held against.

use sqlx::{
    ColumnIndex, Connection as _, Database, Decode, MySqlConnection, PgConnection, Row, SqliteConnection,
    Type, mysql::MySqlRow, postgres::PgRow, sqlite::SqliteRow,
};

use crate::portal::Cells;

/// The rows that a question gives for one person. Its columns are texts, and `key` is its only value.
pub async fn ask(url: &str, sql: &'static str, key: &str) -> Vec<Cells> {
    if url.starts_with("postgres:") {
        let mut connection = PgConnection::connect(url).await.unwrap();
        let rows: Vec<PgRow> = sqlx::query(sql).bind(key).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(cells).collect()
    } else if url.starts_with("mysql:") {
        let mut connection = MySqlConnection::connect(url).await.unwrap();
        let rows: Vec<MySqlRow> = sqlx::query(sql).bind(key).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(cells).collect()
    } else {
        let mut connection = SqliteConnection::connect(url).await.unwrap();
        let rows: Vec<SqliteRow> = sqlx::query(sql).bind(key).fetch_all(&mut connection).await.unwrap();
        rows.iter().map(cells).collect()
    }
}

fn cells<R: Row>(row: &R) -> Cells
where
    usize: ColumnIndex<R>,
    for<'r> Option<String>: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    (0..row.len()).map(|index| row.try_get(index).unwrap()).collect()
}

/// Rows in a form in which two ways of writing the same value are the same: moments as days, decimals without zeros at
/// their end. In no order.
pub fn plain(rows: Vec<Cells>) -> Vec<Cells> {
    let mut rows: Vec<Cells> = rows
        .into_iter()
        .map(|row| row.into_iter().map(|cell| cell.as_deref().map(plain_cell)).collect())
        .collect();
    rows.sort();
    rows
}

fn plain_cell(text: &str) -> String {
    // Headings are made without blanks around them.
    let text = text.trim();
    let bytes = text.as_bytes();
    let is_day = bytes.len() >= 10
        && bytes.iter().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_day && (bytes.len() == 10 || matches!(bytes[10], b' ' | b'T')) {
        return text[..10].to_owned();
    }
    decimal(text.to_owned())
}

/// Rows whose decimals have no zeros at their end: how many there are is the database's own choice.
pub fn digits(rows: Vec<Cells>) -> Vec<Cells> {
    rows.into_iter().map(|row| row.into_iter().map(|cell| cell.map(decimal)).collect()).collect()
}

fn decimal(text: String) -> String {
    let is_decimal = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    if is_decimal && text.matches('.').count() == 1 {
        return text.trim_end_matches('0').trim_end_matches('.').to_owned();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_value_is_the_same_and_others_are_not() {
        let one = |text: &str| plain_cell(text);
        assert_eq!(one("5.200000"), one("5.20"));
        assert_eq!(one("-5.00"), "-5");
        assert_eq!(one("2019-11-11 23:59:00"), one("2019-11-11"));
        for kept in ["100", "a.b", "2019-11-111", "1.2.3"] {
            assert_eq!(one(kept), kept);
        }
    }
}
