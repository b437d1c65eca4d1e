//! Every feature against a schema that knows its types: one lie after the other.

use super::super::*;
use crate::map::{Class, Nature, samples};

fn told_over(text: &str, schema: Schema) -> (Vec<String>, Vec<String>) {
    let faults = Faults::new();
    let checked = samples::map(text).check(schema, &faults);
    let (faults, warnings) = faults.into_lists();
    assert_eq!(checked.is_some(), faults.is_empty());
    let texts = |list: Vec<_>| list.iter().map(ToString::to_string).collect();
    (texts(faults), texts(warnings))
}

/// The only fault when one text of the map is replaced.
fn with(old: &str, new: &str) -> String {
    assert!(samples::WHOLE.contains(old), "{old}");
    let (faults, _) = told_over(&samples::WHOLE.replacen(old, new, 1), samples::whole_schema());
    assert_eq!(faults.len(), 1, "{new}: {faults:#?}");
    faults.into_iter().next().unwrap()
}

/// The only fault when one column of the schema is another.
fn where_column(table: &str, name: &str, change: impl Fn(&mut ColumnShape)) -> String {
    let mut schema = samples::whole_schema();
    let shape = schema.table_mut(&table.parse().unwrap()).unwrap();
    change(shape.columns.iter_mut().find(|column| column.name == name).unwrap());
    let (faults, _) = told_over(samples::WHOLE, schema);
    assert_eq!(faults.len(), 1, "{table}.{name}: {faults:#?}");
    faults.into_iter().next().unwrap()
}

#[test]
fn the_whole_sample_fits() {
    let (faults, warnings) = told_over(samples::WHOLE, samples::whole_schema());
    assert_eq!((faults, warnings), (Vec::new(), Vec::new()));
}

#[test]
fn names_that_are_not_there_are_told_wherever_they_stand() {
    for (old, new, told) in [
        ("email = \"email\"", "email = \"mail\"", "did you mean \"email\"?"),
        ("{home.street}", "{home.strete}", "table address has no column \"strete\""),
        ("erased = \"deleted_at", "erased = \"gone_at", "no column \"gone_at\""),
        ("where = \"status", "where = \"state", "did you mean \"status\"?"),
        ("since = \"starts_on\"", "since = \"begins_on\"", "no column \"begins_on\""),
        ("columns.path =", "columns.paths =", "did you mean \"path\"?"),
        ("clerk = \"entry.made_by", "clerk = \"entry.maker", "no column \"maker\""),
        ("keep_from = \"booked_on\"", "keep_from = \"booked\"", "no column \"booked\""),
        (
            "key = [\"entry_id\", \"changed_at\"]",
            "key = [\"entry_id\", \"changed\"]",
            "no column \"changed\"",
        ),
        ("search = [\"label\"", "search = [\"libel\"", "did you mean \"label\"?"),
        ("by = \"site.city\"", "by = \"site.town\"", "table address has no column \"town\""),
        ("blob = \"content\"", "blob = \"contents\"", "did you mean \"content\"?"),
        ("archive/{path}", "archive/{paths}", "did you mean \"path\"?"),
        ("time = \"at\"", "time = \"on\"", "no column \"on\""),
        ("columns = [\"data\", \"ip\"]", "columns = [\"data\", \"i_p\"]", "did you mean \"ip\"?"),
        ("name = \"{name}\"\n\n[roles", "name = \"{nom}\"\n\n[roles", "no column \"nom\""),
    ] {
        let found = with(old, new);
        assert!(found.contains(told), "{new}: {found}");
        assert!(found.starts_with("map.toml:"), "{found}");
    }
}

#[test]
fn what_is_joined_is_one_row() {
    let told = with("entry.building_id = building.id", "entry.label = building.name");
    assert!(told.contains("at most one row of building joins here"), "{told}");
    assert!(told.contains("join it by its key: id"), "{told}");
    assert!(told.contains("say so: unique = [\"name\"] in [tables.building]"), "{told}");
    let joined = samples::WHOLE.replacen("entry.building_id = building.id", "entry.label = building.name", 1);
    let said = "[tables.building]\ntitle = { fr = \"Immeubles\", en = \"Buildings\" }\nunique = [\"name\"]\ncolumns.name = \"none\"\n";
    let (faults, _) = told_over(&format!("{joined}\n{said}"), samples::whole_schema());
    assert_eq!(faults, Vec::<String>::new(), "what the map vouches for is believed");
    let told = with(
        "join = [\"old.document.building_id = building.id\"]",
        "join = [\"old.document.building_id = building.id\", \"old.document.ref = entry_history.label\"]",
    );
    assert!(told.contains("entry_history") && told.contains("entry_id, changed_at"), "{told}");
    let told = with("title = \"{title} ({building.name})\"", "title = \"{title} ({entry.label})\"");
    assert!(told.contains("join entry first"), "{told}");
}

