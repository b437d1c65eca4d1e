//! The command line as it is typed.

use super::*;

const NOW: i64 = 1_800_000_000;

fn run(folder: &std::path::Path, line: &str, now: i64) -> (u8, String) {
    let words =
        ["vantail-certs", "--dir", folder.to_str().unwrap()].into_iter().chain(line.split_whitespace());
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => return (u8::try_from(error.exit_code()).unwrap(), error.to_string()),
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = arguments.run(now, &mut out, &mut err);
    out.extend(err);
    let status = (0..4).find(|n| ExitCode::from(*n) == status).unwrap();
    (status, String::from_utf8(out).unwrap())
}

#[test]
fn a_life_of_an_authority() {
    let folder = tempfile::tempdir().unwrap();
    let typed = |line: &str, now| run(folder.path(), line, now);
    let status = |line: &str| typed(line, NOW).0;
    assert_eq!(status("list"), 1);
    assert_eq!(status("init --trust-domain example.org"), 0);
    assert_eq!(status("init --trust-domain example.org"), 1);
    assert_eq!(status("issue back main"), 0);
    assert_eq!(status("issue public web-1 --days 90"), 0);
    assert_eq!(status("issue staff office"), 0);
    assert_eq!(status("issue https portal --dns localhost --ip 127.0.0.1 --ip ::1"), 0);
    assert_eq!(status("list"), 0);
    assert_eq!(typed("list", NOW + 25 * 86_400).0, 1);
    assert_eq!(typed("renew --all --within 14", NOW + 25 * 86_400).1.lines().count(), 3);
    assert_eq!(typed("list", NOW + 25 * 86_400).0, 0);
    assert_eq!(status("revoke web-1"), 0);
    assert_eq!(status("revoke web-1"), 1);
    assert_eq!(status("new-ca"), 0);
    assert_eq!(status("retire-ca"), 1);
    assert_eq!(status("renew --all"), 0);
    assert_eq!(status("retire-ca"), 0);
    let (_, table) = typed("list", NOW);
    assert!(table.contains("back/main") && table.contains("CA 2"), "{table}");
}

#[test]
fn wrong_usage_is_2_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let typed = |line: &str| run(folder.path(), line, NOW);
    typed("init --trust-domain example.org");
    for line in [
        "",
        "frobnicate",
        "issue back",
        "issue rocket a",
        "issue back A",
        "issue back ../a",
        "issue https web",
        "issue back a --dns localhost",
        "issue back a --days 0",
        "issue back a --days x",
        "renew",
        "renew a --all",
        "renew a --within 3",
        "init --trust-domain EXAMPLE",
        "issue https web --ip 300.1.1.1",
    ] {
        let (status, said) = typed(line);
        assert_eq!(status, 2, "{line}: {said}");
        assert!(!said.is_empty());
    }
}

#[test]
fn json_is_one_value() {
    let folder = tempfile::tempdir().unwrap();
    let typed = |line: &str| {
        let (_, said) = run(folder.path(), line, NOW);
        serde_json::from_str::<serde_json::Value>(&said).unwrap()
    };
    assert!(typed("--json init --trust-domain example.org")["done"].is_string());
    let issued = typed("issue back main --json");
    assert!(std::path::Path::new(issued[0]["key"].as_str().unwrap()).exists());
    assert_eq!(typed("list --json")["certificates"][0]["days_left"], 30);
    assert_eq!(typed("revoke main --json")["revoked"][0], issued[0]["serial"]);
    assert!(typed("renew main --json")["error"].is_string());
}
