use super::super::{Samples, first, tests::*};
use crate::map::{Dialect, Schema, TableName};

fn lines(schema: &Schema) -> (Vec<String>, Vec<String>) {
    let draft = first(schema, &[], &Samples::default());
    let postal = &draft.kinds[0].postal;
    assert_eq!(faults_of(schema.clone()), Vec::<String>::new(), "the draft stands the check");
    (postal.lines.clone(), postal.joins.iter().map(|join| join.to.to_string()).collect())
}

/// Foreign keys: the own column, the table, the column there.
type Keys<'a> = &'a [(&'a str, &'a str, &'a str)];

fn with(columns: &[&str], foreign: Keys<'_>, others: &[(&str, &[&str], Keys<'_>)]) -> Schema {
    let mut schema = Schema::default();
    schema.tables.insert(TableName::plain("member"), table(columns, foreign));
    for (name, columns, foreign) in others {
        schema.tables.insert(TableName::plain(name), table(columns, foreign));
    }
    schema
}

#[test]
fn an_address_of_its_own_columns_is_found_in_every_dialect() {
    for dialect in [Dialect::Sqlite, Dialect::Postgres, Dialect::MariaDb] {
        let own = [
            "id#",
            "first_name",
            "last_name",
            "email",
            "street_number",
            "street",
            "address2",
            "zip",
            "city",
            "country",
        ];
        let schema = Schema { dialect, ..with(&own, &[], &[]) };
        let expected = [
            "{first_name} {last_name}",
            "{street_number} {street}",
            "{address2}",
            "{zip} {city}",
            "{country}",
        ];
        assert_eq!(lines(&schema), (expected.map(str::to_owned).to_vec(), Vec::new()));
    }
}

#[test]
fn names_may_bear_what_all_columns_bear() {
    let schema = with(&["ZK_ID#", "ZK_NOM", "ZK_PRENOM", "ZK_MAIL", "ZK_RUE", "ZK_CP", "ZK_VILLE"], &[], &[]);
    let expected = ["{ZK_PRENOM} {ZK_NOM}", "{ZK_RUE}", "{ZK_CP} {ZK_VILLE}"];
    assert_eq!(lines(&schema).0, expected);
}

#[test]
fn an_address_may_stand_in_a_table_of_addresses_with_its_town_and_country() {
    let schema = with(
        &["id#", "first_name", "last_name", "email", "billing_address_id#", "home_address_id#"],
        &[("billing_address_id", "address", "id"), ("home_address_id", "address", "id")],
        &[
            (
                "address",
                &["id#", "address", "address2", "postal_code", "city_id#"],
                &[("city_id", "city", "id")],
            ),
            ("city", &["id#", "city", "country_id#"], &[("country_id", "country", "id")]),
            ("country", &["id#", "name"], &[]),
        ],
    );
    let (lines, joins) = lines(&schema);
    assert_eq!(joins, ["address", "city", "country"]);
    let expected = [
        "{first_name} {last_name}",
        "{address.address}",
        "{address.address2}",
        "{address.postal_code} {city.city}",
        "{country.name}",
    ];
    assert_eq!(lines, expected);
    let postal = &first(&schema, &[], &Samples::default()).kinds[0].postal;
    assert_eq!(postal.joins[0].columns, ["home_address_id"], "the one that letters go to");
}

#[test]
fn half_an_address_is_none() {
    let town_alone = with(&["id#", "first_name", "last_name", "email", "city"], &[], &[]);
    assert_eq!(lines(&town_alone).0, Vec::<String>::new());
    // Several addresses of one person: nothing says which.
    let several = with(
        &["id#", "first_name", "last_name", "email"],
        &[],
        &[("address", &["id#", "member_id#", "street", "city"], &[("member_id", "member", "id")])],
    );
    assert_eq!(lines(&several).0, Vec::<String>::new());
}
