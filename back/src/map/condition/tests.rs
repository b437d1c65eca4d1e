use proptest::prelude::*;

use super::*;

fn column(table: &str, column: &str) -> Term {
    let table = (!table.is_empty()).then(|| TableName::plain(table));
    Term::Column { table, column: column.to_owned() }
}

fn read(text: &str) -> Vec<Condition> {
    text.parse::<Conditions>().unwrap_or_else(|()| panic!("{text}")).0
}

#[test]
fn comparisons_lists_and_absence_are_read() {
    let x = || column("a", "x");
    for (text, comparison) in [
        ("a.x = 1", Comparison::Equal),
        ("a.x <> 1", Comparison::Unequal),
        ("a.x < 1", Comparison::Less),
        ("a.x <= 1", Comparison::AtMost),
        ("a.x > 1", Comparison::Greater),
        ("a.x >= 1", Comparison::AtLeast),
    ] {
        assert_eq!(read(text), [Condition::Compare(x(), comparison, Term::Number(1))]);
    }
    assert_eq!(
        read("a.x in ('it''s', -2) and a.x is null and a.x is not null"),
        [
            Condition::In(x(), vec![Term::Text("it's".into()), Term::Number(-2)]),
            Condition::Absent(x()),
            Condition::Present(x())
        ]
    );
}

#[test]
fn a_mandate_runs_between_open_bounds() {
    let within =
        Condition::Within { moment: Term::Today, from: column("m", "since"), until: column("m", "until") };
    assert_eq!(
        read("today between m.since and m.until and x = true"),
        [within, Condition::Compare(column("", "x"), Comparison::Equal, Term::Truth(true))]
    );
}

#[test]
fn values_may_be_built_and_normalised() {
    let built = Term::Joined(vec![Term::Text("Invoice-".into()), column("i", "id")]);
    assert_eq!(
        read("d.ref = 'Invoice-' || i.id"),
        [Condition::Compare(column("d", "ref"), Comparison::Equal, built)]
    );
    let json = Term::Json(Box::new(column("s", "data")), vec!["user".into(), "id".into()]);
    let digits = Term::Normal(Normal::Digits, Box::new(column("p", "phone")));
    assert_eq!(
        read("json(s.data, 'user.id') = digits(p.phone)"),
        [Condition::Compare(json, Comparison::Equal, digits)]
    );
}

#[test]
fn quoted_words_are_names() {
    assert_eq!(
        read("\"today\" = \"true\""),
        [Condition::Compare(column("", "today"), Comparison::Equal, column("", "true"))]
    );
}

#[test]
fn anything_else_is_refused() {
    for text in [
        "",
        "a.b",
        "a.b =",
        "a.b = c.d and",
        "a.b = c.d or a.e = 1",
        "a.b in ()",
        "a.b in (1",
        "a.b is",
        "x = 'open",
        "x = 1; drop",
        "sleep(1) = 1",
        "json(a.x) = 1",
        "json(a.x, 'a''b') = 1",
        "x = 99999999999999999999",
        "a | b = 1",
        "x between 1",
    ] {
        assert_eq!(text.parse::<Conditions>(), Err(()), "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in "[a-z.'\"()|<>=,0-9 -]{0,60}") {
        let _ = text.parse::<Conditions>();
    }

    #[test]
    fn any_text_comes_back(value in ".{0,20}") {
        let text = format!("x = '{}'", value.replace('\'', "''"));
        prop_assert_eq!(
            text.parse::<Conditions>(),
            Ok(Conditions(vec![Condition::Compare(column("", "x"), Comparison::Equal, Term::Text(value))]))
        );
    }
}
