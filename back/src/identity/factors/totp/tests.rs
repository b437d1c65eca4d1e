use proptest::prelude::*;
use vantail_shared::random::SystemRandom;

use super::*;

/// The key of the examples of RFC 6238, appendix B.
fn example() -> TotpKey {
    TotpKey::from_bytes(b"12345678901234567890").unwrap()
}

#[test]
fn the_codes_are_those_of_the_standard() {
    // Its codes have eight digits: ours are their last six.
    for (now, code) in [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ] {
        assert_eq!(example().code_at(now), code);
    }
}

#[test]
fn a_key_is_written_for_typing_and_for_apps() {
    assert_eq!(example().text().as_str(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    assert_eq!(
        example().uri("Cabinet Morel & fils", "p7lu-5gsk").as_str(),
        "otpauth://totp/Cabinet%20Morel%20%26%20fils:p7lu-5gsk?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Cabinet%20Morel%20%26%20fils"
    );
    let typed = example().text().to_lowercase();
    assert_eq!(TotpKey::from_text(&typed).unwrap().as_bytes(), example().as_bytes());
    for wrong in ["", "GEZD", "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJ1"] {
        assert!(TotpKey::from_text(wrong).is_none());
    }
}

#[test]
fn a_code_is_read_as_apps_show_it() {
    for typed in ["081804", "081 804", " 081-804\n"] {
        assert_eq!(example().step(typed, 1_111_111_109, 0), Some(1_111_111_109 / 30));
    }
    for typed in ["", "81804", "0818040", "08180x", "०८१८०४", &"0".repeat(1000)] {
        assert_eq!(example().step(typed, 1_111_111_109, 0), None);
        assert!(!is_code(typed));
    }
}

proptest! {
    #[test]
    fn a_code_is_good_for_its_step_and_its_neighbours_once(now in 1_i64 << 20..1 << 40, away in -3_i64..=3) {
        let key = TotpKey::fresh(&SystemRandom);
        let code = key.code_at(now + away * STEP);
        let step = now.div_euclid(STEP) + away;
        // Two steps in reach with one code by chance: then either is right.
        if let Some(found) = key.step(&code, now, 0) {
            prop_assert!(found == step || key.code(found) == code);
            prop_assert_eq!(key.step(&code, now, found), None);
        } else {
            prop_assert!(away.abs() > DRIFT);
        }
        // A clock that goes back an hour brings no used code back.
        prop_assert_eq!(key.step(&key.code_at(now - 3600), now - 3600, now.div_euclid(STEP)), None);
    }
}
