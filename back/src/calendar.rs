//! The organisation's calendar: which day it is where its people live. Roles, mandates and the age of documents begin and
//! end at local midnight.

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
        let day = |now: i64| {
            let day = self.zone.to_datetime(Timestamp::from_second(now).ok()?).date();
            let month = Month::try_from(u8::try_from(day.month()).ok()?).ok()?;
            Date::from_calendar_date(day.year().into(), month, u8::try_from(day.day()).ok()?).ok()
        };
        day(self.clock.now()).unwrap_or(Date::MAX)
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
    fn only_real_zones_are_taken() {
        assert!(is_zone("Pacific/Noumea") && !is_zone("Europe/Nowhere") && !is_zone(""));
    }
}
