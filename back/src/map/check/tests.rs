use crate::map::{Class, ColumnShape, samples};

use super::*;

mod whole;

fn table(name: &str, key: &[&str], columns: &[&str]) -> (TableName, TableShape) {
    let columns = columns.iter().map(|name| ColumnShape::plain(name, Class::Text, false));
    let primary = key.iter().map(|&name| name.to_owned()).collect();
    (TableName::plain(name), TableShape { columns: columns.collect(), primary, ..TableShape::default() })
}

fn schema() -> Schema {
    let tables = [
        table("person", &["id"], &["id", "kind", "first_name", "last_name", "email"]),
        table("account", &["id"], &["id", "person_id"]),
        table(
            "statement_line",
            &["id"],
            &["id", "account_id", "booked_on", "label", "amount_cents", "balance"],
        ),
        table("odd table", &["No.", "year"], &["No.", "year", "select", "rent", "score"]),
        table("odd_share", &[], &["no", "year", "person"]),
        table("document", &["id"], &["id", "person_id", "title", "kind", "issued_on", "path", "bytes"]),
        table("notice", &["code"], &["code", "person_id", "headline", "path"]),
    ];
    Schema { tables: tables.into_iter().collect(), ..Schema::default() }
}

fn told(text: &str) -> Vec<String> {
    told_over(text, schema())
}

fn told_over(text: &str, schema: Schema) -> Vec<String> {
    let faults = Faults::new();
    let checked = samples::map(text).check(schema, &faults);
    let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    assert_eq!(checked.is_some(), told.is_empty());
    told
}

/// What is told when one text of the sample is replaced.
fn with(old: &str, new: &str) -> String {
    assert!(samples::MAP.contains(old), "{old}");
    told(&samples::MAP.replace(old, new)).join("\n")
}

#[test]
fn the_sample_fits() {
    assert_eq!(told(samples::MAP), Vec::<String>::new());
}

#[test]
fn the_column_of_the_same_human_is_held_against_the_table() {
    let kind = "name = \"{first_name} {last_name}\"";
    let same = |column: &str| with(kind, &format!("{kind}\nsame_as = \"{column}\""));
    assert!(same("merged").contains("table person has no column \"merged\""));
    assert_eq!(same("email"), "", "a column that holds keys");
}

#[test]
fn unknown_tables_and_columns_are_told_with_the_nearest_name() {
    assert!(
        with("table = \"notice\"\nlink = \"notice.", "table = \"notices\"\nlink = \"notices.")
            .contains("did you mean \"notice\"?")
    );
    assert!(with("column = \"label\"", "column = \"lable\"").contains("did you mean \"label\"?"));
    for (old, new) in [
        ("{first_name} {last_name}", "{prenom} {last_name}"),
        ("only = { kind = \"tenant\" }", "only = { sort = \"tenant\" }"),
        ("email = \"email\"", "email = \"mail\""),
        ("statement_line.account_id = account.id", "statement_line.account = account.id"),
        ("amount = { column = \"amount_cents\"", "amount = { column = \"amount\""),
        ("date = \"issued_on\"", "date = \"date\""),
        ("file = \"notices/{path}.pdf\"", "file = \"notices/{file}.pdf\""),
    ] {
        let told = with(old, new);
        assert!(told.contains("has no column"), "{new}: {told}");
        assert!(told.starts_with("map.toml:"), "{told}");
    }
}

#[test]
fn every_row_needs_a_place_of_its_own() {
    let told = with("order = [\"-booked_on\", \"-id\"]", "order = [\"-booked_on\"]");
    assert!(told.contains("does not tell all rows of statement_line apart"), "{told}");
    assert!(told.contains("end it with the key: id"), "{told}");
    assert!(with("key = [\"code\"]", "key = [\"path\"]").contains("name the whole key: code"));
}

#[test]
fn every_fault_is_told_at_once() {
    let text = samples::MAP
        .replace("email = \"email\"", "email = \"mail\"")
        .replace("column = \"label\"", "column = \"lable\"")
        .replace("size = \"bytes\"", "size = \"octets\"");
    let told = told(&text);
    assert_eq!(told.len(), 4, "two kinds, a page and a set: {told:#?}");
}

#[test]
fn a_balance_that_is_kept_is_that_of_one_account() {
    let kept = samples::MAP
        .replace("{ column = \"amount_cents\",", "{ column = \"amount_cents\", balance = \"balance\",");
    let found = told(&kept);
    assert_eq!(found.len(), 1, "{found:#?}");
    let line = kept.lines().position(|line| line.contains("balance = ")).unwrap() + 1;
    assert!(found[0].starts_with(&format!("map.toml:{line}:")), "{found:#?}");
    for told in
        ["`balance` of pages.account would mix accounts", "several rows of account", "leave `balance` out"]
    {
        assert!(found[0].contains(told), "{found:#?}");
    }
    assert!(found[0].contains("unique = [\"person_id\"] in [tables.account]"), "{found:#?}");

    // The remedy, a key of the database, and lines that name their person themselves.
    let said =
        "[tables.account]\ntitle = { fr = \"Comptes\", en = \"Accounts\" }\nunique = [\"person_id\"]\n";
    assert_eq!(told(&format!("{kept}\n{said}")), Vec::<String>::new());
    let mistyped = told(&format!("{kept}\n{}", said.replace("person_id", "persons_id")));
    assert!(mistyped.iter().any(|fault| fault.contains("did you mean \"person_id\"?")), "{mistyped:#?}");
    let mut schema = schema();
    schema.table_mut(&TableName::plain("account")).unwrap().unique.push(vec!["person_id".to_owned()]);
    assert_eq!(told_over(&kept, schema), Vec::<String>::new());
    let hops = "[\"statement_line.account_id = account.id\", \"account.person_id = person.id\"]";
    assert_eq!(
        told(&kept.replace(hops, "[\"statement_line.account_id = person.id\"]")),
        Vec::<String>::new()
    );
    let ways =
        "{ any = [[\"statement_line.account_id = person.id\"], [\"statement_line.label = person.id\"]] }";
    let found = told(&kept.replace(hops, ways)).join("\n");
    assert!(found.contains("in several ways"), "{found}");
}
