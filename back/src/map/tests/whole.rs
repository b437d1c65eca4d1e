//! Every key of the format: read, mistyped, unknown.

use proptest::prelude::*;

use super::super::*;
use super::{samples, told};

#[test]
fn everything_is_read() {
    let map = samples::map(samples::WHOLE);
    assert!(map.strict);
    let person = map.kind("individual").unwrap();
    assert_eq!(person.joins[0].target(), TableName::plain("home"));
    let lines: Vec<usize> = person.postal.iter().map(|line| line.columns().count()).collect();
    assert_eq!(lines, [1, 1, 2]);
    assert!(person.erased.is_some() && person.condition.is_some() && person.birth.is_some());

    let entry = map.table(&TableName::plain("entry")).unwrap();
    assert_eq!((entry.links.as_ref().unwrap().all().len(), entry.actors.len()), (2, 1));
    assert_eq!((entry.erase, entry.keep.as_ref().unwrap().years()), (RowRule::Keep, Some(10)));
    let erase = |column: &str| {
        let person = map.table(&TableName::plain("person")).unwrap();
        person.column(column).unwrap().erase.as_ref().map(|rule| rule.value.clone())
    };
    assert_eq!(erase("note"), Some(EraseRule::OwnIdentifiers { at_least: 4 }));
    assert_eq!(erase("born_on"), Some(EraseRule::Constant("1900-01-01".to_owned())));
    assert_eq!(erase("language"), None);

    let role = map.role("council").unwrap();
    assert_eq!((role.single, role.keep.years()), (Single::Keep, Some(5)));
    assert_eq!((map.purposes[0].basis, map.purposes[0].recipients.len()), (LegalBasis::Contract, 1));
    let expected = &map.expected[0];
    assert_eq!((expected.count, expected.max_age.as_ref().unwrap().months), (3, 12));
    assert_eq!((map.blocks.len(), map.logs[0].delete.months, map.groups.len()), (1, 12, 1));
    let places: Vec<&Place> = map.documents.iter().map(|set| &set.place).collect();
    assert!(matches!(
        places.as_slice(),
        [
            Place::File { .. },
            Place::Member { .. },
            Place::Blob { media: Some(Media::Written(_)), name: Some(_), .. }
        ]
    ));
    assert_eq!(map.documents.iter().filter_map(|set| set.place.root()).count(), 2);
}

#[test]
fn columns_take_from_their_table_what_they_leave_out() {
    let map = samples::map(samples::WHOLE);
    let rows = map.page("entries").unwrap().content.rows().unwrap();
    let due = rows.columns.iter().find(|shown| shown.column.column == "due").unwrap();
    assert_eq!(due.title.of(vantail_shared::call::Language::Fr), "Montant");
    assert!(matches!(due.format, Format::Money(_)));
    assert_eq!(due.decimals, Some(0), "what the page says goes first");
    let city = &rows.columns[1].column.value;
    assert_eq!(
        (city.to_string().as_str(), rows.table_of(city)),
        ("site.city", Some(&TableName::plain("address")))
    );
    assert_eq!(rows.filter[1].words[0].0, "open");
    assert!(!rows.export && matches!(rows.chart, Some(Chart::Bars(_))));
}

#[test]
fn pages_know_who_sees_them_and_by_which_way() {
    let map = samples::map(samples::WHOLE);
    let (person, supplier) = (map.kind("individual").unwrap(), map.kind("supplier").unwrap());
    let audience = |page: &str, kind| map.page(page).unwrap().audience(&map, kind);
    assert!(matches!(audience("account", person), Audience::Always));
    assert!(matches!(audience("papers", person), Audience::Always), "a kind wins over a role");
    assert!(matches!(audience("former", person), Audience::Roles(roles) if roles[0].id.value == "council"));
    assert!(matches!(audience("former", supplier), Audience::Roles(roles) if roles.is_empty()));
    assert_eq!(map.pages_of(supplier).count(), 0);
    let source = &map.page("account").unwrap().content.rows().unwrap().source;
    assert_eq!((source.ways(person).len(), source.ways(supplier).len()), (2, 0));
}

