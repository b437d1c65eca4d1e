//! Browsers that are known: strangers cannot keep the owner out, and the owner learns of strangers.

use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    strangers_cannot_keep_the_owner_out,
    a_known_browser_has_tries_of_its_own_only,
    a_sign_in_in_an_unknown_browser_is_told,
    a_browser_is_known_of_each_name_by_itself,
);

/// The door of a browser that holds this cookie.
fn with(cookie: &str) -> Door {
    Door { browser: Browser::read(cookie), ..public() }
}

/// Signs in for the first time in a browser; tells its cookie.
async fn owner(world: &World, login: &str) -> Zeroizing<String> {
    world.sign_in(login, RIGHT).await.unwrap().browser.unwrap()
}

async fn strangers_cannot_keep_the_owner_out(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let cookie = owner(&world, "known").await;
    for _ in 0..30 {
        let refused = code(world.sign_in("known", WRONG).await);
        assert!(matches!(refused, Code::WrongCredentials | Code::Throttled));
        world.clock.advance(30);
    }
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled, "a stranger waits");
    let opened = world.identity.sign_in(&with(&cookie), "known", secret(RIGHT), "").await.unwrap();
    assert_eq!((opened.next, opened.browser.is_none()), (Step::Done, true));
    // The mails that strangers asked for leave the owner's own allowance alone.
    for number in 0..6 {
        let elsewhere = door(FrontKind::Public, &format!("198.51.100.{number}"));
        world.identity.forgot(&elsewhere, "known", "").await.unwrap();
        world.clock.advance(60);
    }
    let token = world.identity.forgot(&with(&cookie), "known", "").await.unwrap();
    let next = world.identity.give_code(&with(&cookie), Some(&token), &world.code()).await.unwrap();
    assert_eq!(next.next, Step::NewPassword(Reason::Forgotten));
}

async fn a_known_browser_has_tries_of_its_own_only(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let cookie = owner(&world, "known").await;
    for _ in 0..5 {
        let wrong = world.identity.sign_in(&with(&cookie), "known", secret(WRONG), "").await;
        assert_eq!(code(wrong), Code::WrongCredentials);
    }
    let waits = world.identity.sign_in(&with(&cookie), "known", secret(RIGHT), "").await.unwrap_err();
    assert_eq!((waits.code, waits.retry_after), (Code::Throttled, 60));
    // A cookie that somebody made up is a stranger's.
    let made_up = Browser::fresh(&SystemRandom).cookie();
    for _ in 0..5 {
        let wrong = world.identity.sign_in(&with(&made_up), "known", secret(WRONG), "").await;
        assert_eq!(code(wrong), Code::WrongCredentials);
    }
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled);
}

async fn a_sign_in_in_an_unknown_browser_is_told(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let cookie = owner(&world, "known").await;
    assert_eq!(world.mails().await, Vec::<String>::new(), "the first of all");
    world.identity.sign_in(&with(&cookie), "known", secret(RIGHT), "").await.unwrap();
    assert_eq!(world.mails().await, Vec::<String>::new(), "the same browser");
    world.sign_in("known", RIGHT).await.unwrap();
    assert_eq!(world.mails().await, ["new_device"]);
    world.clock.advance(366 * DAY);
    while world.identity.purge().await.unwrap() > 0 {}
    world.identity.sign_in(&with(&cookie), "known", secret(RIGHT), "").await.unwrap();
    assert_eq!(world.mails().await, ["new_device", "new_device"], "not seen for a year");
}

async fn a_browser_is_known_of_each_name_by_itself(place: Place) {
    let world = World::new(place).await;
    world.reachable("one").await;
    world.reachable("two").await;
    let cookie = owner(&world, "one").await;
    world.sign_in("two", RIGHT).await.unwrap();
    let opened = world.identity.sign_in(&with(&cookie), "two", secret(RIGHT), "").await.unwrap();
    assert!(opened.browser.is_none(), "the cookie serves both");
    assert_eq!(world.mails().await, ["new_device"], "of two");
    world.identity.sign_in(&with(&cookie), "two", secret(RIGHT), "").await.unwrap();
    world.identity.sign_in(&with(&cookie), "one", secret(RIGHT), "").await.unwrap();
    assert_eq!(world.mails().await.len(), 1);
    // Of eleven browsers the one that was not seen for longest is a stranger again.
    for _ in 0..10 {
        world.clock.advance(1);
        world.sign_in("one", RIGHT).await.unwrap();
    }
    let before = world.mails().await.len();
    world.identity.sign_in(&with(&cookie), "one", secret(RIGHT), "").await.unwrap();
    assert_eq!(world.mails().await.len(), before + 1);
}
