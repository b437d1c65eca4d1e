//! What counts tries and what holds accounts is locked in one order.

use super::*;
use crate::{identity::factors::TotpKey, store::testing::over_both_stores};

over_both_stores!(
    sign_ins_and_second_factors_at_once_all_end,
    whoever_has_the_password_cannot_make_the_owners_browser_wait,
    a_form_that_was_sent_twice_is_not_a_wrong_code,
    what_a_session_that_ended_tries_is_none,
);

const KEY: &str = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";

/// An account with an app and its recovery codes.
async fn guarded(world: &World) -> (i64, Vec<Zeroizing<String>>) {
    let account = world.reachable("known").await;
    let (_, session) = world.session("known").await;
    let begun = world.identity.begin_totp(&session, secret(RIGHT), None).await.unwrap();
    let first = TotpKey::from_text(&begun.secret).unwrap().code_at(world.clock.now());
    (account, world.identity.end_totp(&session, &first, &public()).await.unwrap())
}

async fn sign_ins_and_second_factors_at_once_all_end(place: Place) {
    let world = World::new(place).await;
    let (_, codes) = guarded(&world).await;
    for recovery in codes.into_iter().take(6) {
        let entry = world.sign_in("known", RIGHT).await.unwrap().token;
        let identity = world.identity.clone();
        let given = tokio::spawn(async move {
            identity.give_code(&public(), Some(&entry), &recovery).await.map(|opened| opened.next)
        });
        let others = (0..3).map(|_| {
            let identity = world.identity.clone();
            tokio::spawn(async move { identity.sign_in(&public(), "known", secret(RIGHT), "").await })
        });
        for opened in futures_util::future::join_all(others).await {
            assert_eq!(opened.unwrap().unwrap().next, Step::SecondFactor);
        }
        assert_eq!(given.await.unwrap().unwrap(), Step::Done);
    }
}

async fn whoever_has_the_password_cannot_make_the_owners_browser_wait(place: Place) {
    let world = World::new(place).await;
    let account = world.reachable("known").await;
    let cookie = world.sign_in("known", RIGHT).await.unwrap().browser.unwrap();
    let own = Door { browser: Browser::read(&cookie), ..public() };
    world.identity.import_totp(account, KEY).await.unwrap();
    let stranger = world.sign_in("known", RIGHT).await.unwrap().token;
    for _ in 0..5 {
        assert_eq!(code(world.give(&stranger, "000000").await), Code::WrongCode);
    }
    let app = TotpKey::from_text(KEY).unwrap().code_at(world.clock.now());
    assert_eq!(code(world.give(&stranger, &app).await), Code::Throttled);
    let entry = world.identity.sign_in(&own, "known", secret(RIGHT), "").await.unwrap().token;
    let done = world.identity.give_code(&own, Some(&entry), &app).await.unwrap();
    assert_eq!(done.next, Step::Done);
}

async fn a_form_that_was_sent_twice_is_not_a_wrong_code(place: Place) {
    let world = World::new(place).await;
    let (_, codes) = guarded(&world).await;
    for recovery in codes.iter().take(3) {
        let entry = world.sign_in("known", RIGHT).await.unwrap().token;
        let (one, two) = tokio::join!(world.give(&entry, recovery), world.give(&entry, recovery));
        assert_eq!((one.unwrap().next, two.unwrap().next), (Step::Done, Step::Done));
    }
    // None of them was charged: five failures are still free.
    let entry = world.sign_in("known", RIGHT).await.unwrap().token;
    for _ in 0..5 {
        assert_eq!(code(world.give(&entry, "000000").await), Code::WrongCode);
    }
    assert_eq!(code(world.give(&entry, "000000").await), Code::Throttled);
}

async fn what_a_session_that_ended_tries_is_none(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (_, ended) = world.session("known").await;
    let (_, session) = world.session("known").await;
    world.identity.begin_totp(&ended, secret(RIGHT), None).await.unwrap();
    world.identity.end_other_sessions(&session).await.unwrap();
    for _ in 0..6 {
        assert_eq!(code(world.identity.end_totp(&ended, "000000", &public()).await), Code::SignedOut);
    }
    world.identity.confirm(&session, secret(RIGHT), None).await.unwrap();
}
