//! Lengths of time as the map writes them: `P10Y`, `P6M`, `P1Y6M`, `P2W`, `P30D` (ISO 8601-1:2019, 5.5.2.4).

use std::{fmt, str::FromStr};

use time::{Date, Month, util::days_in_month};
use vantail_shared::config::{Section, Spot};

/// Years, months and days of the calendar. How many days it has depends on where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// Months, those of the years among them.
    pub months: u32,
    /// Days, those of the weeks among them.
    pub days: u32,
}

/// Longest part of a period: nothing is kept for more than 999 years, in days even less.
const MAX_DIGITS: usize = 5;
/// Longest period, in months.
const MAX_MONTHS: u32 = 999 * 12;

impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut rest = text.strip_prefix('P').ok_or(())?;
        let mut period = Self { months: 0, days: 0 };
        let mut units = ['Y', 'M', 'W', 'D'].into_iter();
        if rest.is_empty() {
            return Err(());
        }
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| (1..=MAX_DIGITS).contains(end));
            let (digits, unit) = rest.split_at(end.ok_or(())?);
            let count: u32 = digits.parse().map_err(|_| ())?;
            let name = unit.chars().next().ok_or(())?;
            // Each unit once, in the order of the standard.
            units.find(|known| *known == name).ok_or(())?;
            match name {
                'Y' => period.months += count * 12,
                'M' => period.months += count,
                'W' => period.days += count * 7,
                _ => period.days += count,
            }
            rest = &unit[1..];
        }
        if period.months <= MAX_MONTHS { Ok(period) } else { Err(()) }
    }
}

impl Period {
    pub(super) fn read(section: &Section<'_>, key: &str) -> Option<Spot<Self>> {
        section.parsed(key, "a period of ISO 8601, such as \"P10Y\", \"P6M\" or \"P30D\"")
    }

    /// The whole years, when there is nothing beside them.
    pub fn years(self) -> Option<u32> {
        (self.days == 0 && self.months.is_multiple_of(12)).then_some(self.months / 12)
    }

    /// The day on which a period that begins on `start` is over; the end of the month where that month has no such day.
    /// `None` beyond the calendar.
    pub fn after(self, start: Date) -> Option<Date> {
        let months = i64::from(start.year()) * 12 + i64::from(u8::from(start.month())) - 1;
        Self::moved(start, months + i64::from(self.months))?
            .checked_add(time::Duration::days(self.days.into()))
    }

    /// The day on which a period begins that is over on `end`. `None` before the calendar.
    pub fn before(self, end: Date) -> Option<Date> {
        let end = end.checked_sub(time::Duration::days(self.days.into()))?;
        let months = i64::from(end.year()) * 12 + i64::from(u8::from(end.month())) - 1;
        Self::moved(end, months - i64::from(self.months))
    }

    /// `day` in another month, counted from the year 0.
    fn moved(day: Date, months: i64) -> Option<Date> {
        let year = i32::try_from(months.div_euclid(12)).ok()?;
        let month = Month::try_from(u8::try_from(months.rem_euclid(12) + 1).ok()?).ok()?;
        Date::from_calendar_date(year, month, day.day().min(days_in_month(month, year))).ok()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let (years, months) = (self.months / 12, self.months % 12);
        for (count, unit) in [(years, 'Y'), (months, 'M'), (self.days, 'D')] {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        if *self == (Self { months: 0, days: 0 }) { f.write_str("0D") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::date;

    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn the_calendar_counts() {
        assert_eq!(period("P1M").after(date!(2026 - 01 - 31)), Some(date!(2026 - 02 - 28)));
        assert_eq!(period("P1Y").after(date!(2024 - 02 - 29)), Some(date!(2025 - 02 - 28)));
        assert_eq!(period("P1Y2M3D").after(date!(2024 - 11 - 30)), Some(date!(2026 - 02 - 02)));
        assert_eq!(period("P2W").before(date!(2026 - 03 - 01)), Some(date!(2026 - 02 - 15)));
        assert_eq!(period("P10Y").after(date!(9990 - 01 - 01)), None);
        assert_eq!((period("P120M").years(), period("P6M").years()), (Some(10), None));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in
            ["", "P", "10Y", "P10", "PY", "P1D1Y", "P1Y1Y", "P1,5Y", "PT1H", "P-1Y", "P999999D", "P1000Y"]
        {
            assert_eq!(text.parse::<Period>(), Err(()), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_period_is_read_as_it_is_written(months in 0..=MAX_MONTHS, days in 0..99_999_u32) {
            let period = Period { months, days };
            prop_assert_eq!(period.to_string().parse(), Ok(period));
        }

        #[test]
        fn a_later_start_never_ends_earlier(
            months in 0..600_u32, days in 0..9999_u32, first in 0..99_999_i32, later in 0..9999_i32
        ) {
            let (period, zero) = (Period { months, days }, date!(1900 - 01 - 01).to_julian_day());
            let start = Date::from_julian_day(zero + first).unwrap();
            let after = Date::from_julian_day(zero + first + later).unwrap();
            prop_assert!(period.after(start) <= period.after(after));
            prop_assert!(period.before(start) <= period.before(after));
            prop_assert!(period.after(start).unwrap() >= start);
        }

        #[test]
        fn no_text_breaks_the_reader(text in "P?[0-9YMWD.T-]{0,12}") {
            let _ = text.parse::<Period>();
        }
    }
}
