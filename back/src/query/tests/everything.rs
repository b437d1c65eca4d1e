//! No type can break a page: every column of every type is shown, ordered by, and found again by its own value.

use sqlx::{Connection as _, MySqlConnection, PgConnection};

use super::*;
use crate::{
    business::{Access, testing::mariadb},
    map::{ColumnShape, Currency, Money, Schema, TableName, Unit},
    query::{
        Answer,
        build::{Each, Select, Sql},
        keyset::{Cursor, Term, beyond, order},
        statement::Statement,
        types::Type,
    },
    store::testing::Place,
};

async fn postgres() -> Business {
    let url = Place::postgres().url;
    let mut writer = PgConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(include_str!("everything.sql")).execute(&mut writer).await.unwrap();
    Business::open(Access { time_zone: "Europe/Paris".to_owned(), ..Access::new(&url) }).unwrap()
}

async fn mariadb() -> Business {
    let server = mariadb::Server::shared().await;
    let url = server.url(&server.database());
    let mut writer = MySqlConnection::connect(&url).await.unwrap();
    let made = if mariadb::is_mysql() {
        include_str!("everything-mysql.sql")
    } else {
        include_str!("everything-mariadb.sql")
    };
    sqlx::raw_sql(made).execute(&mut writer).await.unwrap();
    Business::open(Access { time_zone: "+01:00".to_owned(), ..Access::new(&url) }).unwrap()
}

/// What one column gives.
struct Column<'a> {
    business: &'a Business,
    schema: &'a Schema,
    shape: &'a ColumnShape,
    of: Type,
}

impl Column<'_> {
    fn cell(&self) -> Sql {
        Sql::new("t.").name(&self.shape.name)
    }

    async fn ask(&self, column: Sql, rest: Sql) -> Answer {
        let from = Sql::new("FROM ").table(&TableName::plain("everything")).with(" AS t").then(rest);
        let statement = Statement::one(self.schema, Select::plain(vec![column], from));
        let answer = self.business.read_one(statement).await;
        answer.unwrap_or_else(|failure| panic!("{}: {}", self.shape.name, failure.explain()))
    }

    async fn texts(&self, column: Sql) -> Vec<Option<String>> {
        self.ask(column, Sql::default()).await.to_vec().into_iter().flatten().collect()
    }

    /// What stands in lines beside a person, which may come as arrays, is what would come line by line.
    async fn prove_beside(&self, cell: Sql, text: Sql, value: Sql) {
        let rows = Sql::new("SELECT '1' AS present, ").then(cell).with(" AS c0 FROM ");
        let rows = rows.table(&TableName::plain("everything")).with(" AS t");
        let mut lines = Vec::new();
        for values in [None, Some(vec![value])] {
            let each = Some(Each { rows: rows.clone(), texts: vec![text.clone()], values });
            let select =
                Select { each, ..Select::plain(Vec::new(), Sql::new("FROM (SELECT 1 AS one) AS p")) };
            let answer = self.business.read_one(Statement::one(self.schema, select)).await;
            let answer =
                answer.unwrap_or_else(|failure| panic!("{}: {}", self.shape.name, failure.explain()));
            lines.push(answer.to_vec());
        }
        assert_eq!(lines[0], lines[1], "{}", self.shape.name);
    }

    /// Shown, summed, sorted, and found by its exact text: with it, and beyond it.
    async fn prove(&self) -> Vec<Option<String>> {
        let dialect = self.schema.dialect;
        let shown = self.texts(dialect.shown_text(self.cell(), self.of)).await;
        let money = Money { currency: "EUR".parse::<Currency>().unwrap(), unit: Unit::Main };
        for sum in self.texts(dialect.text(dialect.minor(self.cell(), self.of, money), Type::Decimal)).await {
            assert!(sum.is_none_or(|sum| sum.parse::<i128>().is_ok()), "{}", self.shape.name);
        }
        let v = || Sql::new("v.c0");
        for text in [dialect.shown_text(v(), self.of), dialect.exact_text(v(), self.of)] {
            let value = Dialect::element(v(), self.of, text.clone());
            self.prove_beside(self.cell(), text, value).await;
        }
        for unit in [Unit::Main, Unit::Cents] {
            let amount = dialect.minor(self.cell(), self.of, Money { unit, ..money });
            self.prove_beside(amount, dialect.text(v(), Type::Decimal), v()).await;
        }
        let exact = self.texts(dialect.exact_text(self.cell(), self.of)).await;
        for value in exact.iter().flatten() {
            let (cell, of) = dialect.comparable(self.cell(), self.of);
            let same = Sql::new(" WHERE ").then(cell).with(" = ").bind(Some(value.clone()), of);
            let found = self.ask(dialect.exact_text(self.cell(), self.of), same).await;
            // NaN and the like are no values that anybody asks for.
            let number = value.parse::<f64>().is_ok_and(|number| !number.is_finite());
            assert!(
                number || found.to_vec().contains(&vec![Some(value.clone())]),
                "{} {value:?}",
                self.shape.name
            );
        }
        let (place, of) = if self.of.sorts_as_text() {
            (dialect.bytewise(dialect.text(self.cell(), self.of)), Type::Bytewise)
        } else {
            (self.cell(), self.of)
        };
        let text = dialect.exact_text(v(), of);
        self.prove_beside(place.clone(), text.clone(), Dialect::element(v(), of, text)).await;
        let terms = [Term { descending: false, nullable: true, of }];
        let rows = |rest: Sql| {
            let inner = Sql::new("FROM (SELECT ").then(place.clone()).with(" AS o0 FROM ");
            let inner = inner.table(&TableName::plain("everything")).with(" AS t) AS r").then(rest);
            let text = dialect.exact_text(Sql::new("r.o0"), of);
            let select =
                Select { order: order(dialect, &terms, "r", false), ..Select::plain(vec![text], inner) };
            Statement::one(self.schema, select)
        };
        let all: Vec<_> = self
            .business
            .read_one(rows(Sql::default()))
            .await
            .unwrap()
            .to_vec()
            .into_iter()
            .flatten()
            .collect();
        let mut from = Vec::new();
        for value in &all {
            let cursor = Cursor { backward: false, values: vec![value.clone()] };
            let rest = Sql::new(" WHERE ").then(beyond(&terms, "r", &cursor));
            let after = self.business.read_one(rows(rest)).await;
            let after = after.unwrap_or_else(|failure| panic!("{}: {}", self.shape.name, failure.explain()));
            from.push(after.to_vec().len());
        }
        // Each place lies further on than the one before it, or holds the same value.
        assert!(from.is_sorted_by(|a, b| a >= b), "{} {all:?} {from:?}", self.shape.name);
        shown
    }
}

