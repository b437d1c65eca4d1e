//! Dates: ISO 8601 in, words out.

use vantail_shared::call::Language;

/// Months where there is little room.
const SHORT_FRENCH: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];

/// The part `YYYY-MM-DD` when `text` begins with a day that exists.
pub fn iso_day(text: &str) -> Option<&str> {
    parse(text).map(|_| &text[..10])
}

/// A day, with its time when it has one that says something: `3 mars 2026`, `3 March 2026, 14:05`.
pub fn date(text: &str, language: Language) -> String {
    let Some((year, month, day)) = parse(text) else { return text.to_owned() };
    let time = text.get(11..16).filter(|time| is_time(time) && *time != "00:00");
    // Put together by hand: it is written for every line of a page.
    let mut shown = String::with_capacity(32);
    shown.push_str(text[8..10].trim_start_matches('0'));
    if day == 1 && language == Language::Fr {
        shown.push_str("er");
    }
    shown.push('\u{a0}');
    shown.push_str(language.months()[month - 1]);
    shown.push(' ');
    shown.push_str(&year.to_string());
    if let Some(time) = time {
        shown.push_str(if language == Language::Fr { " à " } else { ", " });
        shown.push_str(time);
    }
    shown
}

/// The month of a day or of a label `YYYY-MM`: `mars 2026`.
pub fn month(text: &str, language: Language) -> Option<String> {
    let (year, month, _) = parse(&format!("{}-01", text.get(..7)?))?;
    Some(format!("{} {year}", language.months()[month - 1]))
}

/// The same where there is little room: `févr. 2026`, `Feb 2026`.
pub fn short_month(text: &str, language: Language) -> Option<String> {
    let (year, month, _) = parse(&format!("{}-01", text.get(..7)?))?;
    let name = match language {
        Language::Fr => SHORT_FRENCH[month - 1],
        Language::En => &language.months()[month - 1][..3],
    };
    Some(format!("{name}\u{a0}{year}"))
}

/// Year, month and day when `text` begins with a day that exists.
pub(super) fn parse(text: &str) -> Option<(u16, usize, u8)> {
    let day = text.get(..10)?;
    let bytes = day.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        day.get(range).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    if bytes[4] != b'-' || bytes[7] != b'-' || !matches!(text.as_bytes().get(10), None | Some(b'T' | b' ')) {
        return None;
    }
    let year: u16 = digits(0..4)?.parse().ok()?;
    let month: usize = digits(5..7)?.parse().ok()?;
    let day: u8 = digits(8..10)?.parse().ok()?;
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some((year, month, day))
}

fn is_time(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 5 && bytes[2] == b':' && [0, 1, 3, 4].iter().all(|i| bytes[*i].is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_shared::call::Language::{En, Fr};

    use super::*;

    #[test]
    fn days_are_written_in_words() {
        assert_eq!(date("2026-03-03", Fr), "3\u{a0}mars 2026");
        assert_eq!(date("2026-03-01", Fr), "1er\u{a0}mars 2026");
        assert_eq!(date("2026-03-03", En), "3\u{a0}March 2026");
        assert_eq!(date("2026-03-03 14:05:59", Fr), "3\u{a0}mars 2026 à 14:05");
        assert_eq!(date("2026-03-03T00:00:00Z", En), "3\u{a0}March 2026");
        assert_eq!(date("2024-02-29", En), "29\u{a0}February 2024");
    }

    #[test]
    fn what_is_no_day_is_shown_as_it_is() {
        for odd in [
            "",
            "2026",
            "2026-13-01",
            "2026-02-29",
            "2026-00-10",
            "03/03/2026",
            "2026-03-033",
            "２０２６-03-03",
        ] {
            assert_eq!(date(odd, En), odd);
            assert_eq!(iso_day(odd), None);
        }
    }

    #[test]
    fn months_are_named() {
        assert_eq!(month("2026-02", Fr).as_deref(), Some("février 2026"));
        assert_eq!(month("2026-02-11", En).as_deref(), Some("February 2026"));
        assert_eq!(short_month("2026-02", Fr).as_deref(), Some("févr.\u{a0}2026"));
        assert_eq!(short_month("2026-12", En).as_deref(), Some("Dec\u{a0}2026"));
        assert_eq!((month("2026-13", En), month("", Fr)), (None, None));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in any::<String>()) {
            date(&text, Fr);
            iso_day(&text);
            month(&text, En);
            short_month(&text, Fr);
        }
    }
}
