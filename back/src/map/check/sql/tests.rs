use std::path::Path;

use proptest::prelude::*;
use vantail_shared::config::At;

use super::*;
use crate::map::{Class, Nature, TableShape};

fn schema(dialect: Dialect) -> Schema {
    let column = |name: &str, class, nature, sql_type: &str| ColumnShape {
        nature,
        sql_type: sql_type.to_owned(),
        ..ColumnShape::plain(name, class, false)
    };
    let shape = TableShape {
        columns: vec![
            column("id", Class::Number, Nature::Integer, "integer"),
            column("person", Class::Number, Nature::Integer, "integer"),
            column("due", Class::Number, Nature::Decimal(Some(2)), "numeric(12,2)"),
            column("day", Class::Moment, Nature::Date, "date"),
            column("label", Class::Text, Nature::Text, "text"),
        ],
        ..TableShape::default()
    };
    let tables = ["line", "account", "Odd Table"].map(|name| (TableName::plain(name), shape.clone()));
    let hidden = TableName { schema: Some("vault".into()), name: "secret".into() };
    let default_schema = (dialect != Dialect::Sqlite).then(|| "public".to_owned());
    let tables = tables.into_iter().chain([(hidden, shape.clone())]).collect();
    Schema { dialect, default_schema, tables }
}

fn reads(names: &[&str]) -> Vec<Spot<TableName>> {
    let at = At::file(Path::new("map.toml"));
    names.iter().map(|name| Spot { value: name.parse().unwrap(), at: at.clone() }).collect()
}

fn columns(sql: &str) -> Vec<(String, Nature)> {
    let found = prove(&schema(Dialect::Postgres), sql, &reads(&["line", "account"]));
    let found = found.unwrap_or_else(|objections| panic!("{sql}: {objections:?}"));
    found.into_iter().map(|column| (column.name, column.nature)).collect()
}

