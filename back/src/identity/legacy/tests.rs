use proptest::prelude::*;

use super::*;

type Vector = (Scheme, &'static str, Option<(&'static str, SaltSide)>, &'static str);

/// Scheme, what was kept, salt, password: from the reference programs (`md5sum`, `sha1sum`, `sha256sum`, PHP's
/// `password_hash`, the test program of phpass, `crypt_blowfish`'s vectors).
const VECTORS: &[Vector] = &[
    (Scheme::Clear, "pass word", None, "pass word"),
    (Scheme::Md5, "5F4DCC3B5AA765D61D8327DEB882CF99", None, "password"),
    (Scheme::Sha1, "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8", None, "password"),
    (Scheme::Sha256, "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8", None, "password"),
    (Scheme::Md5, "67a1e09bb1f83f5007dc119c14d663aa", Some(("salt", SaltSide::Before)), "password"),
    (Scheme::Md5, "b305cadbb3bce54f3aa59c64fec00dea", Some(("salt", SaltSide::After)), "password"),
    (Scheme::Bcrypt, "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", None, "U*U"),
    (Scheme::Bcrypt, "$2y$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK", None, "U*U*"),
    (Scheme::Phpass, "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", None, "test12345"),
    (Scheme::Phpass, "$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", None, "test12345"),
];

fn matches(kept: &Kept, password: &str) -> bool {
    match &kept.form {
        Some(text) => form(text, password).is_some_and(|brought| brought == kept.brought),
        None => *kept.brought == password,
    }
}

#[test]
fn every_scheme_knows_its_own_passwords_and_no_others() {
    for (scheme, stored, salt, password) in VECTORS {
        let kept = take(*scheme, stored, *salt).unwrap();
        assert!(matches(&kept, password), "{scheme} {stored}");
        assert!(!matches(&kept, "passwore") && !matches(&kept, "") && !matches(&kept, &password[1..]));
        if let Some(form) = &kept.form {
            // What an account remembers does not hold the hash.
            let end = &stored.to_ascii_lowercase()[stored.len() - 16..];
            assert!(!form.to_ascii_lowercase().contains(end), "{form}");
        }
    }
}

#[test]
fn what_is_no_password_of_its_scheme_is_refused() {
    let refused = |scheme, stored: &str| take(scheme, stored, None).unwrap_err();
    assert_eq!(refused(Scheme::Md5, ""), Refused::Empty);
    assert_eq!(refused(Scheme::Md5, "   "), Refused::Empty);
    assert_eq!(refused(Scheme::Md5, "5f4dcc3b5aa765d61d8327deb882cf9"), Refused::Form);
    assert_eq!(refused(Scheme::Sha1, "5f4dcc3b5aa765d61d8327deb882cf99"), Refused::Form);
    assert_eq!(refused(Scheme::Clear, &"x".repeat(129)), Refused::Long);
    assert_eq!(
        refused(Scheme::Bcrypt, "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        Refused::Form
    );
    assert_eq!(
        refused(Scheme::Bcrypt, "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
        Refused::Costly
    );
    assert_eq!(refused(Scheme::Phpass, "$P$SIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"), Refused::Costly);
    assert_eq!(refused(Scheme::Phpass, "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L"), Refused::Form);
}

proptest! {
    #[test]
    fn nothing_breaks_the_reader(stored in "\\PC{0,70}", text in "(bcrypt |phpass |md5 |md5 before |)\\PC{0,40}", password in "\\PC{0,20}") {
        for scheme in [Scheme::Clear, Scheme::Md5, Scheme::Sha1, Scheme::Sha256, Scheme::Bcrypt, Scheme::Phpass] {
            if let Ok(kept) = take(scheme, &stored, Some((&password, SaltSide::Before))) {
                prop_assert!(kept.form.is_some() || scheme == Scheme::Clear);
            }
        }
        let _ = form(&text, &password);
    }

    #[test]
    fn a_salted_digest_is_known_again(password in "\\PC{1,40}", salt in "\\PC{1,40}", after in any::<bool>()) {
        let side = if after { SaltSide::After } else { SaltSide::Before };
        let input = if after { format!("{password}{salt}") } else { format!("{salt}{password}") };
        let stored = HEXLOWER.encode(digest(&SHA256, input.as_bytes()).as_ref());
        let kept = take(Scheme::Sha256, &stored, Some((&salt, side))).unwrap();
        prop_assert!(matches(&kept, &password));
    }
}