/// The map with one line replaced, and the number of that line.
fn with_line(at: usize, new: &str) -> String {
    let lines = samples::WHOLE.lines().enumerate();
    lines.map(|(index, line)| if index == at { new } else { line }).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_key_is_told_when_it_is_mistyped() {
    for (at, line) in samples::WHOLE.lines().enumerate() {
        let Some((key, _)) = line.split_once(" = ").filter(|_| !line.starts_with(['#', '['])) else {
            continue;
        };
        let told = told(&with_line(at, &format!("{key} = 1.5")));
        let place = format!("map.toml:{}:", at + 1);
        let found =
            told.iter().any(|told| told.starts_with(&place) && told.contains("is a fractional number"));
        assert!(found, "{line}: {told:#?}");
    }
}

#[test]
fn each_unknown_key_is_told() {
    for (at, line) in samples::WHOLE.lines().enumerate() {
        let new = if line.starts_with('[') {
            format!("{line}\nzzzzzz = 1.5")
        } else if line.contains("{ ") && !line.starts_with(['#']) && !line.contains("\"{ ") {
            line.replacen("{ ", "{ zzzzzz = 1.5, ", 1)
        } else {
            continue;
        };
        let told = told(&with_line(at, &new));
        assert!(told.iter().any(|told| told.contains("zzzzzz")), "{line}: {told:#?}");
    }
}

#[test]
fn what_does_not_fit_together_is_told() {
    for (old, new, expected) in [
        ("[roles.council]", "[roles.individual]", "is a kind of person and a role"),
        (
            "persons = [\"individual\"]\ntable",
            "persons = [\"indvidual\"]\ntable",
            "did you mean \"individual\"?",
        ),
        ("for = [\"council\"]\ntable", "for = [\"concil\"]\ntable", "did you mean \"council\"?"),
        (
            "purpose = \"management\"\n[tables",
            "purpose = \"managment\"\n[tables",
            "did you mean \"management\"?",
        ),
        ("group = \"building\"\nset", "group = \"buildings\"\nset", "did you mean \"building\"?"),
        (
            "persons = [\"individual\", \"supplier\"]\naccept",
            "persons = [\"indvidual\"]\naccept",
            "did you mean \"individual\"?",
        ),
        ("set = \"own\"", "set = \"owned\"", "there is no set of documents"),
        ("after = [\"entry\"]", "after = [\"entries\"]", "name a table of [tables]"),
        ("after = [\"entry\"]", "after = [\"entry_history\"]", "goes round in a circle"),
        ("active_reason =", "reason_active =", "forbids erasure without a reason"),
        ("keep_from = \"booked_on\"", "", "begins nowhere"),
        ("erase = \"delete\"", "erase = \"remove\"", "write \"delete\" or \"keep\""),
        ("language = \"preferences\"", "language = \"tastes\"", "write identity, contact"),
        ("erase = \"mask\"", "erase = \"hide\"", "write keep, null, blank"),
        ("erase = \"mask\"", "erase = \"mask\", value = \"x\"", "has no use here"),
        (", value = \"1900-01-01\"", "", "what takes the place of every value"),
        (
            "join = [\"person.address_id = address.id as home\"]\nname",
            "join = [\"address.id = building.address_id\"]\nname",
            "is not joined yet",
        ),
        (
            "building.address_id = address.id as site\"]",
            "building.address_id = entry.id\"]",
            "is there already",
        ),
        ("site.city is not null", "town.city is not null", "is of another table"),
        (
            "[\"entry_history.debtor_id = person.id\"]",
            "[\"entry_history.debtor_id = entry.id\"]",
            "where no person stands",
        ),
        (
            "clerk = \"entry.made_by = person.id\"",
            "clerk = \"entry.made_by = building.id\"",
            "where no person stands",
        ),
        (
            "supplier = { any = [[\"address.id = supplier.address_id\"]] }",
            "supplier = { any = \"x\" }",
            "is no list of ways",
        ),
        (
            "supplier = { any = [[\"address.id = supplier.address_id\"]] }",
            "supplier = [\"address.id = building.address_id\"]",
            "go on to supplier",
        ),
        ("address.id as site\"]\nwhere", "address.id as building\"]\nwhere", "is that of a table here"),
        ("card = \"{person}\"\n", "", "`pages.balance.card` is missing"),
        ("when = \"changed_at\"\n", "", "`pages.former.when` is missing"),
        (
            "order = [\"-changed_at\", \"entry_id\"]",
            "order = [\"entry_id\", \"changed_at\"]",
            "begin it with \"-changed_at\"",
        ),
        (
            "search = [\"label\"",
            "when = \"booked_on\"\nsearch = [\"label\"",
            "`pages.entries.when` has no use here",
        ),
        (
            "order = [\"id\"]\ncolumns = [\"name\"",
            "order = [\"id\"]\ndetail = [\"name\"]\ncolumns = [\"name\"",
            "a record is the whole row",
        ),
        ("sort = [\"booked_on\", \"due\"]", "sort = [\"label\"]", "which the page does not show"),
        (
            "chart = { kind = \"balance\" }",
            "sort = [\"label\"]",
            "only lists, cards and time lines can be sorted",
        ),
        ("totals = [\"due\"]", "totals = [\"booked_on\"]", "neither money nor number"),
        ("totals = [\"due\"]", "totals = [\"id\"]", "which the page does not show"),
        (", sum = \"due\", title", ", title", "sums nothing"),
        (
            "chart = { kind = \"bars\", by = \"site.city\", sum = \"due\", title = { fr = \"Par ville\", en = \"By town\" } }",
            "chart = { kind = \"balance\" }",
            "draws a balance, and the page has none",
        ),
        ("chart = { kind = \"balance\" }", "chart = { kind = \"pie\" }", "write \"balance\" or \"bars\""),
        (
            "columns = [\"booked_on\", \"label\"]",
            "columns = [\"booked_on\", \"state\"]",
            "which has no title",
        ),
        (
            "category = { fr = \"Archives\", en = \"Archives\" }",
            "words = { A = { fr = \"A\", en = \"A\" } }",
            "speaks of no column",
        ),
        ("member = \"{path}\"", "media = \"{path}\"", "write it beside `blob`"),
        ("blob = \"content\"", "blob = \"content\"\nroot = \"main\"", "a file or a column"),
        ("media = \"{media}\"", "media = \"pdf\"", "write a media type"),
        (
            "on = \"old.document.building_id = building.id\"",
            "on = \"old.document.building_id = address.id\"",
            "end it at building",
        ),
        ("date = \"issued_on\"\n", "", "counts from no date"),
        ("pseudonymise = \"P6M\"", "pseudonymise = \"P13M\"", "comes after `delete`"),
        ("delete = \"P12M\"", "delete = \"12 months\"", "a period of ISO 8601"),
        ("columns = [\"data\", \"ip\"]\n", "", "changes no column"),
        ("basis = \"contract\"", "basis = \"because\"", "write consent, contract"),
        ("presentation = \"coverage\"", "presentation = \"covering\"", "write \"record\", \"list\""),
        ("single = \"keep\"", "single = \"maybe\"", "write \"skip\" or \"keep\""),
        (
            "link = { any = [[\"entry.debtor_id",
            "link = { any = [[\"document.debtor_id",
            "this hop begins at document, not at entry",
        ),
        ("[tables.'\"Journal\"']", "[tables.'Jour nal']", "is no name of a table"),
    ] {
        if expected.is_empty() {
            continue;
        }
        assert!(samples::WHOLE.contains(old), "{old}");
        let told = told(&samples::WHOLE.replacen(old, new, 1));
        assert!(told.iter().any(|told| told.contains(expected)), "{new}: {told:#?}");
    }
}

proptest! {
    #[test]
    fn no_text_breaks_the_reader(at in 0..samples::WHOLE.len(), length in 0..40_usize, new in "[a-z.{}'\"=\\[\\]é\n -]{0,12}") {
        let near = |mut at: usize| { while !samples::WHOLE.is_char_boundary(at) { at += 1; } at };
        let (from, until) = (near(at), near((at + length).min(samples::WHOLE.len())));
        let text = format!("{}{new}{}", &samples::WHOLE[..from], &samples::WHOLE[until..]);
        let faults = vantail_shared::config::Faults::new();
        if let Some(map) = DataMap::parse(std::path::Path::new("map.toml"), &text, &faults) {
            map.check(samples::whole_schema(), &faults);
        }
    }
}
