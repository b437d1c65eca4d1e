use proptest::prelude::*;

use super::*;

#[test]
fn lists_as_spreadsheets_write_them() {
    let text = "\u{feff}Key;Login;Name;Email\r\n1;ANN;\"Bee; Ann\";ann@example.org\r\n2;;Bob;\r\n3;cat;Cat\r\n\r\n4;dan;Dan;\r\n";
    let records = read(text.as_bytes()).unwrap();
    let told: Vec<_> =
        records.iter().map(|one| one.as_ref().map(|one| (one.line, one.login.as_str()))).collect();
    let refused = |line, key: &str, reason| Rejected { line, key: Some(key.to_owned()), reason };
    assert_eq!(
        told,
        [
            Ok((2, "ann")),
            Err(&refused(3, "2", Refused::Missing)),
            Err(&refused(4, "3", Refused::Unreadable)),
            Ok((6, "dan"))
        ]
    );
    let person =
        read("key,login,kind,person,person2\na,b,tenant,1,2\n".as_bytes()).unwrap().remove(0).unwrap();
    let owner =
        crate::identity::Person { kind: "tenant".to_owned(), key: vec!["1".to_owned(), "2".to_owned()] };
    assert_eq!(person.owner, crate::import::record::RecordOwner::Person(owner));
}

#[test]
fn a_list_without_its_titles_is_refused_whole() {
    for text in [
        "",
        "1,ann,Ann\n",
        "key,name\n1,Ann\n",
        "key,login,kind\n",
        "key,login,name,passwort\n",
        "key,login,name,subject\n",
    ] {
        assert!(matches!(read(text.as_bytes()), Err(Unreadable::Titles(_))), "{text}");
    }
}

#[test]
fn whose_line_cannot_be_read_is_told_where_it_can_be() {
    let keys = |text: &[u8]| -> Vec<Option<String>> {
        read(text)
            .unwrap()
            .into_iter()
            .map(|one| one.map_or_else(|one| one.key, |one| Some(one.key)))
            .collect()
    };
    let key = |text: &str| Some(text.to_owned());
    assert_eq!(
        keys(b"key,login,name\n1,zo\xe9,Zo\xe9\n2,bob,Bob\n"),
        [key("1"), key("2")],
        "of another table of signs"
    );
    assert_eq!(keys(b"key,login,name\n1,ann,Bee, Ann\n,bob,Bob\n\xe9,cat,Cat\n"), [key("1"), None, None]);
    assert_eq!(keys(b"login,key,name\nann,1,Bee, Ann\n"), [None], "before it a value may be too many");
    assert_eq!(
        keys(b"key,login,name\n1,ann,\"Ann\n2,bob,Bob\n3,cat,Cat\n"),
        [None],
        "it took the others with it"
    );
}

proptest! {
    #[test]
    fn nothing_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[a-c,;\"\n ]{0,80}") {
        drop(read(bytes.as_slice()));
        drop(read(format!("key,login,name\n{text}").as_bytes()));
    }
}
