//! The promises of `docs/security.md` and `docs/any-schema.md` name their proofs: each named test must exist.

use std::{collections::BTreeSet, fs, path::Path};

/// The names of all functions below a folder that could be tests.
fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("target") {
            functions(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            for part in fs::read_to_string(&path).unwrap().split("fn ").skip(1) {
                let name: String =
                    part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
                found.insert(name);
            }
        }
    }
}

#[test]
fn every_proof_that_is_named_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut known = BTreeSet::new();
    for part in ["proto", "shared", "back", "front", "certs", "demo", "tests"] {
        functions(&root.join(part), &mut known);
    }
    for (document, least) in [("docs/security.md", 40), ("docs/any-schema.md", 40)] {
        let text = fs::read_to_string(root.join(document)).unwrap();
        let rows = text.lines().filter(|line| line.starts_with("| ") && line.matches(" | ").count() >= 2);
        let proofs: Vec<&str> = rows
            .filter_map(|row| row.trim_end_matches([' ', '|']).rsplit(" | ").next())
            .flat_map(|cell| cell.split('`').skip(1).step_by(2))
            .map(|code| code.rsplit([':', ' ']).next().unwrap_or(code))
            .filter(|name| name.matches('_').count() >= 2 && !name.contains(['/', '.']))
            .collect();
        assert!(proofs.len() > least, "the table of {document} was found");
        let missing: Vec<&&str> = proofs.iter().filter(|name| !known.contains(**name)).collect();
        assert!(missing.is_empty(), "{document} names no such test: {missing:?}");
    }
}
