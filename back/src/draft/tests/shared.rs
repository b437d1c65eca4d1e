//! Blocks, logs, groups and charts: what a schema suggests beside tables and pages.

use super::*;

/// A library with loans of today and of before, a council of its buildings, accounts and a log.
fn library() -> Schema {
    let mut schema = shop();
    let mut add = |name: &str, shape: TableShape| schema.tables.insert(TableName::plain(name), shape);
    let client = ("client_id", "client", "id");
    add(
        "client",
        table(
            &["id#", "first_name", "last_name", "email", "birth_date@", "guarantor_id#"],
            &[("guarantor_id", "client", "id")],
        ),
    );
    let loan = ["id#", "client_id#", "item", "taken_on@", "condition"];
    add("loan", table(&loan, &[client]));
    add("old_loan", table(&loan, &[]));
    add("invoice", table(&["id#", "client_id#", "day@", "status", "amount$", "outstanding$"], &[client]));
    add("ledger_entry", table(&["id#", "client_id#", "booked_on@", "label", "amount$"], &[client]));
    add("access_log", table(&["id#", "client_id#", "at@", "action", "ip_address", "user_agent"], &[client]));
    add("building", table(&["id#", "name"], &[]));
    let building = ("building_id", "building", "id");
    add(
        "mandate",
        table(&["id#", "client_id#", "building_id#", "start_date@", "end_date@"], &[client, building]),
    );
    add("certificate", table(&["id#", "client_id#", "building_id#", "path"], &[client, building]));
    add(
        "repair_request",
        table(&["id#", "client_id#", "made_on@", "closed_at@", "cancelled_at@"], &[client]),
    );
    schema
}

fn drafted(schema: &Schema, samples: &Samples) -> String {
    let text = first(schema, &[], samples).to_toml();
    assert_eq!(faults_of(schema.clone()), Vec::<String>::new());
    text
}

fn holds(text: &str, lines: &[&str]) {
    for line in lines {
        assert!(text.lines().any(|own| own.starts_with(line)), "{line}\n{text}");
    }
}

#[test]
fn reasons_against_an_erasure_are_proposed() {
    let text = drafted(&library(), &Samples::default());
    holds(
        &text,
        &[
            // What is left to pay; the lines of an account where no column says so.
            "sql = \"SELECT client_id, SUM(outstanding) FROM invoice WHERE client_id IS NOT NULL GROUP BY client_id \
             HAVING SUM(outstanding) > 0\"",
            "sql = \"SELECT client_id, SUM(amount) FROM ledger_entry WHERE client_id IS NOT NULL GROUP BY client_id \
             HAVING SUM(amount) > 0\"",
            // Loans go to another table when they are over, requests have a day when they end.
            "sql = \"SELECT client_id, id FROM loan WHERE client_id IS NOT NULL\"",
            "active = \"closed_at is null and cancelled_at is null\"",
            "sql = \"SELECT guarantor_id, id FROM client WHERE guarantor_id IS NOT NULL\"",
        ],
    );
    assert!(!text.contains("FROM old_loan"), "{text}");
}

#[test]
fn traces_are_proposed_as_logs() {
    let text = drafted(&library(), &Samples::default());
    holds(
        &text,
        &[
            "[logs.access-logs]",
            "table = \"access_log\"",
            "time = \"at\"",
            "columns = [\"ip_address\", \"user_agent\"]",
            "pseudonymise = \"P6M\"",
        ],
    );
}

#[test]
fn what_a_role_shares_is_proposed_as_a_group() {
    let text = drafted(&library(), &Samples::default());
    holds(
        &text,
        &[
            "[groups.building]",
            "link = [\"building.id = mandate.building_id\", \"mandate.client_id = client.id and today between \
             mandate.start_date and mandate.end_date\"]",
            "name = \"{name}\"",
            "# on = \"certificate.building_id = building.id\"",
        ],
    );
}

#[test]
fn charts_are_proposed_where_few_values_share_a_sum() {
    let drawn = |words: usize| {
        let mut samples = Samples::default();
        let status = (TableName::plain("invoice"), "status".to_owned());
        samples.words.insert(status, (0..words).map(|word| format!("word {word}")).collect());
        drafted(&library(), &samples)
    };
    let text = drawn(3);
    holds(
        &text,
        &["chart = { kind = \"balance\" }", "chart = { kind = \"bars\", by = \"status\", sum = \"amount\","],
    );
    assert!(!drawn(1).contains("kind = \"bars\"") && !drawn(40).contains("kind = \"bars\""));
}

#[test]
fn a_way_of_several_hops_and_odd_names_become_sql() {
    let kind = Candidate {
        table: TableName::plain("Person"),
        called: "person".to_owned(),
        key: vec!["no.".to_owned(), "year".to_owned()],
        name: "{name}".to_owned(),
        email: None,
        phone: None,
        birth: None,
        language: None,
        same_as: None,
        postal: super::super::postal::Postal::default(),
        score: 0,
    };
    let step = |from: &str, to: &str, pairs: &[(&str, &str)]| way::Step {
        from: TableName::plain(from),
        to: TableName::plain(to),
        pairs: pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        words: None,
        loose: false,
    };
    let mut line = step("line", "order", &[("order", "id")]);
    line.words = Some(("kind".to_owned(), vec!["it's".to_owned()]));
    let way = vec![line, step("order", "Person", &[("client", "no."), ("when", "year")])];
    let sums = |dialect, way| {
        let rows = sql::Rows::new(dialect, way, &kind).unwrap();
        rows.sums(&format!("SUM({})", rows.own("due`\"")))
    };
    assert_eq!(
        sums(Dialect::Postgres, &way),
        "SELECT t1.client, t1.\"when\", SUM(t0.\"due`\"\"\") FROM line AS t0 JOIN \"order\" AS t1 ON t0.\"order\" = t1.id \
         WHERE t1.client IS NOT NULL AND t1.\"when\" IS NOT NULL AND t0.kind IN ('it''s') \
         GROUP BY t1.client, t1.\"when\" HAVING SUM(t0.\"due`\"\"\") > 0"
    );
    // A way that ends at something else than the key asks the person's own table for it.
    let mut by_card = step("visit", "Person", &[("card", "card")]);
    by_card.loose = true;
    assert_eq!(
        sums(Dialect::MariaDb, &vec![by_card]),
        "SELECT t1.`no.`, t1.year, SUM(t0.`due``\"`) FROM visit AS t0 JOIN Person AS t1 ON TRIM(t0.card) = TRIM(t1.card) \
         WHERE t1.`no.` IS NOT NULL AND t1.year IS NOT NULL GROUP BY t1.`no.`, t1.year HAVING SUM(t0.`due``\"`) > 0"
    );
}
