use std::path::Path;

use vantail_shared::{call::Language, config::Faults};

use super::{samples, *};

mod include;
mod reference;
mod whole;

fn told(text: &str) -> Vec<String> {
    let faults = Faults::new();
    assert!(DataMap::parse(Path::new("map.toml"), text, &faults).is_none(), "the map was taken");
    faults.into_sorted().iter().map(ToString::to_string).collect()
}

/// The sample with one text replaced by another.
fn with(old: &str, new: &str) -> String {
    assert!(samples::MAP.contains(old), "{old}");
    samples::MAP.replacen(old, new, 1)
}

fn only_fault(old: &str, new: &str) -> String {
    let told = told(&with(old, new));
    assert_eq!(told.len(), 1, "{told:#?}");
    told.into_iter().next().unwrap()
}

#[test]
fn a_map_is_read_in_its_own_order() {
    let map = samples::map(samples::MAP);
    let tenant = map.kind("tenant").unwrap();
    let owner = map.kind("owner").unwrap();
    let pages = |kind| map.pages_of(kind).map(|page| page.id.value.as_str()).collect::<Vec<_>>();
    assert_eq!(pages(tenant), ["me", "account", "odd", "papers"]);
    assert_eq!(pages(owner), ["me", "account", "papers"]);
    assert_eq!(tenant.title.of(Language::Fr), "Locataire");
    assert_eq!(map.sets_of(tenant).len(), 2);
    assert_eq!(map.controller.texts[0].paragraphs.of(Language::En), &["Access.", "Erasure."]);
}

#[test]
fn names_and_references_are_proved() {
    assert!(only_fault("for = [\"tenant\"]", "for = [\"tenat\"]").contains("did you mean \"tenant\"?"));
    assert!(
        only_fault("[\"own\", \"notices\"]", "[\"own\", \"notice\"]").contains("did you mean \"notices\"?")
    );
    assert!(only_fault("[pages.me]", "[pages.Me]").contains("not a name"));
    assert!(only_fault("version = 1", "version = 2").contains("map.toml:1:11"));
    assert!(only_fault(", en = \"Tenant\"", "").contains("`persons.tenant.title.en` is missing"));
}

#[test]
fn a_link_must_be_whole() {
    let line = "\"statement_line.account_id = account.id\", ";
    assert!(only_fault(line, "").contains("begins at account, not at statement_line"));
    let end = ", \"account.person_id = person.id\"";
    let told = told(&with(end, ""));
    assert_eq!(told.len(), 2, "one for each kind: {told:#?}");
    assert!(told[0].contains("does not lead to"), "{told:#?}");
    assert!(
        only_fault("account.person_id = person.id", "account.person_id is person.id")
            .contains("pages.account.link")
    );
}

#[test]
fn what_a_link_leads_to_is_not_unreachable() {
    let table = |more: &str| {
        format!(
            "{}\n[tables.web_session]\ntitle = {{ fr = \"Sessions\", en = \"Sessions\" }}\nunreachable = {{ fr = \"Texte\", en = \"Text\" }}\n{more}",
            samples::MAP
        )
    };
    assert!(samples::map(&table("")).tables.last().unwrap().unreachable.is_some());
    let told = told(&table("link = [\"web_session.person_id = person.id\"]"));
    assert!(told.len() == 1 && told[0].contains("has a link and is `unreachable`"), "{told:?}");
    // Nor what a link of a page leads to.
    let shown = samples::MAP.to_owned()
        + "\n[tables.statement_line]\ntitle = { fr = \"Lignes\", en = \"Lines\" }\nunreachable = { fr = \"Texte\", en = \"Text\" }\n";
    let told = self::told(&shown);
    assert!(told.iter().any(|fault| fault.contains("rows of statement_line are asked for")), "{told:?}");
}

#[test]
fn a_statement_runs_newest_first() {
    assert!(only_fault("\"-booked_on\", \"-id\"", "\"booked_on\", \"id\"").contains("\"-booked_on\""));
}

#[test]
fn a_kept_balance_is_a_column_of_the_lines() {
    let amount = "column = \"amount_cents\"";
    let kept = |balance| only_fault(amount, &format!("{amount}, balance = \"{balance}\""));
    assert!(kept("amount_cents").contains("is a column of the amount"));
    assert!(kept("").contains("names no column"));
}

#[test]
fn every_fault_is_told_at_once() {
    let text = with("currency = \"EUR\"", "currency = \"euro\"")
        .replacen("name = \"{first_name} {last_name}\"", "name = \"nobody\"", 1)
        .replacen("key = [\"code\"]", "kee = [\"code\"]", 1)
        .replacen("format = \"email\"", "format = \"mail\"", 1);
    let told = told(&text).join("\n");
    for part in
        ["currency", "persons.tenant.name", "documents.notices.key", "documents.notices.kee", "format"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}
