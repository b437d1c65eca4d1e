//! One page is one question to the database: whatever it shows, the back waits for one answer.

use vantail_shared::call::Language;
use vantail_tests::{
    portal::{Portal, Visit, menu},
    real::{EVERGREEN, KOHA, PAGILA, RealSet},
    round_trips::RoundTrips,
};

/// The fewest round trips of several tries: the back also looks once a second whether the database is there, and asks
/// for something twice when it has never asked a connection for it before.
async fn fewest(trips: &RoundTrips, ask: impl AsyncFn()) -> u64 {
    let mut fewest = u64::MAX;
    for _ in 0..12 {
        let before = trips.count();
        ask().await;
        fewest = fewest.min(trips.count() - before);
        if fewest == 1 {
            break;
        }
    }
    fewest
}

async fn one_for_each_page(set: &RealSet, kind: &str, key: &str) {
    let socket = set.socket().await;
    let trips = RoundTrips::before(&socket);
    let plain = set.reader().await;
    let counted = plain.replace(socket.parent().unwrap().to_str().unwrap(), trips.folder().to_str().unwrap());
    assert_ne!(counted, plain);
    let portal = Portal::open(&counted, &set.map()).await;
    let visit: Visit<'_> = portal.sign_in(kind, key).await;
    assert_eq!(
        fewest(&trips, async || drop(visit.home(Language::Fr).await)).await,
        1,
        "home of {}",
        set.name
    );
    let home = visit.home(Language::Fr).await;
    for page in menu(home.frame.as_ref().unwrap()) {
        let asked = fewest(&trips, async || drop(visit.page(Language::Fr, page).await)).await;
        assert_eq!(asked, 1, "{page} of {}", set.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_is_one_round_trip_to_postgresql() {
    one_for_each_page(&PAGILA, "customer", "182").await;
    one_for_each_page(&EVERGREEN, "patron", "28").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_page_is_one_round_trip_to_mariadb() {
    one_for_each_page(&KOHA, "patron", "51").await;
}
