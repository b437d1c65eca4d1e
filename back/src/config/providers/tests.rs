use vantail_shared::config::{Document, Faults};

use super::*;

const GOOD: &str = r#"
[[providers]]
id = "agency"
title = { fr = "Compte de l'agence", en = "Agency account" }
issuer = "https://login.example.org"
client_id = "vantail"
client_secret_file = "secret"
ca_file = "ca.pem"
public_url = "https://portal.example.org/"
scramble = true
match = { claim = "employee_number", source = "csv: hr" }
second_factor_amr = ["mfa", "otp"]
"#;

fn parse(text: &str) -> (Vec<ProviderSettings>, String) {
    let folder = tempfile::TempDir::new().unwrap();
    let key = some_ca();
    std::fs::write(folder.path().join("ca.pem"), key).unwrap();
    std::fs::write(folder.path().join("secret"), "s3cr3t-of-the-client\n").unwrap();
    let faults = Faults::new();
    let document = Document::parse(Path::new("back.toml"), text, &faults).unwrap();
    let settings = read(&Section::root(&document, &faults), folder.path());
    (settings, faults.into_sorted().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

/// A CA of the system's bundle: any will do.
fn some_ca() -> String {
    let bundle = std::fs::read_to_string(SYSTEM_CAS).unwrap();
    let end = "-----END CERTIFICATE-----\n";
    bundle.split_inclusive(end).next().unwrap().to_owned()
}

#[test]
fn a_provider_is_read_and_its_secret_never_printed() {
    let (settings, faults) = parse(GOOD);
    assert_eq!(faults, "");
    let [provider] = settings.as_slice() else { panic!("one provider") };
    assert_eq!(provider.public_url.as_deref(), Some("https://portal.example.org"));
    assert_eq!(provider.staff_url, None);
    let source = "csv: hr".to_owned();
    assert_eq!(provider.matching, Some(Matching::Source { claim: "employee_number".to_owned(), source }));
    assert_eq!((provider.scramble, provider.amr.len()), (true, 2));
    assert!(!format!("{provider:?}").contains("s3cr3t"));
    assert!(parse("").0.is_empty());
}

#[test]
fn every_mistake_is_told() {
    for (from, to, fault) in [
        ("id = \"agency\"", "id = \"A b\"", "`providers[0].id` is \"A b\""),
        ("https://login.example.org", "http://login.example.org", "issuer` is \"http://login.example.org\""),
        ("\"secret\"", "\"none\"", "client_secret_file` cannot be read"),
        ("\"ca.pem\"", "\"secret\"", "ca_file` holds no CA certificate"),
        ("public_url", "publik_url", "public_url` is missing"),
        ("https://portal.example.org/", "https://portal.example.org/path", "public_url` is"),
        ("employee_number", "email", "e-mail addresses change hands"),
        ("source = \"csv: hr\"", "sauce = \"csv: hr\"", "or `kind` must be there"),
        ("fr = \"Compte de l'agence\", ", "", "title.fr` is missing"),
    ] {
        let (_, faults) = parse(&GOOD.replace(from, to));
        let fault = fault.trim_start_matches("`providers[0].");
        assert!(faults.contains(fault), "{fault} in\n{faults}");
    }
    let (settings, faults) = parse(&(GOOD.to_owned() + GOOD));
    assert!(settings.len() == 1 && faults.contains("two providers called \"agency\""), "{faults}");
}
