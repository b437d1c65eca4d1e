//! The end of a certificate's life, told before it comes.

use metrics::gauge;
use tracing::warn;

/// Seconds of a day.
const DAY: i64 = 86_400;
/// From when on a certificate's end is warned of, in seconds before it.
const SOON: i64 = 7 * DAY;

/// Watches one certificate of this process: the metric `vantail_certificate_seconds_left`, and a warning a day in the
/// last week.
#[derive(Debug)]
pub struct Ending {
    which: &'static str,
    warned: Option<i64>,
}

impl Ending {
    /// For the certificate towards the other daemon of the pair.
    pub fn hop() -> Self {
        Self { which: "hop", warned: None }
    }

    /// For the certificate that browsers see.
    pub fn https() -> Self {
        Self { which: "https", warned: None }
    }

    /// Takes a look: the certificate ends at `not_after`, both times in seconds since 1970-01-01 UTC.
    pub fn tell(&mut self, not_after: i64, now: i64) {
        let left = not_after.saturating_sub(now);
        let gauge = gauge!("vantail_certificate_seconds_left", "which" => self.which);
        gauge.set(f64::from(i32::try_from(left).unwrap_or(i32::MAX)));
        if self.is_due(left, now) {
            let (which, days) = (self.which, left.div_euclid(DAY));
            warn!(which, days, "certificate ends soon");
        }
    }

    /// Whether a warning is due; one day without another begins when it is.
    fn is_due(&mut self, left: i64, now: i64) -> bool {
        if left >= SOON {
            self.warned = None;
            return false;
        }
        let due = self.warned.is_none_or(|then| now.saturating_sub(then) >= DAY);
        if due {
            self.warned = Some(now);
        }
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_week_has_one_warning_a_day() {
        let mut ending = Ending::hop();
        let end = 30 * DAY;
        let warnings: Vec<i64> =
            (0..=end).step_by(3600).filter(|now| ending.is_due(end - now, *now)).collect();
        let days: Vec<i64> = warnings.iter().map(|now| (end - now) / DAY).collect();
        assert_eq!(days, [6, 5, 4, 3, 2, 1, 0]);
    }

    #[test]
    fn a_new_certificate_ends_the_warnings_and_its_own_end_begins_them_again() {
        let mut ending = Ending::https();
        assert!(ending.is_due(DAY, 0) && !ending.is_due(DAY, 1));
        assert!(!ending.is_due(90 * DAY, 2));
        assert!(ending.is_due(DAY, 3));
    }
}
