//! Files that a map includes.

use vantail_shared::config::Faults;

use super::super::*;
use super::samples;

/// Writes files into a folder and reads `map.toml` of it.
fn load(files: &[(&str, &str)]) -> Result<DataMap, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("maps");
    for (name, text) in files {
        let path = root.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let faults = Faults::new();
    let map = DataMap::load(&root.join("map.toml"), &faults);
    let strip = |text: String| text.replace(&format!("{}/", root.display()), "");
    map.ok_or_else(|| faults.into_sorted().iter().map(|fault| strip(fault.to_string())).collect())
}

/// The sample without its pages, and those alone.
fn halves() -> (String, String) {
    let (start, end) =
        (samples::MAP.find("[pages.me]").unwrap(), samples::MAP.find("[documents.own]").unwrap());
    (format!("{}{}", &samples::MAP[..start], &samples::MAP[end..]), samples::MAP[start..end].to_owned())
}

#[test]
fn a_site_differs_from_what_it_includes() {
    let (common, pages) = halves();
    let site = "include = [\"common.toml\", \"pages/all.toml\"]\n\
                controller.name = \"Agence de Lyon\"\n\
                [pages.odd]\ntitle = { fr = \"Lots\", en = \"Lots\" }\n[pages]\naccount = false\n";
    let files = [("map.toml", site), ("common.toml", common.as_str()), ("pages/all.toml", pages.as_str())];
    let map = load(&files).unwrap();
    assert_eq!(map.controller.name, "Agence de Lyon");
    assert_eq!(map.controller.authority, "CNIL");
    let pages: Vec<&str> = map.pages.iter().map(|page| page.id.value.as_str()).collect();
    assert_eq!(pages, ["me", "odd", "papers"], "the order of what is included, without what is left out");
    let odd = map.page("odd").unwrap();
    assert_eq!(odd.title.of(vantail_shared::call::Language::Fr), "Lots");
    assert_eq!(odd.content.rows().unwrap().columns.len(), 2);
}

#[test]
fn faults_keep_the_place_in_their_own_file() {
    let (common, pages) = halves();
    let pages = format!("\n\n{}", pages.replace("for = [\"tenant\"]", "for = [\"tenat\"]"));
    let line = pages.lines().position(|line| line.contains("tenat")).unwrap() + 1;
    let files = [
        ("map.toml", "include = \"a.toml\"\n"),
        ("a.toml", &format!("include = \"b/c.toml\"\n{common}")),
        ("b/c.toml", &pages),
    ];
    let told = load(&files).unwrap_err();
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with(&format!("b/c.toml:{line}:8: there is no kind of person or role \"tenat\"")),
        "{told:#?}"
    );
}

#[test]
fn what_cannot_be_included_is_told() {
    let (common, pages) = halves();
    let map = |include: &str| format!("include = [{include}]\n{common}");
    for (include, other, expected) in [
        ("\"none.toml\"", "", "cannot be included"),
        ("\"../outside.toml\"", "", "outside of the map's folder"),
        ("\"map.toml\"", "", "includes itself"),
        ("\"pages.toml\"", "include = \"map.toml\"\n", "includes itself"),
        ("1", "", "is a whole number"),
        ("\"pages.toml\"", "broken = \n", "mend the TOML syntax"),
    ] {
        let (map, other) = (map(include), format!("{other}{pages}"));
        let told = load(&[("map.toml", &map), ("pages.toml", &other), ("../outside.toml", "")]).unwrap_err();
        assert!(told.iter().any(|told| told.contains(expected)), "{include}: {told:#?}");
    }
}

#[test]
fn files_are_counted() {
    let names: Vec<String> = (0..40).map(|number| format!("\"{number}.toml\"")).collect();
    let map = format!("include = [{}]\n{}", names.join(", "), samples::MAP);
    let mut files: Vec<(String, &str)> = (0..40).map(|number| (format!("{number}.toml"), "")).collect();
    files.push(("map.toml".to_owned(), &map));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let told = load(&files).unwrap_err();
    assert!(told[0].contains("more than 32 files"), "{told:#?}");
}