fn objection(dialect: Dialect, sql: &str) -> String {
    let found = prove(&schema(dialect), sql, &reads(&["line", "account"]));
    let objections = found.expect_err(sql);
    objections
        .into_iter()
        .map(|(problem, remedy)| format!("{problem}; {remedy}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn what_columns_hold_is_seen_through() {
    let found = columns(
        "WITH open AS (SELECT person, due FROM line WHERE due > 0)
         SELECT l.id, a.Label AS name, -l.due AS owed, SUM(l.due) AS total, COUNT(*) AS n, MAX(l.day) AS last,
                'x' || l.id AS ref, l.due / 3 AS third
         FROM line l JOIN account AS a ON a.person = l.person LEFT JOIN line m ON m.id = l.id
         WHERE EXISTS (SELECT 1 FROM open WHERE open.person = l.person) GROUP BY 1, 2, 3, 6, 7",
    );
    let known: Vec<(&str, Nature)> = found.iter().map(|(name, nature)| (name.as_str(), *nature)).collect();
    assert_eq!(
        known,
        [
            ("id", Nature::Integer),
            ("name", Nature::Text),
            ("owed", Nature::Decimal(Some(2))),
            ("total", Nature::Decimal(None)),
            ("n", Nature::Integer),
            ("last", Nature::Date),
            ("ref", Nature::Text),
            ("third", Nature::Other),
        ]
    );
}

#[test]
fn united_columns_hold_what_all_of_them_hold() {
    let found =
        columns("SELECT id AS a, due AS b, day AS c FROM line UNION ALL SELECT 1, id, label FROM account");
    let natures: Vec<Nature> = found.into_iter().map(|(_, nature)| nature).collect();
    assert_eq!(natures, [Nature::Decimal(None), Nature::Decimal(None), Nature::Other]);
    assert!(
        objection(Dialect::Postgres, "SELECT id FROM line UNION SELECT id, due FROM line")
            .contains("unites 1")
    );
}

#[test]
fn names_fold_as_the_database_folds_them() {
    assert_eq!(columns("SELECT ID, \"label\" AS \"Label\" FROM LINE")[1].0, "Label");
    assert!(objection(Dialect::Postgres, "SELECT id FROM \"LINE\"").contains("`reads` does not name"));
    assert!(objection(Dialect::Postgres, "SELECT id FROM public.line2").contains("`reads` does not name"));
    assert_eq!(columns("SELECT id FROM public.line").len(), 1);
    let sqlite = prove(&schema(Dialect::Sqlite), "SELECT id FROM LINE", &reads(&["line"]));
    assert_eq!(sqlite.map(|columns| columns.len()), Ok(1));
    let maria = prove(&schema(Dialect::MariaDb), "SELECT `id` FROM `line`", &reads(&["line"]));
    assert_eq!(maria.map(|columns| columns.len()), Ok(1));
    assert!(objection(Dialect::MariaDb, "SELECT `id` FROM `Line`").contains("`reads` does not name"));
}

#[test]
fn what_writes_hides_or_asks_elsewhere_is_refused() {
    for (sql, told) in [
        ("DELETE FROM line", "no single SELECT"),
        ("SELECT id FROM line; SELECT 1", "a semicolon"),
        ("SELECT id FROM line -- and more", "a comment"),
        ("SELECT id /* x */ FROM line", "a comment"),
        ("SELECT id FROM line WHERE id = $1", "a place for a value"),
        ("SELECT id INTO other FROM line", "INTO"),
        ("SELECT id FROM line FOR UPDATE", "locks rows"),
        ("WITH x AS (DELETE FROM line RETURNING id) SELECT id FROM x", "more than SELECT"),
        ("SELECT id FROM vault.secret", "`reads` does not name"),
        ("SELECT id FROM line WHERE id IN (SELECT id FROM vault.secret)", "`reads` does not name"),
        ("SELECT (SELECT max(id) FROM vault.secret) AS x FROM line", "`reads` does not name"),
        ("SELECT id FROM line ORDER BY (SELECT max(id) FROM secret)", "`reads` does not name"),
        ("WITH line AS (SELECT 1 AS id) SELECT id FROM line", "which is a table"),
        ("SELECT pg_sleep(10) AS id", "pg_sleep"),
        ("SELECT nextval('s') AS id FROM line", "nextval"),
        ("SELECT vault.f(id) AS id FROM line", "vault.f"),
        ("SELECT id FROM line WHERE lo_unlink(id) = 1", "lo_unlink"),
        ("SELECT query_to_xml('SELECT 1', true, true, '') AS x FROM line", "query_to_xml"),
        ("SELECT id FROM generate_series(1, 10) AS id", "no table"),
        ("TABLE line", "no single SELECT"),
        ("VALUES (1)", "more than SELECT"),
        ("SELECT * FROM line", "by *"),
        ("SELECT l.* FROM line l", "by *"),
        ("SELECT", "no single SELECT"),
        ("", "no single SELECT"),
    ] {
        let found = objection(Dialect::Postgres, sql);
        assert!(found.contains(told), "{sql}: {found}");
    }
    assert!(objection(Dialect::MariaDb, "SELECT id, @x FROM line").contains("a variable"));
    assert!(objection(Dialect::MariaDb, "SELECT \"label\" AS x FROM line").contains("double quotes"));
    assert!(objection(Dialect::Sqlite, "SELECT id FROM line WHERE id = :x").contains("a variable"));
    assert!(
        objection(Dialect::Sqlite, "SELECT load_extension('x') AS id FROM line").contains("load_extension")
    );
}

#[test]
fn every_objection_is_told_at_once() {
    let found =
        objection(Dialect::Postgres, "SELECT pg_sleep(1) AS a, setval('s', 1) AS b FROM one, two FOR SHARE");
    for told in ["pg_sleep", "setval", "reads one", "reads two", "locks rows"] {
        assert!(found.contains(told), "{told}: {found}");
    }
}

#[test]
fn deep_sql_is_refused_and_breaks_nothing() {
    let long = format!("SELECT 1{} AS x FROM line", "+1".repeat(5000));
    assert!(objection(Dialect::Postgres, &long).contains("too long"));
    let wide = format!("SELECT 1{} AS x FROM line", "+1".repeat(950));
    let _ = prove(&schema(Dialect::Postgres), &wide, &reads(&["line"]));
    let deep = format!("SELECT {}1{} AS x FROM line", "(".repeat(900), ")".repeat(900));
    assert!(objection(Dialect::Postgres, &deep).contains("no single SELECT"));
}

proptest! {
    #[test]
    fn no_text_breaks_the_proof(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "SELECT", "FROM", "line", "secret", "WITH", "AS", "(", ")", ",", "'a'", "\"b\"", "`c`", "UNION", "*", "1",
                "WHERE", "=", "JOIN", "ON", "INTO", ";", "--", "é", "$1", "?", ":", "@x", "EXISTS", "x",
            ]),
            0..24,
        ),
        dialect in prop::sample::select(vec![Dialect::Sqlite, Dialect::Postgres, Dialect::MariaDb]),
    ) {
        let sql = words.join(" ");
        if prove(&schema(dialect), &sql, &reads(&["line"])).is_ok() {
            let read = ["FROM secret", "JOIN secret"].iter().any(|read| sql.contains(read));
            prop_assert!(!read || sql.contains("WITH"), "{}", sql);
        }
    }
}
