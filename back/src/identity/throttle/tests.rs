use proptest::prelude::*;

use super::*;

const START: i64 = 1_000_000;

/// Fails as often as possible, as early as possible, `count` times; tells when.
fn fail(count: usize, limits: Limits) -> Vec<i64> {
    let mut now = START;
    let mut stored = Vec::new();
    let mut times = Vec::new();
    for _ in 0..count {
        let mut failures = Failures::at(now, limits, stored);
        now += failures.wait(now, limits);
        failures = Failures::at(now, limits, failures.to_store(limits).0.to_vec());
        assert_eq!(failures.wait(now, limits), 0);
        failures.add(now);
        times.push(now);
        stored = failures.to_store(limits).0.to_vec();
    }
    times
}

#[test]
fn five_are_free_then_the_waits_double_up_to_an_hour() {
    let times = fail(14, Limits::ACCOUNT);
    let waits: Vec<i64> = times.windows(2).map(|pair| (pair[1] - pair[0]) / 60).collect();
    assert_eq!(waits, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
}

#[test]
fn a_network_has_thirty_a_minute() {
    let times = fail(61, Limits::NETWORK);
    assert_eq!(times[29], START);
    assert_eq!(times[30], START + 60);
    assert_eq!(times[60], START + 120);
}

#[test]
fn the_right_owner_is_never_shut_out_for_good() {
    let times = fail(200, Limits::ACCOUNT);
    let failures = Failures::at(times[199], Limits::ACCOUNT, times);
    assert!(failures.wait(START, Limits::ACCOUNT) > 0);
    let later = START + 400 * DAY;
    assert_eq!(Failures::at(later, Limits::ACCOUNT, failures.times).wait(later, Limits::ACCOUNT), 0);
}

/// A step of somebody's day: real seconds that pass, a leap of the clock, whether a try is made.
fn steps() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let pass = prop_oneof![4 => 0..5_i64, 4 => 0..300_i64, 2 => 0..7200_i64];
    // A clock that leaps forward cannot be told from time: only backward leaps are promised for.
    let leap = prop_oneof![30 => Just(0_i64), 1 => -100_000..0_i64, 1 => -100..0_i64];
    prop::collection::vec((pass, leap), 1..2000)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn it_never_opens_early_and_never_too_often(steps in steps(), account in any::<bool>()) {
        let limits = if account { Limits::ACCOUNT } else { Limits::NETWORK };
        let (mut real, mut clock) = (START, START);
        let mut stored: Vec<i64> = Vec::new();
        // The real times of the failures that were let through.
        let mut through: Vec<i64> = Vec::new();
        for (pass, leap) in steps {
            real += pass;
            clock += pass + leap;
            let mut failures = Failures::at(clock, limits, stored.clone());
            let wait = failures.wait(clock, limits);
            prop_assert!(wait <= limits.window.max(limits.longest));
            if wait > 0 {
                // A refusal stores nothing.
                continue;
            }
            let within: Vec<i64> = through.iter().copied().filter(|time| real - time < limits.window).collect();
            prop_assert!(within.len() < limits.most, "{} within the window", within.len());
            if let Some(last) = within.last() {
                prop_assert!(real - last >= pause(within.len(), limits));
            }
            failures.add(clock);
            through.push(real);
            stored = failures.to_store(limits).0.to_vec();
        }
    }

    #[test]
    fn waiting_as_told_always_opens(times in prop::collection::vec(START - DAY..START + 2 * DAY, 0..40)) {
        let failures = Failures::at(START, Limits::ACCOUNT, times);
        let later = START + failures.wait(START, Limits::ACCOUNT);
        prop_assert!(later <= START + DAY);
        let failures = Failures::at(later, Limits::ACCOUNT, failures.times);
        prop_assert_eq!(failures.wait(later, Limits::ACCOUNT), 0);
    }

    #[test]
    fn what_is_taken_back_never_was(times in prop::collection::vec(START - DAY..=START, 0..24)) {
        let before = Failures::at(START, Limits::ACCOUNT, times);
        let mut after = before.clone();
        after.add(START);
        after.take_back();
        prop_assert_eq!(before, after);
    }
}
