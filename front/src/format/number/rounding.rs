//! Rounding for show, on the digits themselves.

use std::borrow::Cow;

use super::Decimal;

/// `text` with so many digits after the point, halves away from nothing; as it is when it is no number.
pub fn rounded(text: &str, places: u32) -> Cow<'_, str> {
    let Some(number) = Decimal::parse(text) else { return Cow::Borrowed(text) };
    let places = usize::try_from(places).unwrap_or(0);
    let mut digits: Vec<u8> = number.whole.bytes().chain(number.fraction.bytes()).collect();
    let kept = number.whole.len() + places;
    let up = digits.get(kept).is_some_and(|digit| *digit >= b'5');
    digits.resize(kept, b'0');
    if up {
        carry(&mut digits);
    }
    let text: String = digits.into_iter().map(char::from).collect();
    let (whole, fraction) = text.split_at(text.len() - places);
    let minus = if number.negative && text.contains(|c| c != '0') { "-" } else { "" };
    let point = if places == 0 { "" } else { "." };
    Cow::Owned(format!("{minus}{whole}{point}{fraction}"))
}

/// Adds one to the last digit.
fn carry(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_nothing() {
        for (text, places, shown) in [
            ("1.005", 2, "1.01"),
            ("-1.005", 2, "-1.01"),
            ("9.995", 2, "10.00"),
            ("0.4", 0, "0"),
            ("-0.004", 2, "0.00"),
            ("12", 2, "12.00"),
            ("1234.5678", 0, "1235"),
            ("text", 2, "text"),
        ] {
            assert_eq!(rounded(text, places), shown);
        }
    }

    proptest! {
        #[test]
        fn it_is_never_further_than_half_a_step(number in -1_000_000_000_i64..1_000_000_000, places in 0_u32..4) {
            let text = format!("{}{}.{:04}", if number < 0 { "-" } else { "" }, number.abs() / 10_000, number.abs() % 10_000);
            let shown: i64 = rounded(&text, places).replace('.', "").parse().unwrap();
            let step = 10_i64.pow(4 - places);
            prop_assert!((shown * step - number).abs() * 2 <= step);
        }
    }
}
