//! What each database makes of the functions of conditions and searches: the same.

use super::*;
use crate::{
    business::Business,
    map::{Dialect, Normal, Schema},
    query::{
        build::{Select, Sql},
        statement::Statement,
        types::Type,
    },
};

async fn value(business: &Business, dialect: Dialect, expression: Sql) -> Option<String> {
    let schema = Schema { dialect, ..Schema::default() };
    let statement = Statement::one(&schema, Select::plain(vec![expression], Sql::default()));
    business.read_one(statement).await.unwrap().first().unwrap().text().map(str::to_owned)
}

fn text(value: &str) -> Sql {
    Sql::default().bind(Some(value.to_owned()), Type::Text)
}

async fn holds(business: &Business, dialect: Dialect, condition: Sql) -> bool {
    let expression = Sql::new("CASE WHEN ").then(condition).with(" THEN 'yes' ELSE 'no' END");
    value(business, dialect, expression).await.as_deref() == Some("yes")
}

async fn functions(business: &Business, dialect: Dialect) {
    let normal = |normal, given: &str| dialect.normal(normal, text(given), Type::Text);
    let path = ["user".to_owned(), "id".to_owned()];
    let json = |given: &str| dialect.json(text(given), Type::Text, &path);
    for (expression, wanted) in [
        (normal(Normal::Lower, "Jane.DOE@Example.org"), Some("jane.doe@example.org")),
        (normal(Normal::Trim, "  a b  "), Some("a b")),
        (normal(Normal::Digits, "+33 (0)6-12.34"), Some("33061234")),
        (normal(Normal::Digits, "none"), Some("")),
        (normal(Normal::Text, "x"), Some("x")),
        (json(r#"{"user": {"id": 51, "x": 1}}"#), Some("51")),
        (json(r#"{"user": {}}"#), None),
        (dialect.joined(vec![text("Invoice-"), text("77")]), Some("Invoice-77")),
    ] {
        let told = format!("{dialect:?} {expression:?}");
        assert_eq!(value(business, dialect, expression).await.as_deref(), wanted, "{told}");
    }
    for (given, wanted, is) in [
        ("true", true, true),
        ("1", true, true),
        ("0", true, false),
        ("No", false, true),
        ("?", false, false),
    ] {
        let condition = dialect.truth((text(given), Type::Text), wanted);
        assert_eq!(holds(business, dialect, condition).await, is, "{dialect:?} {given}");
    }
}

async fn searches(business: &Business, dialect: Dialect) {
    for (given, needle, found) in [
        ("Éléonore d'ŒUVRÉ", "eleonore d'oeuvre", true),
        ("Eleonore", "ÉLÉO", true),
        ("e\u{301}te\u{301}", "ete", true),
        ("Müller", "mull", true),
        ("Łódź", "lodz", true),
        ("Ærøskøbing", "aeroskobing", true),
        ("ŉaŀĥđıŧ", "nalhdit", true),
        ("Straße", "STRASSE", true),
        ("ЖАННА", "жан", true),
        ("50% off_now!", "50% off_now!", true),
        ("50 per cent", "50%", false),
        ("offnow", "off_", false),
        ("a[b]c*d?e^f", "[b]c*d?e^", true),
        ("abcd", "[b]", false),
        ("abcd", "b*", false),
        ("back\\slash", "\\s", true),
        ("it's \"quoted\"", "s \"q", true),
        ("日本語 😀", "本語 😀", true),
        ("(a|b)+$ {2} .x #~-& ]", "(a|b)+$ {2} .x #~-& ]", true),
        ("***=(?i)x", "***=(?I)x", true),
        ("axb", "a.b", false),
        ("ab", "^a", false),
        ("tab\tnew\nline", "b\tnew\nl", true),
        ("", "x", false),
    ] {
        let condition = dialect.contains(text(given), Type::Text, needle);
        assert_eq!(holds(business, dialect, condition).await, found, "{dialect:?} {given} {needle}");
    }
}

fn conditions_mean_the_same(dialect: Dialect) {
    run(async {
        let database = Anywhere::open(dialect, "functions").await;
        functions(&database.business, dialect).await;
    });
}

fn searches_find_the_same(dialect: Dialect) {
    run(async {
        let database = Anywhere::open(dialect, "searches").await;
        searches(&database.business, dialect).await;
    });
}

over_every_dialect!(conditions_mean_the_same, searches_find_the_same);
