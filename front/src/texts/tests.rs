use std::{collections::BTreeSet, fs, path::Path};

use super::*;

fn keys(files: &[&str]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for file in files {
        let parsed = FluentResource::try_new((*file).to_owned());
        assert!(parsed.is_ok(), "{:?}", parsed.err().map(|(_, errors)| errors));
        keys.extend(file.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned()));
    }
    keys
}

/// Every text between quotation marks after `before`, in the sources below `folder`.
fn quoted(folder: &Path, before: &[&str], found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            quoted(&path, before, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        for mark in before {
            found.extend(
                text.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned),
            );
        }
    }
}

#[test]
fn both_languages_say_the_same_and_all_that_is_used() {
    let (french, english) = (keys(&FRENCH), keys(&ENGLISH));
    assert_eq!(french, english);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut used = BTreeSet::new();
    quoted(&root.join("templates"), &[".say(\"", ".count(\"", ".with(\"", ".fill(\""], &mut used);
    quoted(
        &root.join("src/pages"),
        &[
            ".say(\"",
            ".count(\"",
            ".with(\"",
            ".fill(\"",
            "Some(\"login-",
            "Some(\"account-",
            "Some(\"person-",
            "Shell::public(site, visit, \"",
            "Shell::public(&site, &visit, \"",
            "of_fields(t, \"",
            "of_fields(visit.texts(), \"",
            "wrong: \"",
            "invalid: \"",
        ],
        &mut used,
    );
    for key in used.iter().filter(|key| !french.contains(*key)) {
        let prefixed =
            ["login-", "account-", "person-"].iter().any(|prefix| french.contains(&format!("{prefix}{key}")));
        assert!(prefixed, "{key} is said nowhere");
    }
    for status in [400, 403, 404, 405, 408, 409, 413, 414, 429, 500, 503] {
        assert!(
            french.contains(&format!("error-{status}-title"))
                && french.contains(&format!("error-{status}-text"))
        );
    }
}

#[test]
fn numbers_take_their_plural_and_durations_their_unit() {
    let (fr, en) = (Texts::of(Language::Fr), Texts::of(Language::En));
    assert_eq!(fr.count("documents-total", &0), "0 document");
    assert_eq!(fr.count("documents-total", &2), "2 documents");
    assert_eq!(en.count("documents-total", &0), "0 documents");
    assert_eq!(en.count("documents-total", &1), "1 document");
    assert_eq!(en.count("documents-total", &1512), "1,512 documents");
    assert_eq!(en.duration(&0), "1 second");
    assert_eq!(en.duration(&1200), "20 minutes");
    assert_eq!(fr.duration(&28_800), "8 heures");
    assert_eq!(fr.duration(&(86_400 * 3)), "3 jours");
    assert_eq!(en.with("home-greeting", "A & B"), "Hello A & B");
    assert_eq!(fr.say("no such key"), "no such key");
    assert_eq!(fr.number(&12_345), "12\u{202f}345");
}

#[test]
fn french_is_set_with_its_spaces() {
    for file in FRENCH {
        for line in file.lines().filter(|line| !line.starts_with('#') && !line.contains("->")) {
            for mark in [" !", " ?", " ;", " :", "'"] {
                assert!(!line.contains(mark), "{line}");
            }
        }
    }
}
