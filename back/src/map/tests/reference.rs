//! The reference in `docs/`, and what it says of databases as they are: the examples of both together are one map.

use std::path::Path;

use vantail_shared::config::Faults;

use super::super::*;

const REFERENCE: &str = include_str!("../../../../docs/datamap.md");
const DATABASES: &str = include_str!("../../../../docs/databases.md");

/// The TOML of both, each line where it stands when one follows the other.
fn examples() -> String {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in REFERENCE.lines().chain(DATABASES.lines()) {
        let is_example = inside && line != "```";
        lines.push(if is_example { line } else { "" });
        inside = if inside { line != "```" } else { line == "```toml" };
    }
    lines.join("\n")
}

#[test]
fn the_examples_are_one_map() {
    let faults = Faults::new();
    let map = DataMap::parse(Path::new("docs/datamap.md"), &examples(), &faults);
    let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    let map = map.unwrap_or_else(|| panic!("{told:#?}"));
    assert_eq!((map.kinds.len(), map.documents.len(), map.views.len()), (2, 3, 1));
}

#[test]
fn the_reference_names_every_word_of_the_format() {
    let words =
        DataCategory::ALL.map(DataCategory::name).into_iter().chain(LegalBasis::ALL.map(LegalBasis::name));
    let rules = ["keep", "null", "blank", "pseudonym", "mask", "constant", "delete", "own-identifiers"];
    let pages = ["record", "list", "cards", "timeline", "statement", "documents", "coverage"];
    for word in words.chain(rules).chain(pages) {
        assert!(REFERENCE.contains(&format!("`{word}`")), "{word}");
    }
}
