//! The slow-down of guessing, as a machine without a clock or a store of its own.
//!
//! Its whole state is the times of the failures that still count. Everything else follows from them, so nothing can
//! contradict anything. After CNIL 2022-100 (a wait of a minute or more after five failures, at most 25 a day).

/// One day, in seconds.
const DAY: i64 = 24 * 3600;
const HOUR: i64 = 3600;
const MINUTE: i64 = 60;

/// How many failures there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// Failures within `window` after which every other one costs a wait.
    free: usize,
    /// Failures that are possible at all within `window`.
    most: usize,
    /// How long a failure counts, in seconds.
    window: i64,
    /// Longest wait between two tries, in seconds.
    longest: i64,
}

impl Limits {
    /// One sign-in name: 5 free failures, then waits of 1, 2, 4 … 60 minutes, at most 25 failures in any 24 hours.
    pub(super) const ACCOUNT: Self = Self { free: 5, most: 25, window: DAY, longest: HOUR };
    /// One network: 30 failures in any minute, without waits before.
    pub(super) const NETWORK: Self = Self { free: usize::MAX, most: 30, window: MINUTE, longest: MINUTE };
    /// Codes by mail for one sign-in name from one browser or network: one a minute, five an hour.
    pub(super) const MAIL: Self = Self { free: 1, most: 5, window: HOUR, longest: MINUTE };
    /// Codes by mail for one sign-in name from all networks: twenty an hour.
    pub(super) const ALL_MAIL: Self = Self { free: usize::MAX, most: 20, window: HOUR, longest: HOUR };
    /// What needs no name, such as setting out for a provider, from one network: 120 in any minute.
    pub(super) const BEGINNING: Self = Self { free: usize::MAX, most: 120, window: MINUTE, longest: MINUTE };
}

/// The failures that still count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failures {
    /// Oldest first.
    times: Vec<i64>,
    /// Some were later than now.
    went_back: bool,
}

impl Failures {
    /// Takes the failures as they were stored and drops those that no longer count.
    ///
    /// A time later than now means that the clock went back. It is taken as now: the wait begins anew, so that it never
    /// ends early, and ends for certain, so that nobody is shut out for good.
    pub(super) fn at(now: i64, limits: Limits, mut stored: Vec<i64>) -> Self {
        let went_back = stored.iter().any(|time| *time > now);
        for time in &mut stored {
            *time = (*time).min(now);
        }
        stored.retain(|time| now.saturating_sub(*time) < limits.window);
        stored.sort_unstable();
        Self { times: stored, went_back }
    }

    /// Whether the clock went back.
    pub(super) fn clock_went_back(&self) -> bool {
        self.went_back
    }

    /// Seconds until the next try; 0 when it may be made at once.
    pub(super) fn wait(&self, now: i64, limits: Limits) -> i64 {
        let Some(last) = self.times.last() else { return 0 };
        let pause = pause(self.times.len(), limits);
        let mut opens = last.saturating_add(pause);
        if let Some(excess) = self.times.len().checked_sub(limits.most) {
            // As many must cease to count as leave room for one more.
            opens = opens.max(self.times[excess].saturating_add(limits.window));
        }
        opens.saturating_sub(now).max(0)
    }

    /// Notes a failure.
    pub(super) fn add(&mut self, now: i64) {
        self.times.push(now);
    }

    /// Takes back a failure that was none.
    pub(super) fn take_back(&mut self) {
        self.times.pop();
    }

    /// The times to store, and when none of them counts any more.
    pub(super) fn to_store(&self, limits: Limits) -> (&[i64], i64) {
        (&self.times, self.times.last().map_or(0, |last| last.saturating_add(limits.window)))
    }
}

/// The wait after the last of `count` failures, in seconds.
fn pause(count: usize, limits: Limits) -> i64 {
    let Some(beyond) = count.checked_sub(limits.free) else { return 0 };
    let doubled = u32::try_from(beyond.min(16)).ok().and_then(|beyond| MINUTE.checked_shl(beyond));
    doubled.unwrap_or(limits.longest).min(limits.longest)
}

#[cfg(test)]
mod tests;
