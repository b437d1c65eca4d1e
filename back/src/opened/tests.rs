use vantail_shared::{clock::ManualClock, random::SystemRandom};

use super::*;
use crate::store::{
    account::making::{self, NewRow},
    testing::Place,
};

const START: i64 = 1_800_000_000;
const DAY: i64 = 24 * 3600;

/// A store with one account, and its number.
async fn world(place: &Place, clock: &ManualClock) -> (Opened, i64) {
    let store = place.open().await;
    let mut connection = store.writer().await.unwrap();
    let row = NewRow::active(Some(("tenant", "[\"1\"]")), None, "someone", "none");
    let account = making::insert(&mut connection, &row, START).await.unwrap().unwrap();
    connection.commit().await.unwrap();
    (Opened::start(store, Arc::new(clock.clone()), &SystemRandom).await.unwrap(), account)
}

/// Waits until the store itself has so many notes.
async fn written(opened: &Opened, account: i64, count: usize) {
    loop {
        let mut connection = opened.store.reader().await.unwrap();
        if opened::of(&mut connection, account).await.unwrap().len() == count {
            return;
        }
        drop(connection);
        tokio::task::yield_now().await;
    }
}

async fn notes_are_kept_for_a_while(place: Place) {
    let clock = ManualClock::at(START);
    let (opened, account) = world(&place, &clock).await;
    let (one, other) = (opened.fingerprint("own", &["1".into()]), opened.fingerprint("own", &["2".into()]));
    opened.note(account, one);
    opened.note(account, one);
    opened.note(account + 1, other);
    assert_eq!(opened.of(account).await.unwrap(), HashSet::from([one]), "at once");
    written(&opened, account, 1).await;

    let second = Opened::start(place.open().await, Arc::new(clock.clone()), &SystemRandom).await.unwrap();
    assert_eq!(second.of(account).await.unwrap(), HashSet::from([one]), "another back");
    assert_eq!(second.fingerprint("own", &["2".into()]), other, "the secret is the store's");

    assert_eq!(second.purge().await.unwrap(), 0);
    clock.advance(KEPT + 1);
    assert_eq!(second.purge().await.unwrap(), 1, "the account that is not there left no note");
    assert_eq!(second.of(account).await.unwrap(), HashSet::new());
}

#[tokio::test]
async fn notes_are_kept_for_a_while_in_sqlite() {
    notes_are_kept_for_a_while(Place::sqlite()).await;
}

#[tokio::test]
async fn notes_are_kept_for_a_while_in_postgres() {
    notes_are_kept_for_a_while(Place::postgres()).await;
}

#[tokio::test]
async fn only_the_last_weeks_are_new() {
    let clock = ManualClock::at(START);
    let (opened, _) = world(&Place::sqlite(), &clock).await;
    let day = |ago: i64| {
        let moment = OffsetDateTime::from_unix_timestamp(START - ago * DAY).unwrap();
        moment.date().to_string()
    };
    assert!(opened.is_recent(&day(0)) && opened.is_recent(&day(NEW_DAYS)));
    assert!(opened.is_recent(&format!("{} 08:00:00", day(3))));
    assert!(!opened.is_recent(&day(NEW_DAYS + 1)));
    for odd in ["", "soon", "0000-00-00", "é"] {
        assert!(!opened.is_recent(odd), "{odd}");
    }
}

#[tokio::test]
async fn keys_that_only_look_alike_are_told_apart() {
    let (opened, _) = world(&Place::sqlite(), &ManualClock::at(START)).await;
    let of = |set: &str, key: &[&str]| {
        opened.fingerprint(set, &key.iter().map(|&part| part.to_owned()).collect::<Vec<_>>())
    };
    assert_ne!(of("a", &["bc"]), of("ab", &["c"]));
    assert_ne!(of("a", &["b", "c"]), of("a", &["bc"]));
}
