use proptest::prelude::*;
use vantail_shared::config::Faults;

use super::*;
use crate::map::{Class, ColumnShape, DataCategory, DataMap, Dialect, ForeignKey, Nature, TableShape};

mod membership;
mod shared;

pub(super) fn column(name: &str, nature: Nature, nullable: bool) -> ColumnShape {
    let class = match nature {
        Nature::Integer | Nature::Decimal(_) => Class::Number,
        Nature::Date | Nature::Moment => Class::Moment,
        Nature::Bytes => Class::Untyped,
        _ => Class::Text,
    };
    ColumnShape { nature, ..ColumnShape::plain(name, class, nullable) }
}

/// A table whose first column is its key; texts end in nothing, `#` is a whole number, `@` a date, `$` a decimal.
pub(super) fn table(columns: &[&str], foreign: &[(&str, &str, &str)]) -> TableShape {
    let columns: Vec<ColumnShape> = columns
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let nature = match name.chars().last() {
                Some('#') => Nature::Integer,
                Some('@') => Nature::Date,
                Some('$') => Nature::Decimal(Some(2)),
                _ => Nature::Text,
            };
            column(name.trim_end_matches(['#', '@', '$']), nature, at > 0)
        })
        .collect();
    let key = |(own, other, target): &(&str, &str, &str)| ForeignKey {
        columns: vec![(*own).to_owned()],
        table: TableName::plain(other),
        to: vec![(*target).to_owned()],
    };
    TableShape {
        primary: vec![columns[0].name.clone()],
        foreign: foreign.iter().map(key).collect(),
        columns,
        ..TableShape::default()
    }
}

fn shop() -> Schema {
    let mut schema = Schema::default();
    let mut add = |name: &str, shape: TableShape| schema.tables.insert(TableName::plain(name), shape);
    add(
        "client",
        table(
            &["id#", "first_name", "last_name", "email", "birth_date@", "created_by#"],
            &[("created_by", "employee", "id")],
        ),
    );
    add("employee", table(&["id#", "first_name", "last_name", "email", "password"], &[]));
    add(
        "order",
        table(
            &["id#", "client_id#", "employee_id#", "ordered_on@", "total$", "note"],
            &[("client_id", "client", "id"), ("employee_id", "employee", "id")],
        ),
    );
    add(
        "order_line",
        table(
            &["id#", "order_id#", "product_id#", "price$"],
            &[("order_id", "order", "id"), ("product_id", "product", "id")],
        ),
    );
    add("product", table(&["id#", "name"], &[]));
    add(
        "client_history",
        table(&["id#", "history_id#", "first_name", "last_name", "email", "birth_date@", "created_by#"], &[]),
    );
    schema
}

fn way_of(draft: &Draft, name: &str) -> Vec<String> {
    let table = draft.tables.iter().find(|table| table.name == TableName::plain(name)).unwrap();
    let ways = table.leads.subjects.values().flatten().flatten();
    ways.map(|step| format!("{} > {}", step.from, step.to)).collect()
}

#[test]
fn persons_ways_actors_and_histories_are_found() {
    let draft = first(&shop(), &[], &Samples::default());
    let kinds: Vec<String> = draft.kinds.iter().map(|kind| kind.table.to_string()).collect();
    assert_eq!(kinds, ["client", "employee"], "those who are served come first");
    assert_eq!(draft.kinds[0].name, "{first_name} {last_name}");
    assert_eq!(draft.kinds[0].email.as_deref(), Some("email"));
    assert_eq!(way_of(&draft, "order"), ["order > client"]);
    assert_eq!(way_of(&draft, "order_line"), ["order_line > order", "order > client"]);
    assert_eq!(way_of(&draft, "client_history"), ["client_history > client"]);
    let order = draft.tables.iter().find(|table| table.name == TableName::plain("order")).unwrap();
    assert_eq!(order.leads.actors.len(), 1, "the employee acted");
    let history = draft.tables.iter().find(|table| table.name == TableName::plain("client_history")).unwrap();
    assert_eq!(history.after, Some(TableName::plain("client")));
    assert!(
        draft.tables.iter().all(|table| table.name != TableName::plain("product")),
        "a product is nobody"
    );
    let client = draft.tables.iter().find(|table| table.kind == Some(0)).unwrap();
    assert_eq!(client.column("birth_date").unwrap().category, DataCategory::Identity);
}

#[test]
fn persons_may_be_named_by_the_caller() {
    let draft = first(&shop(), &[TableName::plain("employee")], &Samples::default());
    assert_eq!(draft.kinds.len(), 1);
    assert_eq!(draft.kinds[0].table, TableName::plain("employee"));
}

#[test]
fn values_confirm_what_nobody_declared_and_nothing_else() {
    let mut schema = shop();
    let visit = TableName::plain("visit");
    schema
        .tables
        .insert(visit.clone(), TableShape { rows: Some(9), ..table(&["id#", "client_id#", "day@"], &[]) });
    let pair = ((visit.clone(), "client_id".to_owned()), (TableName::plain("client"), "id".to_owned()));
    let told = |found| {
        let mut samples = Samples::default();
        samples.overlaps.insert(pair.clone(), sample::Overlap { sampled: 100, found });
        first(&schema, &[], &samples).tables.iter().any(|table| table.name == visit)
    };
    assert!(told(100) && told(96));
    assert!(!told(50) && !told(0));
}

