use std::{fmt::Write as _, path::Path};

use vantail_shared::config::{Document, Faults, Section};

use super::*;

const COMMON: &str = "from = \"Cabinet Morel <portal@example.org>\"\npublic_url = \"https://portal.example.org/\"\n\
                      staff_url = \"https://staff.example.org:8443\"\n";

fn parse(base: &Path, rest: &str) -> (Option<MailSettings>, Vec<String>) {
    let (faults, text) = (Faults::new(), format!("[mail]\n{COMMON}{rest}"));
    let document = Document::parse(Path::new("back.toml"), &text, &faults).unwrap();
    let settings = read(&Section::root(&document, &faults), base).map(|spot| spot.value);
    (settings, faults.into_sorted().iter().map(ToString::to_string).collect())
}

fn good(rest: &str) -> MailSettings {
    let (settings, faults) = parse(Path::new("/"), rest);
    assert_eq!(faults, Vec::<String>::new());
    settings.unwrap()
}

#[test]
fn a_server_and_a_folder_are_read() {
    let settings = good("smtp = \"mail.example.org:587\"\nsecurity = \"starttls\"");
    assert_eq!(settings.url(FrontKind::Public), Some("https://portal.example.org"));
    assert_eq!(settings.url(FrontKind::Staff), Some("https://staff.example.org:8443"));
    assert_eq!(settings.keep_days, 30);
    let MailWay::Smtp(server) = settings.way else { panic!("a server") };
    assert_eq!((server.host.as_str(), server.port), ("mail.example.org", 587));
    assert!(matches!(server.tls, Tls::Required(_)) && server.account.is_none());
    for host in ["localhost", "127.0.0.1", "[::1]"] {
        let MailWay::Smtp(server) = good(&format!("smtp = \"{host}:25\"\nsecurity = \"none\"")).way else {
            panic!("a server")
        };
        assert!(matches!(server.tls, Tls::None));
    }
    let settings = good("folder = \"mail\"\nkeep_days = 7");
    assert!(matches!(settings.way, MailWay::Folder(folder) if folder == Path::new("/mail")));
    assert_eq!(settings.keep_days, 7);
    // Beside a file that is named without its folder.
    let (settings, faults) = parse(Path::new(""), "folder = \"mail\"");
    assert!(settings.is_some() && faults.is_empty(), "{faults:?}");
}

#[test]
fn without_a_staff_front_its_address_is_left_out() {
    let line = "staff_url = \"https://staff.example.org:8443\"\n";
    let text = format!("[mail]\n{COMMON}folder = \"mail\"").replace(line, "");
    assert!(!text.contains("staff_url"));
    let faults = Faults::new();
    let document = Document::parse(Path::new("back.toml"), &text, &faults).unwrap();
    let settings = read(&Section::root(&document, &faults), Path::new("/")).unwrap().value;
    assert!(faults.is_empty());
    assert_eq!(settings.url(FrontKind::Public), Some("https://portal.example.org"));
    assert_eq!(settings.url(FrontKind::Staff), None);
}

#[test]
fn every_mistake_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), "no certificate").unwrap();
    let rest = "smtp = \"mail.example.org\"\nsecurity = \"none\"\nuser = \"portal\"\npassword_file = \"missing\"\n\
                ca_file = \"ca.pem\"\nkeep_days = 0\nsecurty = 1\n";
    let text = format!("{COMMON}{rest}")
        .replace("<portal@example.org>", "<portal@@example.org>")
        .replace("https://portal", "http://portal")
        .replace(":8443", "/staff?x=1");
    let faults = Faults::new();
    let document = Document::parse(Path::new("back.toml"), &format!("[mail]\n{text}"), &faults).unwrap();
    assert!(read(&Section::root(&document, &faults), folder.path()).is_none());
    let told = faults.into_sorted().iter().fold(String::new(), |mut told, fault| {
        let _ = writeln!(told, "{fault}");
        told
    });
    for part in [
        "`mail.from` is",
        "`mail.public_url` is",
        "`mail.staff_url` is",
        "`mail.smtp` is \"mail.example.org\"",
        "`mail.password_file` cannot be read",
        "`mail.ca_file` holds no certificate",
        "`mail.keep_days` is 0",
        "`mail.securty` is unknown",
    ] {
        assert!(told.contains(part), "{part} in\n{told}");
    }
}

#[test]
fn a_connection_to_another_machine_is_protected() {
    for (rest, problem) in [
        ("smtp = \"mail.example.org:25\"\nsecurity = \"none\"", "`mail.security` is \"none\""),
        ("smtp = \"mail.example.org:25\"", "`mail.security` is missing"),
        ("smtp = \"mail.example.org:25\"\nsecurity = \"ssl\"", "`mail.security` is \"ssl\""),
        ("smtp = \"mail.example.org:25\"\nfolder = \"mail\"", "`mail` has a server and a folder"),
        ("", "`mail` has neither"),
        (
            "smtp = \"localhost:25\"\nsecurity = \"none\"\nuser = \"portal\"",
            "`mail.password_file` is missing",
        ),
        ("folder = \"/no/such/folder\"", "`mail.folder` cannot be used"),
    ] {
        let (settings, faults) = parse(Path::new("/"), rest);
        assert!(
            settings.is_none() && faults.iter().any(|fault| fault.contains(problem)),
            "{rest}: {faults:?}"
        );
    }
}

#[test]
fn a_file_without_the_table_sends_no_mail() {
    let faults = Faults::new();
    let document = Document::parse(Path::new("back.toml"), "", &faults).unwrap();
    assert!(read(&Section::root(&document, &faults), Path::new("/")).is_none());
    assert!(faults.is_empty());
}
