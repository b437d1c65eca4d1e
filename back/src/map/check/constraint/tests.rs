use super::*;

const PSEUDONYM: &str = "$FORGET$$$42";

fn of(dialect: Dialect, check: &str, value: &Worth) -> Verdict {
    verdict(dialect, check, "state", value)
}

#[test]
fn simple_constraints_are_understood_in_every_dialect() {
    let text = |text: &str| Worth::Text(text.to_owned());
    let pseudonym = text(PSEUDONYM);
    for (dialect, check, value, wanted) in [
        (Dialect::Sqlite, "state IN ('open', 'closed')", &pseudonym, Verdict::Breaks),
        (Dialect::Sqlite, "state IN ('open', 'closed')", &text("open"), Verdict::Passes),
        (Dialect::Sqlite, "state IN ('open', 'closed')", &Worth::Null, Verdict::Passes),
        (Dialect::Sqlite, "\"State\" NOT IN ('x')", &pseudonym, Verdict::Passes),
        (Dialect::Sqlite, "length(state) <= 5", &pseudonym, Verdict::Breaks),
        (Dialect::Sqlite, "state LIKE '%@%'", &pseudonym, Verdict::Breaks),
        (Dialect::Sqlite, "state IS NOT NULL OR other > 3", &Worth::Null, Verdict::Open),
        (Dialect::Sqlite, "state IS NOT NULL", &Worth::Null, Verdict::Breaks),
        (Dialect::Sqlite, "other IS NOT NULL", &Worth::Null, Verdict::Passes),
        (Dialect::Sqlite, "state > 0 AND state < 10", &text("12"), Verdict::Breaks),
        (Dialect::Sqlite, "state BETWEEN 1 AND 10", &text("7"), Verdict::Passes),
        (
            Dialect::Postgres,
            "((state)::text = ANY ((ARRAY['open'::character varying, 'closed'::character varying])::text[]))",
            &pseudonym,
            Verdict::Breaks,
        ),
        (Dialect::Postgres, "(state = ANY (ARRAY['a'::text, 'b'::text]))", &text("b"), Verdict::Passes),
        (Dialect::Postgres, "((state)::text ~~ '%@%'::text)", &pseudonym, Verdict::Breaks),
        (Dialect::Postgres, "((state)::text ~~ '$FORGET%'::text)", &pseudonym, Verdict::Passes),
        (Dialect::Postgres, "(char_length((state)::text) >= 3)", &text(""), Verdict::Breaks),
        (Dialect::Postgres, "((state)::text ~ '^[a-z]+$'::text)", &pseudonym, Verdict::Open),
        (Dialect::Postgres, "((state <> ''::text) AND (other > 0))", &text(""), Verdict::Breaks),
        (Dialect::MariaDb, "`state` in ('open','closed')", &pseudonym, Verdict::Breaks),
        (Dialect::MariaDb, "char_length(`state`) < 40", &pseudonym, Verdict::Passes),
        (Dialect::MariaDb, "`state` like '%@%'", &pseudonym, Verdict::Breaks),
        (Dialect::MariaDb, "`state` <> ''", &text(""), Verdict::Breaks),
        (Dialect::MariaDb, "`state` regexp '^[a-z]'", &pseudonym, Verdict::Open),
        (Dialect::MariaDb, "(`state` in (_utf8mb4'open',_utf8mb4'it\\'s'))", &pseudonym, Verdict::Breaks),
        (Dialect::MariaDb, "(`state` in (_utf8mb4'open',_utf8mb4'it\\'s'))", &text("it's"), Verdict::Passes),
        (Dialect::MariaDb, "(not((`state` like _utf8mb4'%@%')))", &pseudonym, Verdict::Passes),
        (Dialect::MariaDb, "regexp_like(`state`,_utf8mb4'^[a-z]')", &pseudonym, Verdict::Open),
    ] {
        assert_eq!(of(dialect, check, value), wanted, "{dialect:?} {check} {value:?}");
    }
}

#[test]
fn what_cannot_be_read_is_left_open() {
    let value = Worth::Text(PSEUDONYM.to_owned());
    assert_eq!(of(Dialect::Sqlite, "state IN (", &value), Verdict::Open);
    assert_eq!(of(Dialect::Sqlite, "other IN (", &value), Verdict::Passes);
}
