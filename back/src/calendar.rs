//! The organisation's calendar: which day it is where its people live. Roles, mandates, terms and the age of documents
//! begin and end at local midnight.

use std::sync::Arc;

use jiff::{Timestamp, tz::TimeZone};
use time::{Date, Month};
use vantail_shared::clock::Clock;

/// A clock with a time zone. Cloning it is cheap.
#[derive(Debug, Clone)]
pub struct Calendar {
    clock: Arc<dyn Clock>,
    zone: TimeZone,
}

impl Calendar {
    /// `zone` is a name of the IANA database, such as `Europe/Paris`; `None` when there is no such zone. The rules are the
    /// machine's where it has any, else those of the build.
    pub fn new(clock: Arc<dyn Clock>, zone: &str) -> Option<Self> {
        Some(Self { clock, zone: find(zone)? })
    }

    /// The calendar of UTC.
    pub fn utc(clock: Arc<dyn Clock>) -> Self {
        Self { clock, zone: TimeZone::UTC }
    }

    /// Seconds since 1970-01-01 UTC.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The day that it is now.
    pub fn today(&self) -> Date {
        self.day(self.clock.now())
    }

    /// The day that it is at a time, in seconds since 1970-01-01 UTC.
    pub fn day(&self, at: i64) -> Date {
        let day = |at: i64| {
            let day = self.zone.to_datetime(Timestamp::from_second(at).ok()?).date();
            let month = Month::try_from(u8::try_from(day.month()).ok()?).ok()?;
            Date::from_calendar_date(day.year().into(), month, u8::try_from(day.day()).ok()?).ok()
        };
        day(at).unwrap_or(Date::MAX)
    }

    /// When a day begins, in seconds since 1970-01-01 UTC.
    pub fn begins(&self, day: Date) -> i64 {
        let begins = |day: Date| {
            let (month, of_month) =
                (i8::try_from(u8::from(day.month())).ok()?, i8::try_from(day.day()).ok()?);
            let civil = jiff::civil::Date::new(i16::try_from(day.year()).ok()?, month, of_month).ok()?;
            Some(civil.to_zoned(self.zone.clone()).ok()?.timestamp().as_second())
        };
        begins(day).unwrap_or(if day.year() < 1970 { i64::MIN } else { i64::MAX })
    }
}

/// Whether there is a time zone of this name.
pub fn is_zone(name: &str) -> bool {
    find(name).is_some()
}

fn find(name: &str) -> Option<TimeZone> {
    if name == "UTC" { Some(TimeZone::UTC) } else { TimeZone::get(name).ok() }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};
    use vantail_shared::clock::ManualClock;

    use super::*;

    fn day(zone: &str, now: time::OffsetDateTime) -> Date {
        Calendar::new(Arc::new(ManualClock::at(now.unix_timestamp())), zone).unwrap().today()
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let late = datetime!(2026-11-21 23:30 UTC);
        assert_eq!(day("UTC", late), date!(2026 - 11 - 21));
        assert_eq!(day("Europe/Paris", late), date!(2026 - 11 - 22));
        assert_eq!(day("America/Guadeloupe", datetime!(2026-11-22 03:59 UTC)), date!(2026 - 11 - 21));
        // In summer the clock is two hours ahead.
        assert_eq!(day("Europe/Paris", datetime!(2026-07-14 21:59 UTC)), date!(2026 - 07 - 14));
        assert_eq!(day("Europe/Paris", datetime!(2026-07-14 22:00 UTC)), date!(2026 - 07 - 15));
    }

    #[test]
    fn a_day_begins_when_the_one_before_ends() {
        let clock = Arc::new(ManualClock::at(0));
        for zone in ["UTC", "Europe/Paris", "America/Sao_Paulo", "Africa/Cairo"] {
            let calendar = Calendar::new(clock.clone(), zone).unwrap();
            // Cairo and Sao Paulo have had days without a midnight.
            for day in
                [date!(2027 - 01 - 01), date!(2026 - 03 - 29), date!(2018 - 11 - 04), date!(2024 - 04 - 26)]
            {
                let begins = calendar.begins(day);
                let before = day.previous_day().unwrap();
                assert_eq!((calendar.day(begins - 1), calendar.day(begins)), (before, day), "{zone}");
            }
        }
    }

    #[test]
    fn only_real_zones_are_taken() {
        assert!(is_zone("Pacific/Noumea") && !is_zone("Europe/Nowhere") && !is_zone(""));
    }
}
