//! Paths into JSON: what is none is absent, and never fails the page that asks.

use super::*;
use crate::{
    business::testing::mariadb,
    map::TableName,
    query::{
        build::{Select, Sql},
        statement::Statement,
        types::Type,
    },
};

/// JSON, and what is nearly JSON: one character more, less or another.
fn nearly_json() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "0",
        "-1.5e3",
        "01",
        "1.",
        "true",
        "nul",
        "null",
        r#""""#,
        r#""a""#,
        r#""\u00e9\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\u0000""#,
        r#""\q""#,
        "\"\t\"",
        r#""a\"b""#,
        "'a'",
        "",
    ]);
    let tree = leaf.prop_map(str::to_owned).prop_recursive(4, 12, 3, |inner| {
        let space = || prop::sample::select(vec!["", " ", "\n\t", "\u{a0}"]);
        let list =
            prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(",")));
        let object =
            (prop::collection::vec((prop::sample::select(vec!["a", "b", "é\\n"]), inner), 0..3), space());
        let object = object.prop_map(|(pairs, space)| {
            let pairs = pairs.into_iter().map(|(name, value)| format!("\"{name}\"{space}:{space}{value}"));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        });
        prop_oneof![list, object]
    });
    let change =
        (any::<prop::sample::Index>(), prop::sample::select(vec!["", "\"", ",", "{", "]", "0", "\\", "x"]));
    (tree, prop::option::of(change)).prop_map(|(text, change)| {
        let Some((at, put)) = change else { return text };
        let mut letters: Vec<String> = text.chars().map(String::from).collect();
        if !letters.is_empty() {
            let at = at.index(letters.len());
            letters[at] = put.to_owned();
        }
        letters.concat()
    })
}

fn what_is_no_json_is_absent(dialect: Dialect) {
    property(dialect, 24, &prop::collection::vec(nearly_json(), 40), async |texts| {
        let mut database = Anywhere::open(dialect, "json").await;
        let rows = texts
            .iter()
            .enumerate()
            .map(|(id, text)| vec![some(id), some("tenant"), None, some(text), None, None, None]);
        database.insert_all("person", rows).await;
        let found = found(&database).await;
        for (text, found) in texts.iter().zip(found) {
            let parsed = serde_json::from_str::<serde_json::Value>(text).ok();
            let wanted = parsed.as_ref().and_then(|parsed| parsed.get("a")).filter(|value| !value.is_null());
            // Each database has its own mind about halves of letters, unknown escapes, and names that come twice.
            if text.contains("\\q") {
                continue;
            }
            let half = text.replace("\\ud83d\\ude00", "").contains("\\ud83d");
            if half || text.contains("\\u0000") || text.matches("\"a\"").count() > 1 {
                continue;
            }
            match wanted {
                // It takes some for JSON that is none.
                None => assert!(found.is_none() || dialect == Dialect::MariaDb, "{text}"),
                Some(serde_json::Value::String(wanted)) => {
                    assert_eq!(found.as_ref(), Some(wanted), "{text}");
                }
                Some(_) => {}
            }
        }
    });
}

/// Some servers end a statement that asks whether a text is JSON that is deeper than they look.
fn no_depth_fails_a_page(dialect: Dialect) {
    let nested = |times: usize, open: &str, close: &str| open.repeat(times) + &close.repeat(times);
    let wide = format!(r#"{{"a": "x", "b": [{}0]}}"#, r#"{"c": [1, {}], "d": "]}}\"]"},"#.repeat(300));
    // Not deep, but MySQL cannot be told that cheaply.
    let many = format!(r#"{{"a": "x", "b": [{}0]}}"#, (nested(12, "[", "]") + ",").repeat(100));
    let is_mysql = dialect == Dialect::MariaDb && mariadb::is_mysql();
    let texts = [
        (many, (!is_mysql).then_some("x")),
        (nested(150, "[", "]"), None),
        (nested(150, r#"{"a":"#, "}"), None),
        (nested(150, r#"["]]]]",[], {},"#, "]"), None),
        (nested(150, r#"["\"]","#, "]"), None),
        (nested(30_000, "[", ""), None),
        (nested(150, "[\"", ""), None),
        (wide, Some("x")),
    ];
    run(async {
        let mut database = Anywhere::open(dialect, "depth").await;
        let rows = texts.iter().enumerate();
        let rows =
            rows.map(|(id, (text, _))| vec![some(id), some("tenant"), None, some(text), None, None, None]);
        database.insert_all("person", rows).await;
        let found = found(&database).await;
        for ((text, wanted), found) in texts.iter().zip(found) {
            assert_eq!(found.as_deref(), *wanted, "{}", &text[..20]);
        }
    });
}

/// What stands at `a` in each last name.
async fn found(database: &Anywhere) -> Vec<Option<String>> {
    let found = database.dialect.json(Sql::new("t.").name("last_name"), Type::Text, &["a".to_owned()]);
    let from = Sql::new("FROM ").table(&TableName::plain("person")).with(" AS t ORDER BY t.id");
    let statement = Statement::one(database.map().schema(), Select::plain(vec![found], from));
    database.business.read_one(statement).await.unwrap().to_vec().into_iter().flatten().collect()
}

over_every_dialect!(what_is_no_json_is_absent, no_depth_fails_a_page);
