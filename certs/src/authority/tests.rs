//! The authority against independent readers of what it writes.

use std::{os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use x509_parser::{pem::Pem, prelude::*};

use super::*;
use crate::Kind;

const NOW: i64 = 1_800_000_000;

fn authority() -> (tempfile::TempDir, Authority) {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::create(&folder.path().join("ca"), "example.org", NOW).unwrap();
    (folder, authority)
}

fn pems(text: &str) -> Vec<Pem> {
    Pem::iter_from_buffer(text.as_bytes()).map(Result::unwrap).collect()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn revoked_serials(authority: &Authority) -> Vec<String> {
    let text = fs::read_to_string(authority.folder.join("crl.pem")).unwrap();
    let mut serials = Vec::new();
    for pem in pems(&text) {
        let (_, list) = parse_x509_crl(&pem.contents).unwrap();
        serials.extend(list.iter_revoked_certificates().map(|one| format!("{:x}", one.serial())));
    }
    serials
}

/// Whether the `openssl` command accepts the certificate under the present `ca.pem` and `crl.pem`.
fn openssl_accepts(authority: &Authority, certificate: &str, purpose: &str, now: i64) -> bool {
    let file = authority.folder.join("under-test.pem");
    fs::write(&file, certificate).unwrap();
    let found = Command::new("openssl")
        .args(["verify", "-x509_strict", "-crl_check", "-purpose", purpose, "-attime", &now.to_string()])
        .arg("-CAfile")
        .arg(authority.folder.join("ca.pem"))
        .arg("-CRLfile")
        .arg(authority.folder.join("crl.pem"))
        .arg(file)
        .output()
        .unwrap();
    found.status.success()
}

#[test]
fn each_kind_has_its_names_and_uses_and_verifies() {
    let (_folder, mut authority) = authority();
    let https = Subject::https("web", vec!["localhost".into()], vec!["127.0.0.1".parse().unwrap()]).unwrap();
    let cases = [
        (
            Subject::back("a").unwrap(),
            vec!["URI(spiffe://example.org/back/a)", "DNSName(back.example.org)"],
            true,
            true,
        ),
        (Subject::public("b").unwrap(), vec!["URI(spiffe://example.org/front/public/b)"], false, true),
        (Subject::staff("c").unwrap(), vec!["URI(spiffe://example.org/front/staff/c)"], false, true),
        (https, vec!["DNSName(localhost)", "IPAddress(7f:00:00:01)"], true, false),
    ];
    for (subject, names, server, client) in cases {
        let issued = authority.issue(&subject, 30, NOW).unwrap();
        let pem = pems(&issued.cert_pem).remove(0);
        let certificate = pem.parse_x509().unwrap();
        let found = certificate.subject_alternative_name().unwrap().unwrap();
        let found: Vec<String> = found.value.general_names.iter().map(ToString::to_string).collect();
        assert_eq!(found, names, "{subject}");
        let usage = certificate.extended_key_usage().unwrap().unwrap().value;
        assert_eq!((usage.server_auth, usage.client_auth), (server, client), "{subject}");
        assert!(certificate.key_usage().unwrap().unwrap().value.digital_signature());
        assert!(!certificate.basic_constraints().unwrap().unwrap().value.ca);
        assert_eq!(format!("{:x}", certificate.serial), issued.serial);
        assert_eq!(certificate.validity().not_after.timestamp(), NOW + 30 * DAY);
        let purpose = if server { "sslserver" } else { "sslclient" };
        assert!(openssl_accepts(&authority, &issued.cert_pem, purpose, NOW), "{subject}");
        assert!(!openssl_accepts(&authority, &issued.cert_pem, purpose, NOW + 31 * DAY), "{subject}");
        assert_eq!(openssl_accepts(&authority, &issued.cert_pem, "sslserver", NOW), server, "{subject}");
        assert_eq!(openssl_accepts(&authority, &issued.cert_pem, "sslclient", NOW), client, "{subject}");
    }
}

#[test]
fn keys_are_closed_and_certificates_open() {
    let (_folder, mut authority) = authority();
    let issued = authority.issue(&Subject::back("a").unwrap(), 30, NOW).unwrap();
    assert!(issued.folder.ends_with("issued/back-a"));
    assert_eq!(mode(&authority.folder.join("ca.key")), 0o600);
    assert_eq!(mode(&issued.folder.join("key.pem")), 0o600);
    for file in ["ca.pem", "crl.pem", "index.json"] {
        assert_eq!(mode(&authority.folder.join(file)), 0o644, "{file}");
    }
    assert_eq!(fs::read_to_string(issued.folder.join("cert.pem")).unwrap(), issued.cert_pem);
    assert_eq!(fs::read_to_string(issued.folder.join("key.pem")).unwrap(), *issued.key_pem);
    assert!(!fs::read_to_string(authority.folder.join("index.json")).unwrap().contains("PRIVATE"));
}

#[test]
fn revoking_a_name_revokes_what_was_renewed_too() {
    let (_folder, mut authority) = authority();
    let first = authority.issue(&Subject::public("web").unwrap(), 30, NOW).unwrap();
    let other = authority.issue(&Subject::public("other").unwrap(), 30, NOW).unwrap();
    let second = authority.renew("public/web", NOW + DAY).unwrap();
    assert_ne!(*first.key_pem, *second.key_pem);
    assert!(openssl_accepts(&authority, &first.cert_pem, "sslclient", NOW + DAY));
    assert!(revoked_serials(&authority).is_empty());

    let mut expected = vec![first.serial, second.serial.clone()];
    assert_eq!(authority.revoke("web", NOW + DAY).unwrap(), expected);
    expected.sort();
    let mut listed = revoked_serials(&authority);
    listed.sort();
    assert_eq!(listed, expected);
    assert!(!openssl_accepts(&authority, &second.cert_pem, "sslclient", NOW + DAY));
    assert!(openssl_accepts(&authority, &other.cert_pem, "sslclient", NOW + DAY));

    assert_eq!(authority.renew("web", NOW + DAY).unwrap_err().exit_status(), 1);
    assert_eq!(authority.revoke("web", NOW + DAY).unwrap_err().exit_status(), 1);
    assert!(authority.issue(&Subject::public("web").unwrap(), 30, NOW + DAY).is_ok());
}

#[test]
fn one_serial_number_can_be_revoked() {
    let (_folder, mut authority) = authority();
    let first = authority.issue(&Subject::back("a").unwrap(), 30, NOW).unwrap();
    let second = authority.renew("a", NOW).unwrap();
    authority.revoke(&first.serial.to_uppercase(), NOW).unwrap();
    assert!(!openssl_accepts(&authority, &first.cert_pem, "sslserver", NOW));
    assert!(openssl_accepts(&authority, &second.cert_pem, "sslserver", NOW));
}

#[test]
fn a_change_of_ca_leaves_no_moment_without_trust() {
    let (_folder, mut authority) = authority();
    let old = authority.issue(&Subject::back("a").unwrap(), 30, NOW).unwrap();
    let gone = authority.issue(&Subject::public("gone").unwrap(), 30, NOW).unwrap();
    authority.revoke("gone", NOW).unwrap();
    assert!(authority.retire_ca(false, NOW).is_err());
    authority.new_ca(NOW + DAY).unwrap();
    assert!(authority.new_ca(NOW + DAY).is_err());
    assert_eq!(pems(&authority.ca_pem()).len(), 2);
    assert!(openssl_accepts(&authority, &old.cert_pem, "sslserver", NOW + DAY));
    assert!(!openssl_accepts(&authority, &gone.cert_pem, "sslclient", NOW + DAY));

    // The old one cannot go while something hangs on it.
    assert_eq!(authority.retire_ca(false, NOW + DAY).unwrap_err().exit_status(), 1);
    let new = authority.renew_all(None, NOW + DAY).unwrap().remove(0);
    assert!(openssl_accepts(&authority, &old.cert_pem, "sslserver", NOW + DAY));
    assert!(openssl_accepts(&authority, &new.cert_pem, "sslserver", NOW + DAY));

    authority.retire_ca(false, NOW + DAY).unwrap();
    assert_eq!(pems(&authority.ca_pem()).len(), 1);
    assert!(!openssl_accepts(&authority, &old.cert_pem, "sslserver", NOW + DAY));
    assert!(openssl_accepts(&authority, &new.cert_pem, "sslserver", NOW + DAY));
    assert!(!authority.folder.join("ca.key").exists());
    // Connections that were made with an old certificate end too, and the list goes when nothing in it lives.
    let revoked = revoked_serials(&authority);
    assert!(
        revoked.contains(&old.serial) && revoked.contains(&gone.serial) && !revoked.contains(&new.serial)
    );
    authority.renew_all(None, NOW + 31 * DAY).unwrap();
    assert!(revoked_serials(&authority).is_empty());
    assert_eq!(mode(&authority.folder.join("ca-2.key")), 0o600);
}

#[test]
fn renewing_what_is_due_leaves_the_rest() {
    let (_folder, mut authority) = authority();
    authority.issue(&Subject::back("short").unwrap(), 10, NOW).unwrap();
    authority.issue(&Subject::back("long").unwrap(), 300, NOW).unwrap();
    let renewed = authority.renew_all(Some(14), NOW).unwrap();
    assert_eq!(renewed.len(), 1);
    assert_eq!((renewed[0].subject.name(), renewed[0].not_after), ("short", NOW + 10 * DAY));
}

#[test]
fn the_listing_finds_what_ends_soon() {
    let (_folder, mut authority) = authority();
    authority.issue(&Subject::back("a").unwrap(), 30, NOW).unwrap();
    authority.issue(&Subject::public("revoked").unwrap(), 3, NOW).unwrap();
    authority.revoke("revoked", NOW).unwrap();
    assert_eq!(authority.list(NOW).findings, Vec::<String>::new());
    let soon = authority.list(NOW + 24 * DAY);
    assert_eq!(soon.findings, ["the revocation list ends in 6 days", "back/a ends in 6 days"]);
    let over = authority.list(NOW + 30 * DAY + 1);
    assert_eq!(over.findings, ["the revocation list is over", "back/a is over"]);
    assert_eq!(over.certificates[0].kind, Kind::Back.as_str());
    assert!(authority.list(NOW + 5 * 365 * DAY).findings[0].starts_with("CA 1"));
}

#[test]
fn the_state_survives_reopening_and_a_second_authority_is_refused() {
    let (_folder, mut authority) = authority();
    let serial = authority.issue(&Subject::back("a").unwrap(), 30, NOW).unwrap().serial;
    let folder = authority.folder.clone();
    drop(authority);
    assert_eq!(Authority::create(&folder, "example.org", NOW).unwrap_err().exit_status(), 1);
    let mut again = Authority::open(&folder).unwrap();
    assert_eq!(again.list(NOW).certificates[0].serial, serial);
    assert_eq!(again.issue(&Subject::back("a").unwrap(), 30, NOW).unwrap_err().exit_status(), 1);
    assert!(again.issue(&Subject::back("a").unwrap(), 30, NOW + 30 * DAY).is_ok());
}

#[test]
fn what_expired_long_ago_leaves_the_list() {
    let (_folder, mut authority) = authority();
    authority.issue(&Subject::public("a").unwrap(), 30, NOW).unwrap();
    authority.revoke("a", NOW).unwrap();
    authority.renew_all(None, NOW + 59 * DAY).unwrap();
    assert_eq!(revoked_serials(&authority).len(), 1);
    authority.renew_all(None, NOW + 61 * DAY).unwrap();
    assert_eq!(revoked_serials(&authority).len(), 0);
}

#[test]
fn bad_requests_change_nothing() {
    let (_folder, mut authority) = authority();
    let before = fs::read(authority.folder.join("index.json")).unwrap();
    let back = Subject::back("a").unwrap();
    assert_eq!(authority.issue(&back, 0, NOW).unwrap_err().exit_status(), 2);
    assert_eq!(authority.issue(&back, MAX_DAYS + 1, NOW).unwrap_err().exit_status(), 2);
    assert_eq!(authority.issue(&back, 30, NOW + 5 * 365 * DAY).unwrap_err().exit_status(), 1);
    assert_eq!(authority.revoke("nobody", NOW).unwrap_err().exit_status(), 1);
    assert_eq!(fs::read(authority.folder.join("index.json")).unwrap(), before);
}
