//! A table said once: its definition in three dialects and the statements that fill it, all of them constant texts.

/// A table of the sample's database. Every table begins with a column `id`, its key.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, `id` first.
    pub columns: &'static [&'static str],
    /// `create table` for SQLite, with the foreign keys.
    pub sqlite: &'static str,
    /// `create table` for PostgreSQL.
    pub postgres: &'static str,
    /// `create table` for MariaDB.
    pub mariadb: &'static str,
    /// The foreign keys, for the dialects that take them after the rows; may be empty.
    pub keys: &'static str,
    /// `insert` of one row.
    pub one: &'static str,
    /// `insert` of [`SOME`] rows.
    pub some: &'static str,
    /// `insert` of [`MANY`] rows.
    pub many: &'static str,
    /// `copy ... from stdin`.
    pub copy: &'static str,
}

/// Rows of a medium `insert`.
pub const SOME: usize = 20;
/// Rows of a large `insert`.
pub const MANY: usize = 400;

/// `head`, then `count` times `row` with commas between them; `LEN` is its length in bytes.
pub(super) const fn repeated<const LEN: usize>(head: &str, row: &str, count: usize) -> [u8; LEN] {
    let (head, row) = (head.as_bytes(), row.as_bytes());
    let mut bytes = [b','; LEN];
    let mut at = 0;
    while at < head.len() {
        bytes[at] = head[at];
        at += 1;
    }
    let mut done = 0;
    while done < count {
        let mut column = 0;
        while column < row.len() {
            bytes[at] = row[column];
            (at, column) = (at + 1, column + 1);
        }
        (at, done) = (at + 1, done + 1);
    }
    bytes
}

/// The bytes of a statement as the text that they are.
pub(super) const fn text(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// The type of a column in a dialect.
macro_rules! sql_type {
    (sqlite key) => {
        "integer"
    };
    (sqlite int) => {
        "integer"
    };
    (sqlite cents) => {
        "integer"
    };
    (sqlite flag) => {
        "integer"
    };
    (sqlite area) => {
        "real"
    };
    (sqlite $other:ident) => {
        "text"
    };
    ($dialect:ident key) => {
        "bigint"
    };
    ($dialect:ident int) => {
        "integer"
    };
    ($dialect:ident cents) => {
        "bigint"
    };
    ($dialect:ident flag) => {
        "boolean"
    };
    ($dialect:ident area) => {
        "decimal(8,1)"
    };
    ($dialect:ident code) => {
        "varchar(40)"
    };
    ($dialect:ident text) => {
        "varchar(200)"
    };
    ($dialect:ident long) => {
        "text"
    };
    ($dialect:ident date) => {
        "date"
    };
    (postgres stamp) => {
        "timestamp"
    };
    (mariadb stamp) => {
        "datetime"
    };
}

/// Whether a column may be absent.
macro_rules! presence {
    (required) => {
        " not null"
    };
    (optional) => {
        ""
    };
}

/// A placeholder for a column.
macro_rules! hole {
    ($column:ident) => {
        ",?"
    };
}

/// Makes a [`Table`] from its columns.
macro_rules! table {
    ($(#[$doc:meta])* $constant:ident $name:ident { $($column:ident : $kind:ident $presence:ident $(-> $to:ident)?,)* }) => {
        $(#[$doc])*
        pub static $constant: $crate::database::table::Table = {
            const HEAD: &str = concat!("insert into ", stringify!($name), " (id", $(", ", stringify!($column),)* ") values ");
            const ROW: &str = concat!("(?", $(hole!($column),)* ")");
            const LENGTH: usize = ROW.len() + 1;
            static SOME_ROWS: [u8; HEAD.len() + LENGTH * SOME - 1] = repeated(HEAD, ROW, SOME);
            static MANY_ROWS: [u8; HEAD.len() + LENGTH * MANY - 1] = repeated(HEAD, ROW, MANY);
            $crate::database::table::Table {
                name: stringify!($name),
                columns: &["id", $(stringify!($column),)*],
                sqlite: concat!("create table ", stringify!($name), " (id integer primary key",
                    $(", ", stringify!($column), " ", sql_type!(sqlite $kind), presence!($presence),
                        $(" references ", stringify!($to), " (id)",)?)* ")"),
                postgres: concat!("create table ", stringify!($name), " (id bigint primary key",
                    $(", ", stringify!($column), " ", sql_type!(postgres $kind), presence!($presence),)* ")"),
                mariadb: concat!("create table ", stringify!($name), " (id bigint primary key",
                    $(", ", stringify!($column), " ", sql_type!(mariadb $kind), presence!($presence),)* ") default charset utf8mb4"),
                keys: concat!($($("alter table ", stringify!($name), " add foreign key (", stringify!($column), ") references ", stringify!($to), " (id);",)?)*),
                one: concat!("insert into ", stringify!($name), " (id", $(", ", stringify!($column),)* ") values (?", $(hole!($column),)* ")"),
                some: text(&SOME_ROWS),
                many: text(&MANY_ROWS),
                copy: concat!("copy ", stringify!($name), " (id", $(", ", stringify!($column),)* ") from stdin"),
            }
        };
    };
}

pub(super) use {hole, presence, sql_type, table};

#[cfg(test)]
mod tests {
    #[test]
    fn statements_repeat_their_row() {
        let bytes = super::repeated::<13>("x ", "(?)", 3);
        assert_eq!(super::text(&bytes), "x (?),(?),(?)");
    }
}
