//! When a mail that did not leave is tried again: after 1 minute, 2, 4 and so on up to an hour, for two days.

use crate::store::outbox::Due;

const MINUTE: i64 = 60;
/// Longest wait between two tries, in seconds.
const LONGEST: i64 = 3600;
/// How far the clocks of two backs may be apart, in seconds, before one takes what the other put off for an hour as due at
/// once, and they wear each other out.
const DOUBT: i64 = 2 * 3600;
/// After this time it is given up, in seconds: RFC 5321, 4.5.4.1 asks for four to five days of a relay, which has the
/// time; who reads one of ours has not.
const PATIENCE: i64 = 48 * 3600;

/// When to try again after `tries` tries, the last of them at `now`; nothing when that is of no use any more.
pub(super) fn next(now: i64, created_at: i64, ends_at: Option<i64>, tries: i64) -> Option<i64> {
    let doublings = u32::try_from(tries.max(1) - 1).unwrap_or(u32::MAX).min(6);
    let at = now.saturating_add((MINUTE << doublings).min(LONGEST));
    let end = ends_at.unwrap_or(i64::MAX).min(created_at.saturating_add(PATIENCE));
    (at < end).then_some(at)
}

/// What is due at this time.
pub(super) fn due(now: i64) -> Due {
    Due { now, horizon: now.saturating_add(LONGEST + DOUBT) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn waits_grow_to_an_hour_for_two_days() {
        let (mut now, mut tries, mut waits) = (0, 1, Vec::new());
        while let Some(at) = next(now, 0, None, tries) {
            waits.push((at - now) / MINUTE);
            (now, tries) = (at, tries + 1);
        }
        assert_eq!(waits[..8], [1, 2, 4, 8, 16, 32, 60, 60]);
        assert!(waits[8..].iter().all(|wait| *wait == 60));
        assert!((47 * 3600..48 * 3600).contains(&now));
    }

    #[test]
    fn a_code_is_not_tried_after_its_end() {
        assert_eq!(next(100, 0, Some(600), 1), Some(160));
        assert_eq!(next(550, 0, Some(600), 1), None);
    }

    proptest! {
        #[test]
        fn it_always_goes_on_or_ends(now in any::<i64>(), created in any::<i64>(), tries in any::<i64>()) {
            if let Some(at) = next(now, created, None, tries) {
                prop_assert!(at > now && at - now <= LONGEST);
            }
        }
    }
}
