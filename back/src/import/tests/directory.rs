use std::fmt::Write as _;

use super::{
    super::*,
    outbox,
    slapd::{Slapd, certificates},
};
use crate::{
    provision::tests::world::World,
    store::{account, testing::Place},
};

/// More than the server gives at once, and some that nobody wants.
fn entries() -> String {
    let mut ldif = String::new();
    let mut add = |name: &str, more: &str| {
        write!(ldif, "dn: cn={name},ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\ncn: {name}\nsn: x\n{more}\n").unwrap();
    };
    for number in 0..1300 {
        add(
            &format!("Person {number}"),
            &format!("uid: u{number}\nemployeeNumber: {number}\nmail: u{number}@example.org\n"),
        );
    }
    add("two names", "uid: a\nuid: b\nemployeeNumber: x1\n");
    add("no number", "uid: c\n");
    add("odd address", "uid: d\nemployeeNumber: x3\nmail: nowhere\n");
    add("two addresses", "uid: e\nemployeeNumber: x4\nmail: e@example.org\nmail: f@example.org\n");
    // `bell` and a sign that ends nothing.
    add("control", "uid:: YgdlbGw=\nemployeeNumber: x5\n");
    add("quotes", "uid: o'); DROP TABLE account; --\nemployeeNumber: x6\n");
    ldif
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_is_read_whole_and_only_over_what_can_be_trusted() {
    let slapd = Slapd::start(&entries());
    let found = slapd.directory(false).read().await.unwrap();
    assert_eq!(found.len(), 1306, "page by page");
    let refused: Vec<Refused> =
        found.iter().filter_map(|one| one.as_ref().err()).map(|rejected| rejected.reason).collect();
    assert_eq!(refused, [Refused::Unusable, Refused::Missing, Refused::Address, Refused::Unusable]);
    let keys: Vec<Option<&str>> =
        found.iter().filter_map(|one| one.as_ref().err()).map(|rejected| rejected.key.as_deref()).collect();
    assert_eq!(keys, [Some("x1"), None, Some("x3"), Some("x5")], "whoever is refused has not left");
    let by_starttls = slapd.directory(true).read().await.unwrap();
    assert_eq!(by_starttls, found);

    let stranger = tempfile::tempdir().unwrap();
    certificates(stranger.path());
    for starttls in [false, true] {
        let authorities = std::fs::read(stranger.path().join("ca.pem")).unwrap();
        let away = ldap::Directory { authorities, ..slapd.directory(starttls) }.read().await.unwrap_err();
        assert!(matches!(away, ldap::Away::Unreachable(_)), "{away}");
    }
    let wrong = ldap::Directory { password: "shut sesame".into(), ..slapd.directory(false) };
    assert!(matches!(wrong.read().await.unwrap_err(), ldap::Away::Refuses(_)));
    let hostile = ldap::Directory { filter: "(uid=*))(".to_owned(), ..slapd.directory(false) };
    assert!(matches!(hostile.read().await.unwrap_err(), ldap::Away::Settings(_)));
    let elsewhere =
        ldap::Directory { base: "ou=nobody,dc=example,dc=org".to_owned(), ..slapd.directory(false) };
    assert!(matches!(elsewhere.read().await.unwrap_err(), ldap::Away::Refuses(_)));

    // The connection breaks while entries come.
    let broken = slapd.cut_after(64 << 10).read().await.unwrap_err();
    assert!(broken.may_pass(), "{broken}");

    let world = World::new(Place::sqlite(), 1).await;
    let ledger = ErasedAccounts(world.provision.clone());
    let options = Options { enable_returners: false, max_loss: 20, force: false };
    for done in [[1302, 0, 0, 0], [0; 4]] {
        let plan = world
            .provision
            .plan("ldap: main", slapd.directory(true).read().await.unwrap(), &ledger, &[])
            .await
            .unwrap();
        assert_eq!((plan.refused.len(), plan.leavers.len()), (4, 0));
        assert_eq!(
            world.provision.apply(&outbox(&world).await, "ldap: main", &plan, options).await.unwrap(),
            Some(done)
        );
    }
    // Who signs in at a provider is told by an attribute that never changes hands.
    let (provider, subject) = (Some("agency".to_owned()), Some("employeeNumber".to_owned()));
    let entries = ldap::Directory { provider, subject, ..slapd.directory(true) }.read().await.unwrap();
    let issuer = "https://login.example.org".to_owned();
    let agency = Provider { id: "agency".to_owned(), issuer, scramble: false };
    let plan = world.provision.plan("ldap: main", entries, &ledger, &[agency]).await.unwrap();
    assert_eq!((plan.link_count(), plan.changed_count(), plan.unchanged), (1302, 0, 1302));
    let odd = account::by_login(&mut world.reader().await, "o'); drop table account; --").await.unwrap();
    assert!(odd.is_some());
    drop(slapd);
}
