use proptest::prelude::*;
use vantail_shared::{clock::ManualClock, random::SystemRandom};

use super::*;

const LIFETIME: i64 = 3600;

fn handles(clock: &ManualClock) -> Handles {
    Handles::new(&[7; 32], LIFETIME, Arc::new(clock.clone()), Arc::new(SystemRandom))
}

fn session(seed: u8) -> SessionId {
    SessionId::for_tests(seed)
}

proptest! {
    #[test]
    fn a_handle_opens_where_it_was_made(row in prop::collection::vec(".{0,40}", 0..6)) {
        let handles = handles(&ManualClock::at(1000));
        let handle = handles.seal(&session(1), Action::Document, &row).unwrap();
        prop_assert_eq!(handles.open(&session(1), Action::Document, &handle), Some(row));
    }

    #[test]
    fn it_opens_nowhere_else(row in prop::collection::vec(".{0,40}", 0..6), other in 2u8..) {
        let clock = ManualClock::at(1000);
        let handles = handles(&clock);
        let handle = handles.seal(&session(1), Action::Document, &row).unwrap();
        prop_assert_eq!(handles.open(&session(other), Action::Document, &handle), None);
        prop_assert_eq!(handles.open(&session(1), Action::Part, &handle), None);
        prop_assert_eq!(handles.open(&session(1), Action::EndSession, &handle), None);
        let elsewhere = Handles::new(&[8; 32], LIFETIME, Arc::new(clock.clone()), Arc::new(SystemRandom));
        prop_assert_eq!(elsewhere.open(&session(1), Action::Document, &handle), None);
        clock.advance(LIFETIME);
        prop_assert_eq!(handles.open(&session(1), Action::Document, &handle), None);
    }

    #[test]
    fn one_bit_changed_closes_it(row in prop::collection::vec(".{0,20}", 0..4), at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let handles = handles(&ManualClock::at(1000));
        let handle = handles.seal(&session(1), Action::Part, &row).unwrap();
        let mut bytes = BASE64URL_NOPAD.decode(handle.as_bytes()).unwrap();
        let index = at.index(bytes.len());
        bytes[index] ^= 1 << bit;
        let changed = BASE64URL_NOPAD.encode(&bytes);
        prop_assert_eq!(handles.open(&session(1), Action::Part, &changed), None);
    }

    #[test]
    fn anything_else_is_no_handle(text in ".{0,300}") {
        let handles = handles(&ManualClock::at(1000));
        prop_assert_eq!(handles.open(&session(1), Action::Document, &text), None);
    }
}

#[test]
fn two_handles_for_one_row_differ() {
    let handles = handles(&ManualClock::at(1000));
    let row = ["12".to_owned()];
    let make = || handles.seal(&session(1), Action::Document, &row).unwrap();
    assert_ne!(make(), make());
}