#[test]
fn rows_of_the_same_human_are_joined_by_what_says_so() {
    let mut schema = shop();
    let client = ["id#", "first_name", "last_name", "email", "duplicate_of#"];
    schema.tables.insert(TableName::plain("client"), table(&client, &[("duplicate_of", "client", "id")]));
    let text = first(&schema, &[], &Samples::default()).to_toml();
    assert!(text.contains("same_as = \"duplicate_of\" # to check"), "{text}");
    assert_eq!(faults_of(schema.clone()), Vec::<String>::new());
    // Lines of several rows of the same human have no one balance.
    schema.tables.insert(TableName::plain("ledger_entry"), ledger());
    assert_eq!(faults_of(schema), Vec::<String>::new());
    // Whoever follows somebody in an office is somebody else.
    let mut schema = shop();
    let client = ["id#", "first_name", "last_name", "email", "replaced_by#"];
    schema.tables.insert(TableName::plain("client"), table(&client, &[("replaced_by", "client", "id")]));
    let text = first(&schema, &[], &Samples::default()).to_toml();
    assert!(!text.contains("same_as"), "{text}");
}

#[test]
fn lists_begin_with_the_newest_and_long_keys_are_an_order_by_themselves() {
    let mut schema = shop();
    let client = ("client_id", "client", "id");
    let visit = table(&["season", "client_id#", "room", "hour", "day@"], &[client]);
    let key = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    schema.tables.insert(
        TableName::plain("visit"),
        TableShape { primary: key(&["season", "client_id"]), ..visit.clone() },
    );
    let long = TableShape { primary: key(&["season", "client_id", "room", "hour"]), ..visit };
    schema.tables.insert(TableName::plain("long_visit"), long);
    let draft = first(&schema, &[], &Samples::default());
    let order = |name: &str| {
        let page = draft.pages.iter().find(|page| draft.tables[page.table].name == TableName::plain(name));
        page.unwrap().order.clone()
    };
    assert_eq!(order("visit"), ["-day", "-season", "-client_id"]);
    assert_eq!(order("long_visit"), ["-season", "-client_id", "-room", "-hour"]);
    assert_eq!(faults_of(schema), Vec::<String>::new());
}

/// Lines that keep their balance.
fn ledger() -> TableShape {
    let columns = ["id#", "client_id#", "booked_on@", "label", "amount$", "balance_after$"];
    table(&columns, &[("client_id", "client", "id")])
}

#[test]
fn a_balance_that_is_kept_is_taken() {
    let mut schema = shop();
    schema.tables.insert(TableName::plain("ledger_entry"), ledger());
    let text = first(&schema, &[], &Samples::default()).to_toml();
    assert!(text.contains("amount = { column = \"amount\", balance = \"balance_after\", currency"), "{text}");
    assert_eq!(faults_of(schema), Vec::<String>::new());
}

/// The draft, read as the map that it is and held against its schema.
pub(super) fn faults_of(schema: Schema) -> Vec<String> {
    let text = first(&schema, &[], &Samples::default()).to_toml();
    let faults = Faults::new();
    let map =
        DataMap::parse("draft.toml".as_ref(), &text, &faults).and_then(|map| map.check(schema, &faults));
    let mut told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    if map.is_none() || !told.is_empty() {
        told.push(text);
    }
    told
}

#[test]
fn a_draft_is_good_as_it_is() {
    assert_eq!(faults_of(shop()), Vec::<String>::new());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn odd_names_make_good_drafts(
        person in "[^\0]{1,12}", key in "[^\0]{1,12}", thing in "[^\0]{1,12}", odd in "[^\0]{1,12}", reference in "[^\0]{1,12}",
        dialect in prop::sample::select(vec![Dialect::Sqlite, Dialect::Postgres, Dialect::MariaDb]),
    ) {
        prop_assume!(person != thing && ![&key, &odd, &reference].iter().any(|name| {
            matches!(name.as_str(), "first_name" | "last_name" | "email" | "phone" | "day" | "outstanding")
        }));
        prop_assume!(key != odd && reference != odd && key != reference);
        let mut schema = Schema { dialect, ..Schema::default() };
        let shape = |names: &[&str], natures: &[Nature]| -> Vec<ColumnShape> {
            names.iter().zip(natures).enumerate().map(|(at, (name, nature))| column(name, *nature, at > 0)).collect()
        };
        let text = Nature::Text;
        schema.tables.insert(TableName::plain(&person), TableShape {
            columns: shape(&[&key, "first_name", "last_name", "email", "phone", &odd], &[Nature::Integer, text, text, text, text, text]),
            primary: vec![key.clone()],
            ..TableShape::default()
        });
        schema.tables.insert(TableName::plain(&thing), TableShape {
            columns: shape(
                &[&key, &reference, "day", &odd, "outstanding"],
                &[Nature::Integer, Nature::Integer, Nature::Date, text, Nature::Decimal(Some(2))],
            ),
            primary: vec![key.clone()],
            foreign: vec![ForeignKey { columns: vec![reference.clone()], table: TableName::plain(&person), to: vec![key.clone()] }],
            ..TableShape::default()
        });
        let told = faults_of(schema);
        prop_assert!(told.is_empty(), "{}", told.join("\n"));
    }
}
