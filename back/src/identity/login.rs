//! The sign-in name: one form for what people type in many.

use unicode_normalization::UnicodeNormalization as _;

use super::initial;

/// Longest sign-in name, in bytes of its normal form: as long as the longest mail address (RFC 5321, 4.5.3.1).
const MAX: usize = 254;

/// The normal form that accounts are stored and found by: without spaces around, NFC, in small letters. Nothing for
/// what cannot be a sign-in name.
pub(crate) fn normal_form(typed: &str) -> Option<String> {
    // Longer input cannot become short enough: normalising it would only be work.
    if typed.len() > 4 * MAX {
        return None;
    }
    let form: String = typed.trim().nfc().flat_map(char::to_lowercase).nfc().collect();
    // A name from a letter is the same however its groups are typed: nobody gets more tries by writing it in another way.
    let form = initial::typed_login(&form).unwrap_or(form);
    let fits = !form.is_empty() && form.len() <= MAX && !form.chars().any(char::is_control);
    fits.then_some(form)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn many_ways_to_type_one_name() {
        for typed in
            ["Élodie.Martin@example.org", "  élodie.martin@example.org\t", "E\u{301}LODIE.MARTIN@EXAMPLE.ORG"]
        {
            assert_eq!(normal_form(typed).as_deref(), Some("élodie.martin@example.org"));
        }
    }

    #[test]
    fn a_name_from_a_letter_is_typed_in_many_ways() {
        for typed in ["bako-time-mosu", "BAKO TIME MOSU", "bakotimemosu", " Bako–Time–Mosu "] {
            assert_eq!(normal_form(typed).as_deref(), Some("bako-time-mosu"));
        }
        for other in ["mara.kovasi.tene", "constantinos", "bako-time-mos", "bako-time-mosu-a"] {
            assert_eq!(normal_form(other).as_deref(), Some(other));
        }
    }

    #[test]
    fn what_cannot_be_a_name() {
        for typed in ["", "   ", "a\0b", "a\nb", &"x".repeat(255), &"y".repeat(100_000)] {
            assert_eq!(normal_form(typed), None);
        }
    }

    proptest! {
        #[test]
        fn the_normal_form_is_its_own_normal_form(typed in ".{0,80}") {
            if let Some(form) = normal_form(&typed) {
                prop_assert_eq!(normal_form(&form), Some(form));
            }
        }
    }
}
