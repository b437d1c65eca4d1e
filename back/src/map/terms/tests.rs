use std::path::Path;

use time::macros::date;
use vantail_shared::config::{Document, Faults};

use super::*;

const USE: &str = r#"
[[terms]]
id = "use"
version = "2027-1"
persons = ["tenant", "owner"]
accept = true
effective = "2027-01-31"
transition = "P1M"
title = { fr = "Conditions d’utilisation", en = "Terms of use" }
paragraphs = { fr = ["Un.", "Deux."], en = ["One.", "Two."] }
"#;

const UNDERTAKING: &str = r#"
[[terms]]
id = "secrecy"
version = "1"
staff = true
undertaking = true
accept = true
effective = "2026-01-01"
title = { fr = "Confidentialité", en = "Confidentiality" }
paragraphs = { fr = ["Rien ne sort."], en = ["Nothing leaves."] }
"#;

fn read(text: &str) -> (Vec<TermsText>, Vec<String>) {
    let faults = Faults::new();
    let document = Document::parse(Path::new("map.toml"), text, &faults).unwrap();
    let root = Section::root(&document, &faults);
    let texts: Vec<_> = root.list_of_sections("terms").into_iter().filter_map(TermsText::read).collect();
    check_versions(&texts, &faults);
    (texts, faults.into_sorted().iter().map(ToString::to_string).collect())
}

#[test]
fn terms_and_undertakings_are_read() {
    let (texts, faults) = read(&format!("{USE}{UNDERTAKING}"));
    assert_eq!(faults, Vec::<String>::new());
    let [terms, undertaking] = &texts[..] else { panic!("two") };
    assert!(terms.concerns(Reader::Person("owner")) && !terms.concerns(Reader::Person("guest")));
    assert!(!terms.concerns(Reader::Staff) && undertaking.concerns(Reader::Staff));
    assert_eq!((terms.effective, terms.until()), (date!(2027 - 01 - 31), date!(2027 - 02 - 28)));
    assert_eq!(undertaking.until(), undertaking.effective);
    assert!(undertaking.undertaking && !terms.undertaking);
}

#[test]
fn the_digest_is_that_of_the_words() {
    let digest = |text: &str| read(text).0[0].digest();
    assert_eq!(digest(USE), digest(&USE.replace("2027-1\"", "2027-2\"")));
    for (from, to) in [("Deux.", "Trois."), ("\"One.\", \"Two.\"", "\"One.Two.\""), ("Terms", "Conditions")] {
        assert_ne!(digest(USE), digest(&USE.replace(from, to)), "{to}");
    }
}

#[test]
fn every_mistake_is_told_with_its_place() {
    let later = "effective = \"2027-01-31\"";
    for (text, problem) in [
        (USE.replace("id = \"use\"", "id = \"Use\""), "map.toml:3:6: `terms.id` is \"Use\""),
        (USE.replace("\"2027-1\"", "\"\""), "`terms.version` is empty"),
        (USE.replace(later, "effective = \"31.01.2027\""), "`terms.effective` is \"31.01.2027\""),
        (USE.replace(later, "effective = 2027-01-31"), "`terms.effective` is a date"),
        (USE.replace("P1M", "30 days"), "`terms.transition` is \"30 days\""),
        (USE.replace("accept = true", "accept = false"), "`terms.transition` has no meaning here"),
        (USE.replace("accept = true\n", ""), "`terms.accept` is missing"),
        (USE.replace("persons = [\"tenant\", \"owner\"]\n", ""), "`terms.persons` is missing"),
        (USE.replace("accept", "staff = true\naccept"), "`terms.staff` and `persons` are both there"),
        (
            USE.replace("accept = true", "accept = true\nundertaking = true"),
            "`terms.undertaking` is for staff",
        ),
        (UNDERTAKING.replace("accept = true", "accept = false"), "`terms.undertaking` is for staff"),
        (format!("{USE}{USE}"), "have version \"2027-1\" twice"),
        (format!("{USE}{}", USE.replace("2027-1\"", "2\"")), "are in force from one day"),
    ] {
        let (_, faults) = read(&text);
        assert!(faults.iter().any(|fault| fault.contains(problem)), "{problem} in {faults:?}");
    }
    let other = USE.replace("2027-1\"", "2\"").replace("\"tenant\", \"owner\"", "\"guest\"");
    assert_eq!(read(&format!("{USE}{other}")).1, Vec::<String>::new(), "nobody reads both");
}