#[test]
fn formats_must_fit_their_types() {
    for (old, new, told) in [
        (
            "columns = [\"booked_on\", \"label\"]",
            "columns = [\"booked_on\", { column = \"label\", format = \"money\", currency = \"EUR\", unit = \"main\" }]",
            "holds texts, which cannot be read as money",
        ),
        (
            "amount = { column = \"due\"",
            "amount = { column = \"label\"",
            "holds texts, which cannot be read as money",
        ),
        ("unit = \"main\" }\nsense", "unit = \"cents\" }\nsense", "write unit = \"main\""),
        (
            "filter = [\"booked_on\",",
            "filter = [{ column = \"due\", format = \"date\" },",
            "holds decimals, which cannot be read as date",
        ),
        (
            "when = \"changed_at\"\norder = [\"-changed_at\", \"entry_id\"]",
            "when = \"entry_id\"\norder = [\"-entry_id\", \"changed_at\"]",
            "holds whole numbers, which cannot be read as date",
        ),
        ("blob = \"content\"", "blob = \"id\"", "cannot be read as a file"),
    ] {
        let found = with(old, new);
        assert!(found.contains(told), "{new}: {found}");
    }
}

#[test]
fn conditions_compare_what_can_be_compared() {
    for (old, new, told) in [
        ("booked_on >= '2020-01-01'", "booked_on >= '1 January 2020'", "a day such as '2026-01-31'"),
        ("booked_on >= '2020-01-01'", "booked_on >= 2020", "a day such as"),
        ("entry.due > 0", "entry.due > 'much'", "compare it with a number"),
        ("status <> 'test'", "today >= status", "compare it with a text"),
        ("status <> 'test'", "company = 'no'", "compare it with true or false"),
        ("kind <> 'draft'", "kind = true", "compare it with a text"),
    ] {
        let found = with(old, new);
        assert!(found.contains(told), "{new}: {found}");
    }
}

#[test]
fn what_is_erased_can_be_written() {
    for (table, name, told, change) in [
        ("person", "civility", "must not be absent", (|c| c.nullable = false) as fn(&mut ColumnShape)),
        ("person", "name", "takes 19 characters, and a pseudonym may have 20", |c| c.max_length = Some(19)),
        ("person", "name", "it holds decimals", |c| c.nature = Nature::Decimal(None)),
        ("person", "iban", "it holds whole numbers", |c| c.nature = Nature::Integer),
        ("person", "note", "it holds bytes", |c| c.nature = Nature::Bytes),
        ("person", "civility", "the database computes it", |c| c.generated = true),
        ("address", "city", "it holds words of a list", |c| c.nature = Nature::Enum),
    ] {
        let found = where_column(table, name, change);
        assert!(found.contains(told), "{table}.{name}: {found}");
    }
    for (old, new, told) in [
        ("value = \"1900-01-01\"", "value = \"never\"", "\"never\" is no value"),
        (
            "category = \"contact\", erase = \"null\" }\nphone",
            "category = \"contact\", erase = \"constant\", value = \"x\" }\nphone",
            "no two rows may agree in (email)",
        ),
        (
            "columns.postcode = { category = \"contact\", erase = \"blank\" }",
            "columns.postcode = { category = \"contact\", erase = \"constant\", value = \"00000000000\" }",
            "takes 10 characters",
        ),
        (
            "deleted_at = \"technical\"",
            "id = { category = \"technical\", erase = \"null\" }",
            "part of the primary key",
        ),
        (
            "deleted_at = \"technical\"",
            "address_id = { category = \"technical\", erase = \"pseudonym\" }",
            "a foreign key holds it",
        ),
    ] {
        let found = with(old, new);
        assert!(found.contains(told), "{new}: {found}");
    }
}

#[test]
fn constraints_of_the_database_are_kept() {
    let told = |check: &str| {
        let mut schema = samples::whole_schema();
        let person = schema.table_mut(&TableName::plain("person")).unwrap();
        person.checks.push(check.to_owned());
        told_over(samples::WHOLE, schema)
    };
    for (check, breaks, open) in [
        ("(name = ANY (ARRAY['x'::text]))", true, false),
        ("(name ~ '^[a-z]+$'::text)", false, true),
        ("((name)::text ~~ '$FORGET%'::text)", false, false),
        ("(id > 0)", false, false),
    ] {
        let (faults, warnings) = told(check);
        assert_eq!(
            faults.iter().any(|fault| fault.contains("would refuse it: CHECK")),
            breaks,
            "{check}: {faults:#?}"
        );
        let left = warnings.iter().any(|warning| warning.contains("cannot be told from here"));
        assert_eq!(left, open, "{check}: {warnings:#?}");
    }
}

