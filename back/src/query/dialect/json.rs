//! What stands in a JSON document.

use std::sync::LazyLock;

use crate::{
    map::Dialect,
    query::{build::Sql, types::Type},
};

/// How deep a document is looked into by `PostgreSQL`'s own expressions before it counts as none.
const DEPTH: u64 = 64;
/// White space of JSON (RFC 8259, section 2), in a regular expression.
const SPACE: &str = "[ \\t\\n\\r]*";

/// `PostgreSQL` before version 16 cannot ask whether a text is JSON, and ends the statement when it is not. So the text is
/// taken apart from inside: every string becomes `""`, every other plain value `0`, then, again and again, every innermost
/// list or object `0`. What is left of JSON is one of the two.
static STRINGS: LazyLock<String> = LazyLock::new(|| {
    let plain = r#"[^"\\\u0001-\u001f]"#;
    // No half of a pair, and not the one character that no text can hold.
    let half = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}";
    let point = r"\\u(?!0000|[dD][89a-fA-F])[0-9a-fA-F]{4}";
    format!(r#", '"({plain}|\\["\\/bfnrt]|{point}|{half})*"', '""', 'g')"#)
});
const PLAIN: &str = r", '-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?|true|false|null', '0', 'g')";
static INNERMOST: LazyLock<String> = LazyLock::new(|| {
    let value = r#"(""|0)"#;
    let list = |item: &str| format!("({SPACE}{item}({SPACE},{SPACE}{item})*)?{SPACE}");
    let pair = format!(r#"""{SPACE}:{SPACE}{value}"#);
    format!(r"'\[{}\]|\{{{}\}}'", list(value), list(&pair))
});
static LEFT: LazyLock<String> = LazyLock::new(|| format!(r#"'^{SPACE}(""|0){SPACE}$'"#));
/// How deep `MySQL` looks into a document before it ends the statement.
const DEEPEST: u64 = 100;
/// How many levels of lists and objects are taken away, innermost first, before what is left is counted.
const FLATTENED: u64 = 8;
/// Longest text in which that is done: expressions of `MySQL` have a limit of time, which ends the statement too.
const LONGEST: u64 = 200_000;
/// A string, to the end of the text where it has none; without a way back, which takes memory.
const QUOTED: &str = r#", '"[^"\\]*+(?:\\(?s:.)[^"\\]*+)*+("|$)', '')"#;
const FLAT: &str = r", '\[[^\[\]{}]*+\]|[{][^\[\]{}]*+[}]', '')";

impl Dialect {
    /// What stands at a path of names in a JSON document: a [`Type::Text`]; absent when it is not there, or when the value
    /// is no JSON.
    pub(in crate::query) fn json(self, value: Sql, of: Type, path: &[String]) -> Sql {
        let text = self.text(value.clone(), of);
        let dollar = Some(format!("$.\"{}\"", path.join("\".\"")));
        match self {
            Self::Sqlite => {
                let found = Sql::new("CAST(json_extract(").then(text.clone()).with(", ");
                let found = found.bind(dollar, Type::Text).with(") AS TEXT)");
                Sql::new("CASE WHEN json_valid(").then(text).with(") THEN ").then(found).with(" END")
            }
            Self::Postgres => {
                let names = path.iter().map(|name| Sql::default().bind(Some(name.clone()), Type::Text));
                let found = Sql::new("(CAST(")
                    .then(text.clone())
                    .with(" AS json) #>> ARRAY[")
                    .then(Sql::join(names, ", "))
                    .with("])");
                Sql::new("CASE WHEN ").then(is_json(value, of, text)).with(" THEN ").then(found).with(" END")
            }
            // MariaDB would read on until it finds the path, and not mind what comes after; MySQL ends the statement.
            Self::MariaDb => {
                let is_json = if of == Type::Other { valid(value) } else { valid_or_deep(text.clone()) };
                // `null` is no text that anybody wrote, and `"null"` is one.
                let found = Sql::new("JSON_UNQUOTE(NULLIF(CONVERT(JSON_EXTRACT(").then(text).with(", ");
                let found = found.bind(dollar, Type::Text).with(") USING utf8mb4), 'null'))");
                Sql::new("CASE WHEN ").then(is_json).with(" THEN ").then(found).with(" END")
            }
        }
    }
}

fn valid(text: Sql) -> Sql {
    Sql::new("JSON_VALID(").then(text).with(")")
}

/// Whether a text is JSON, and not so deep that `MySQL` ends the statement when it is asked: where there are as many brackets
/// as that takes, without strings and without the innermost lists and objects, again and again, few must be left. `MariaDB`
/// needs none of that.
fn valid_or_deep(text: Sql) -> Sql {
    let begun = Sql::new("REGEXP_REPLACE(").then(text.clone()).with(QUOTED);
    let apart = (0..FLATTENED).fold(begun, |text, _| Sql::new("REGEXP_REPLACE(").then(text).with(FLAT));
    Sql::new("CASE WHEN VERSION() NOT LIKE '%MariaDB%' AND ")
        .then(brackets(text.clone()))
        .with(" > ")
        .number(DEEPEST)
        .with(" AND (CHAR_LENGTH(")
        .then(text.clone())
        .with(") > ")
        .number(LONGEST)
        .with(" OR ")
        .then(brackets(apart))
        .with(" > ")
        .number(DEEPEST - FLATTENED)
        .with(") THEN 0 ELSE ")
        .then(valid(text))
        .with(" END")
}

/// How many lists and objects begin in a text.
fn brackets(text: Sql) -> Sql {
    Sql::new("CHAR_LENGTH(")
        .then(text.clone())
        .with(") - CHAR_LENGTH(REPLACE(REPLACE(")
        .then(text)
        .with(", '[', ''), '{', ''))")
}

fn is_json(value: Sql, of: Type, text: Sql) -> Sql {
    let by_type = Sql::new("CAST(pg_typeof(").then(value).with(") AS text) IN ('json', 'jsonb') OR ");
    let begun = Sql::new("regexp_replace(regexp_replace(").then(text).with(&STRINGS).with(PLAIN);
    let apart = Sql::new("EXISTS (WITH RECURSIVE j(t, n) AS (SELECT ")
        .then(begun)
        .with(", 0 UNION ALL SELECT regexp_replace(t, ")
        .with(&INNERMOST)
        .with(", '0', 'g'), n + 1 FROM j WHERE n < ")
        .number(DEPTH)
        .with(" AND t ~ ")
        .with(&INNERMOST)
        .with(") SELECT 1 FROM j WHERE j.t ~ ")
        .with(&LEFT)
        .with(")");
    if of == Type::Other { by_type.then(apart) } else { apart }
}