async fn prove(business: &Business) -> Vec<(String, Vec<Option<String>>)> {
    let schema = business.schema().await.unwrap();
    let shape = schema.table(&TableName::plain("everything")).unwrap();
    let mut shown = Vec::new();
    for shape in &shape.columns {
        let of = Type::of(schema.dialect, shape);
        shown.push((shape.name.clone(), Column { business, schema: &schema, shape, of }.prove().await));
    }
    shown
}

fn check(shown: &[(String, Vec<Option<String>>)], wanted: &[(&str, usize, Option<&str>)]) {
    for (name, row, text) in wanted {
        let (_, rows) = shown.iter().find(|(column, _)| column == name).unwrap();
        assert_eq!(rows[*row].as_deref(), *text, "{name}");
    }
}

#[tokio::test]
async fn every_type_of_postgres() {
    let shown = prove(&postgres().await).await;
    check(
        &shown,
        &[
            ("a_numeric", 0, Some("12345678901234567890.123456789")),
            ("a_price", 0, Some("12.30")),
            ("a_real", 0, Some("0.1")),
            ("a_double", 0, Some("0.1")),
            ("a_truth", 0, Some("1")),
            ("a_text", 0, Some("téxt  ")),
            ("a_day", 0, Some("2026-02-03")),
            ("a_moment", 0, Some("2026-02-03 04:05:06.789")),
            ("an_instant", 0, Some("2026-02-03 05:05:06.789")),
            ("an_interval", 0, Some("1 year 2 days")),
            ("bytes", 0, Some("…")),
            ("an_enum", 0, Some("ok")),
            ("a_domain", 0, Some("12.50")),
            ("an_array", 0, Some("{1,2,NULL}")),
            ("an_inet", 0, Some("192.0.2.1/32")),
            ("bits", 0, Some("101")),
            ("a_text", 1, None),
            ("bytes", 1, None),
            ("a_day", 2, Some("0044-03-15 BC")),
            ("a_moment", 2, Some("infinity")),
        ],
    );
}

#[tokio::test]
async fn every_type_of_mariadb() {
    let shown = prove(&mariadb().await).await;
    check(
        &shown,
        &[
            ("a_truth", 0, Some("1")),
            ("a_bigint", 0, Some("18446744073709551615")),
            ("a_decimal", 0, Some("1234567.123450")),
            ("a_float", 0, Some("0.1")),
            ("a_double", 0, Some("0.1")),
            ("a_bit", 0, Some("1")),
            ("bits", 0, Some("513")),
            ("a_latin", 0, Some("é")),
            ("a_moment", 0, Some("2026-02-03 04:05:06.789")),
            ("some_bytes", 0, Some("…")),
            ("a_text", 1, None),
            ("a_day", 2, Some("0000-00-00")),
            ("a_moment", 2, Some("0000-00-00 00:00:00.000")),
            ("a_day", 3, Some("2026-00-00")),
            ("a_moment", 3, Some("9999-12-31 23:59:59.000")),
        ],
    );
    let own = if shown.iter().any(|(name, _)| name == "a_uuid") {
        [
            ("a_uuid", 0, Some("0b8f2c44-8f5e-4c1e-9d2a-0123456789ab")),
            ("an_inet", 0, Some("2001:db8::1")),
            ("a_json", 0, Some(r#"{"a": {"b": 1}}"#)),
        ]
    } else {
        [
            ("an_unseen", 1, Some("unseen")),
            ("a_shape", 0, Some("…")),
            ("a_json", 0, Some(r#"{"a": {"b": 1}}"#)),
        ]
    };
    check(&shown, &own);
}
