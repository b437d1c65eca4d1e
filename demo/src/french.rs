//! Dates and amounts as they are written in French letters.

use time::Date;
use vantail_shared::call::Language;

/// `mars 2026`
pub fn month(day: Date) -> String {
    format!("{} {}", Language::Fr.months()[usize::from(u8::from(day.month())) - 1], day.year())
}

/// `3 mars 2026`, `1er mars 2026`
pub fn date(day: Date) -> String {
    let number = if day.day() == 1 { "1er".into() } else { day.day().to_string() };
    format!("{number} {}", month(day))
}

/// `03/04/2026`
pub fn short_date(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), u8::from(day.month()), day.year())
}

/// `2e trimestre 2026`
pub fn quarter(day: Date) -> String {
    match u8::from(day.month()).div_ceil(3) {
        1 => format!("1er trimestre {}", day.year()),
        n => format!("{n}e trimestre {}", day.year()),
    }
}

/// `-1 234,56 €` from cents, with no-break spaces.
pub fn amount(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let euros = cents.unsigned_abs() / 100;
    format!("{sign}{},{:02}\u{a0}€", grouped(euros), cents.unsigned_abs() % 100)
}

/// `12 345`, with a no-break space.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use time::macros::date as day;

    use super::*;

    #[test]
    fn as_a_french_letter_has_them() {
        assert_eq!(amount(123_456), "1\u{a0}234,56\u{a0}€");
        assert_eq!(amount(-5), "-0,05\u{a0}€");
        assert_eq!(amount(100_000_000), "1\u{a0}000\u{a0}000,00\u{a0}€");
        assert_eq!(date(day!(2026 - 08 - 01)), "1er août 2026");
        assert_eq!(short_date(day!(2026 - 08 - 01)), "01/08/2026");
        assert_eq!(quarter(day!(2026 - 12 - 31)), "4e trimestre 2026");
        assert_eq!(quarter(day!(2026 - 03 - 31)), "1er trimestre 2026");
    }
}
