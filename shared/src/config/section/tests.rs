use std::path::Path;

use super::*;

fn read(text: &str, reader: impl Fn(Section<'_>)) -> Vec<String> {
    let faults = Faults::new();
    if let Some(document) = Document::parse(Path::new("back.toml"), text, &faults) {
        reader(Section::root(&document, &faults));
    }
    faults.into_sorted().iter().map(ToString::to_string).collect()
}

#[test]
fn every_mistake_is_told_in_one_run_with_its_place() {
    let told = read("port = \"x\"\nadress = 3\n[inner]\ncount = 12\n", |root| {
        root.integer("port", 1..=9);
        root.required_text("address", "an address");
        if let Some(inner) = root.section("inner") {
            inner.integer("count", 1..=9);
            inner.close();
        }
        root.close();
    });
    assert_eq!(
        told,
        [
            "back.toml: `address` is missing\n    add an address",
            "back.toml:1:8: `port` is a text\n    write a whole number from 1 to 9",
            "back.toml:2:1: `adress` is unknown\n    did you mean `address`?",
            "back.toml:4:9: `inner.count` is 12\n    write a whole number from 1 to 9",
        ]
    );
}

#[test]
fn syntax_errors_are_faults_too() {
    let told = read("a = \nb = 1", |_| ());
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("back.toml:1:"), "{told:?}");
}

#[test]
fn sections_keep_the_order_of_the_file() {
    read("[p.z]\n[p.a]\n[p.m]\n", |root| {
        let names: Vec<_> = root.sections("p").into_iter().map(|(name, _)| name.value).collect();
        assert_eq!(names, ["z", "a", "m"]);
    });
}

#[test]
fn the_environment_overrides_the_file() {
    let faults = Faults::new();
    let mut document = Document::parse(Path::new("b.toml"), "[store]\nurl = \"a\"\n", &faults).unwrap();
    let variables = [("VANTAIL_BACK_STORE__URL", "sqlite:b"), ("VANTAIL_BACK_LOG__SIZE", "7"), ("HOME", "/")];
    document.overlay("VANTAIL_BACK", variables.map(|(k, v)| (k.to_owned(), v.to_owned())));
    let root = Section::root(&document, &faults);
    assert_eq!(root.section("store").unwrap().text("url").unwrap().value, "sqlite:b");
    let log = root.section("log").unwrap();
    assert_eq!(log.integer("size", 1..=9).unwrap().value, 7);
    log.text("size");
    let told = faults.into_sorted();
    assert_eq!(told[0].at.to_string(), "environment variable VANTAIL_BACK_LOG__SIZE");
}