#[test]
fn constraints_of_a_domain_are_kept() {
    for (check, breaks, open) in [
        ("((VALUE)::text ~~ '%@%'::text)", true, false),
        ("(VALUE ~ '^[a-z]+$'::text)", false, true),
        ("(char_length(VALUE) > 3)", false, false),
        ("(VALUE <> ALL (ARRAY['x'::text]))", false, true),
    ] {
        let mut schema = samples::whole_schema();
        let person = schema.table_mut(&TableName::plain("person")).unwrap();
        let name = person.columns.iter_mut().find(|column| column.name == "name").unwrap();
        name.checks.push(check.to_owned());
        let (faults, warnings) = told_over(samples::WHOLE, schema);
        assert_eq!(faults.len(), usize::from(breaks), "{check}: {faults:#?}");
        assert!(faults.iter().all(|fault| fault.contains("would refuse it: CHECK")), "{faults:#?}");
        assert_eq!(warnings.len(), usize::from(open), "{check}: {warnings:#?}");
    }
}

#[test]
fn sql_of_the_map_is_proven() {
    for (old, new, told) in [
        ("FROM entry e GROUP", "FROM person e GROUP", "reads person, which `reads` does not name"),
        ("reads = [\"entry\"]\nkey", "reads = [\"entry\", \"entrys\"]\nkey", "no table entrys"),
        ("SUM(e.due) AS balance", "SUM(e.due)", "has no name"),
        ("key = [\"person\"]", "key = [\"persona\"]", "did you mean \"person\"?"),
        ("SELECT debtor_id, SUM(due)", "SELECT SUM(due)", "gives 1 columns, not 2"),
        ("[views.balances]", "[views.entry]", "the database has a table \"entry\""),
    ] {
        let text = samples::WHOLE.replacen(old, new, 1);
        let (faults, _) = told_over(&text, samples::whole_schema());
        assert!(faults.iter().any(|fault| fault.contains(told)), "{new}: {faults:#?}");
    }
    let told = with("{ column = \"balance\", title", "{ column = \"balances\", title");
    assert!(told.contains("did you mean \"balance\"?"), "{told}");
}

#[test]
fn a_declared_key_has_no_place_where_there_is_one() {
    let told = with("[tables.person]\n", "[tables.person]\nkey = [\"name\"]\n");
    assert!(told.contains("the database declares the key of person: id"), "{told}");
}

#[test]
fn every_lie_is_told_at_once() {
    let text = samples::WHOLE
        .replacen("email = \"email\"", "email = \"mail\"", 1)
        .replacen("entry.due > 0", "entry.due > 'much'", 1)
        .replacen("value = \"1900-01-01\"", "value = \"never\"", 1)
        .replacen("FROM entry e GROUP", "FROM person e GROUP", 1)
        .replacen("blob = \"content\"", "blob = \"contents\"", 1);
    let (faults, _) = told_over(&text, samples::whole_schema());
    let at_least = ["mail", "much", "never", "`reads` does not name", "contents"];
    for told in at_least {
        assert!(faults.iter().any(|fault| fault.contains(told)), "{told}: {faults:#?}");
    }
}

#[test]
fn columns_that_look_personal_and_that_nobody_declared_are_told() {
    let told = with("iban = { category = \"finance\", erase = \"mask\" }\n", "");
    assert!(told.contains("person has columns that look personal and that nobody declared: iban"), "{told}");
    let mut schema = samples::whole_schema();
    let mut ticket = schema.table(&TableName::plain("scan")).unwrap().clone();
    ticket.columns.push(ColumnShape::plain("callerPhone", Class::Text, true));
    schema.tables.insert(TableName::plain("ticket"), ticket);
    let (faults, _) = told_over(samples::WHOLE, schema.clone());
    assert_eq!(faults.len(), 1, "a table that the map does not name leads to a person: {faults:#?}");
    assert!(faults[0].contains("[tables.ticket]") && faults[0].contains("callerPhone"), "{faults:#?}");
    let (faults, warnings) =
        told_over(&samples::WHOLE.replacen("strict = true", "strict = false", 1), schema);
    assert_eq!((faults.len(), warnings.len()), (0, 1), "{faults:#?} {warnings:#?}");
}

#[test]
fn whoever_acted_makes_no_table_personal() {
    let mut schema = samples::whole_schema();
    let mut ticket = schema.table(&TableName::plain("scan")).unwrap().clone();
    for column in &mut ticket.columns {
        if column.name == "person_id" {
            column.name = "made_by".to_owned();
        }
    }
    ticket.foreign[0].columns = vec!["made_by".to_owned()];
    schema.tables.insert(TableName::plain("ticket"), ticket);
    assert_eq!(
        told_over(samples::WHOLE, schema),
        (Vec::new(), Vec::new()),
        "`made_by` is an actor elsewhere"
    );
}

#[test]
fn what_leads_to_the_person_need_not_stand_in_the_order() {
    let mut schema = samples::whole_schema();
    let history = schema.table_mut(&TableName::plain("entry_history")).unwrap();
    history.primary = vec!["debtor_id".to_owned(), "changed_at".to_owned()];
    let text = samples::WHOLE.replacen("key = [\"entry_id\", \"changed_at\"]\n", "", 1).replacen(
        "order = [\"-changed_at\", \"entry_id\"]",
        "order = [\"-changed_at\"]",
        1,
    );
    assert_eq!(told_over(&text, schema).0, Vec::<String>::new());
}
