use super::*;

fn fields<'a>(login: &'a str, email: &'a str, name: &'a str) -> Fields<'a> {
    Fields { key: "7", login, email, name, ..Fields::default() }
}

#[test]
fn what_cannot_be_an_account_is_refused() {
    let read = |fields: &Fields<'_>| {
        let rejected = Record::read(1, fields).unwrap_err();
        assert_eq!(rejected.key.as_deref(), Some("7"), "whoever it is has not left");
        rejected.reason
    };
    assert_eq!(read(&fields("", "", "Ann")), Refused::Missing);
    assert_eq!(read(&fields("ann", "", "")), Refused::Missing);
    assert_eq!(read(&fields("a\0b", "", "Ann")), Refused::Unusable);
    assert_eq!(read(&fields(&"x".repeat(300), "", "Ann")), Refused::Unusable);
    for email in ["ann", "@x", "a b@x", "a@b@c", "a@x;b@y", "<a@x>"] {
        assert_eq!(read(&fields("ann", email, "Ann")), Refused::Address, "{email}");
    }
    let person = Fields { kind: "tenant", person: vec!["1", " "], ..fields("ann", "", "") };
    assert_eq!(read(&person), Refused::Missing);
    for key in ["", " ", "7\0", &"7".repeat(600)] {
        assert_eq!(Record::read(1, &Fields { key, ..fields("ann", "", "Ann") }).unwrap_err().key, None);
    }
    let good = Record::read(1, &fields(" ANN ", " ann@x.org ", "Ann")).unwrap();
    assert_eq!((good.login.as_str(), good.email.as_deref()), ("ann", Some("ann@x.org")));
    assert_eq!(good.link, None);
}

#[test]
fn whoever_has_a_subject_has_a_provider() {
    let read = |provider: &str, subject: &str| {
        let fields = Fields { provider, subject, ..fields("ann", "", "Ann") };
        let read = Record::read(1, &fields);
        read.map(|record| record.link).map_err(|rejected| rejected.reason)
    };
    assert_eq!(read("agency", " "), Ok(None));
    assert_eq!(read("", "17"), Err(Refused::Provider));
    assert_eq!(read("agency", &"1".repeat(256)), Err(Refused::Unusable));
    let (provider, subject) = ("agency".to_owned(), "17".to_owned());
    assert_eq!(read(" agency ", " 17 "), Ok(Some(Link { provider, subject })));
}
