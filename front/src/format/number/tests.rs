use proptest::prelude::*;
use vantail_shared::call::Language::{En, Fr};

use super::*;

#[test]
fn amounts_are_written_as_each_language_does() {
    assert_eq!(money("1234.56", "EUR", Fr), "1\u{202f}234,56\u{a0}€");
    assert_eq!(money("1234.56", "EUR", En), "€1,234.56");
    assert_eq!(money("-0.5", "EUR", Fr), "−0,50\u{a0}€");
    assert_eq!(money("-1234567", "GBP", En), "−£1,234,567.00");
    assert_eq!(money("12.3456", "EUR", En), "€12.3456");
    assert_eq!(money("12.3400", "EUR", En), "€12.34");
    assert_eq!(money("-0.00", "EUR", En), "€0.00");
    assert_eq!(money("1000", "JPY", En), "¥1,000");
    assert_eq!(money("1000.5", "CHF", En), "CHF\u{a0}1,000.50");
    assert_eq!(money("007.10", "CHF", Fr), "7,10\u{a0}CHF");
    assert_eq!(decimal("-1234.50", Fr), "−1\u{202f}234,50");
    assert_eq!(decimal("12", En), "12");
}

#[test]
fn what_is_no_number_is_shown_as_it_is() {
    for odd in ["", "-", "1,5", "12.", ".5", "1e3", "NaN", "1.2.3", "٣", "<b>"] {
        let shown = if odd == "12." { "12" } else { odd };
        assert_eq!(decimal(odd, En), shown);
    }
    assert_eq!(Amount::of("abc").sign(), Sign::Zero);
    assert_eq!(Amount::of("-0.0").sign(), Sign::Zero);
    assert_eq!(Amount::of("-0.01").sign(), Sign::Negative);
    assert_eq!(Amount::of("3").sign(), Sign::Positive);
    assert_eq!(Amount::of("-1234.5").unsigned().money("EUR", En), "€1,234.50");
}

#[test]
fn sizes_are_rounded_up_to_two_figures() {
    assert_eq!(size(0, Fr), "0\u{a0}octets");
    assert_eq!(size(999, En), "999\u{a0}bytes");
    assert_eq!(size(1400, En), "1.4\u{a0}KB");
    assert_eq!(size(1_360_001, Fr), "1,4\u{a0}Mo");
    assert_eq!(size(52_000_000, Fr), "52\u{a0}Mo");
    assert!(size(u64::MAX, En).ends_with("GB"));
}

proptest! {
    /// Taking the signs of the language away gives the number back, digit for digit.
    #[test]
    fn no_digit_is_lost(whole in 0u64.., fraction in "[0-9]{0,6}", negative: bool) {
        let point = if fraction.is_empty() { "" } else { "." };
        let text = format!("{}{whole}{point}{fraction}", if negative { "-" } else { "" });
        let digits = |s: &str| s.chars().filter(char::is_ascii_digit).collect::<String>();
        for language in [Fr, En] {
            prop_assert_eq!(digits(&decimal(&text, language)), digits(&text));
            let shown = digits(&money(&text, "EUR", language));
            let wanted = format!("{whole}{}", fraction.trim_end_matches('0'));
            prop_assert_eq!(shown.trim_end_matches('0'), wanted.trim_end_matches('0'));
        }
    }

    #[test]
    fn nothing_panics(text in any::<String>(), currency in any::<String>(), bytes: u64) {
        for language in [Fr, En] {
            decimal(&text, language);
            money(&text, &currency, language);
            size(bytes, language);
        }
        Amount::of(&text).sign();
        Amount::of(&text).unsigned().money(&text, Fr);
    }
}
