//! Days and months as numbers, to count between them.

use super::date::parse;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// The day of `text` (ISO 8601), counted from 1970-01-01.
pub fn days(text: &str) -> Option<i64> {
    parse(text).map(|(year, month, day)| count(i64::from(year), month, i64::from(day)))
}

/// The month of a label `YYYY-MM`, counted from the year 0.
pub fn month_number(label: &str) -> Option<i64> {
    let (year, month, _) = parse(&format!("{}-01", label.get(..7)?))?;
    Some(i64::from(year) * 12 + i64::try_from(month).ok()? - 1)
}

/// The day at `seconds` since 1970-01-01 UTC, ISO 8601.
pub fn today(seconds: i64) -> String {
    // By Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`: years begin in March, so that
    // the day that not every year has is the last.
    let shifted = seconds.div_euclid(DAY) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days from 1970-01-01 to a day (the same source, `days_from_civil`).
fn count(year: i64, month: usize, day: i64) -> i64 {
    let month = i64::try_from(month).unwrap_or(1);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn known_days_are_counted() {
        assert_eq!(days("1970-01-01"), Some(0));
        assert_eq!(days("2026-11-22 10:00:00"), Some(20_779));
        assert_eq!(today(20_779 * DAY + 5), "2026-11-22");
        assert_eq!((days("2026-02-29"), days("soon")), (None, None));
        assert_eq!(month_number("2026-01").zip(month_number("2025-12")).map(|(a, b)| a - b), Some(1));
        assert_eq!((month_number("2026-13"), month_number("é")), (None, None));
    }

    proptest! {
        #[test]
        fn counting_and_naming_agree(day in 0_i64..2_900_000) {
            prop_assert_eq!(days(&today(day * DAY)), Some(day));
        }
    }
}
