use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    after_five_failures_even_the_right_password_waits,
    a_success_forgets_the_failures,
    guesses_at_once_all_count,
    two_backs_count_together,
    a_network_is_slowed_down,
    neighbours_that_guess_keep_nobody_from_their_own_account,
    a_clock_that_goes_back_opens_nothing_early,
    a_wait_that_is_told_after_the_clock_went_back_ends_as_told,
    failures_are_forgotten_when_they_no_longer_count,
);

async fn fail(world: &World, login: &str, times: usize) {
    for _ in 0..times {
        assert_eq!(code(world.sign_in(login, WRONG).await), Code::WrongCredentials);
    }
}

async fn after_five_failures_even_the_right_password_waits(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    for login in ["known", "unknown"] {
        fail(&world, login, 5).await;
        let before = world.passwords.hashes();
        for password in [WRONG, RIGHT] {
            let failure = world.sign_in(login, password).await.unwrap_err();
            assert_eq!((failure.code, failure.retry_after), (Code::Throttled, 60));
        }
        assert_eq!(world.passwords.hashes(), before, "a wait costs no hash");
    }
    world.clock.advance(59);
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled);
    world.clock.advance(1);
    fail(&world, "known", 1).await;
    assert_eq!(world.sign_in("known", RIGHT).await.unwrap_err().retry_after, 120);
    world.clock.advance(120);
    world.sign_in("known", RIGHT).await.unwrap();
}

async fn a_success_forgets_the_failures(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    for _ in 0..4 {
        fail(&world, "known", 4).await;
        world.sign_in("known", RIGHT).await.unwrap();
        world.clock.advance(60);
    }
}

async fn guesses_at_once_all_count(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let guesses = (0..20).map(|number| {
        let identity = world.identity.clone();
        let door = door(FrontKind::Public, &format!("198.51.100.{number}"));
        tokio::spawn(async move { identity.sign_in(&door, "known", secret(WRONG), "").await })
    });
    let mut wrong = 0;
    for answer in futures_util::future::join_all(guesses).await {
        match code(answer.unwrap()) {
            Code::WrongCredentials => wrong += 1,
            other => assert_eq!(other, Code::Throttled),
        }
    }
    assert_eq!(wrong, 5, "five guesses are free, however many are made at once");
}

async fn two_backs_count_together(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let second = world.second().await;
    fail(&world, "known", 3).await;
    for _ in 0..2 {
        assert_eq!(code(second.sign_in(&public(), "known", secret(WRONG), "").await), Code::WrongCredentials);
    }
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled);
    assert_eq!(code(second.sign_in(&public(), "known", secret(RIGHT), "").await), Code::Throttled);
}

async fn a_network_is_slowed_down(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    for number in 0..30 {
        fail(&world, &format!("name{number}"), 1).await;
    }
    let failure = world.sign_in("known", RIGHT).await.unwrap_err();
    assert_eq!((failure.code, failure.retry_after), (Code::Throttled, 60));
    let elsewhere = door(FrontKind::Public, "192.0.2.2");
    world.identity.sign_in(&elsewhere, "known", secret(RIGHT), "").await.unwrap();
    world.clock.advance(60);
    // Successes cost a network nothing.
    for _ in 0..35 {
        world.sign_in("known", RIGHT).await.unwrap();
    }
}

async fn neighbours_that_guess_keep_nobody_from_their_own_account(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    let (_, session) = world.session("known").await;
    for number in 0..30 {
        fail(&world, &format!("name{number}"), 1).await;
    }
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled, "from the same network");
    world.identity.confirm(&session, secret(RIGHT), public().client).await.unwrap();
}

async fn a_clock_that_goes_back_opens_nothing_early(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    fail(&world, "known", 5).await;
    for _ in 0..3 {
        world.clock.advance(-10_000);
        let failure = world.sign_in("known", RIGHT).await.unwrap_err();
        assert_eq!((failure.code, failure.retry_after), (Code::Throttled, 60));
    }
    // The clock is right again: the wait ended long ago.
    world.clock.advance(30_060);
    world.sign_in("known", RIGHT).await.unwrap();
}

async fn a_wait_that_is_told_after_the_clock_went_back_ends_as_told(place: Place) {
    let world = World::new(place).await;
    world.tenant("known").await;
    fail(&world, "known", 5).await;
    world.clock.advance(-3600);
    let failure = world.sign_in("known", RIGHT).await.unwrap_err();
    assert_eq!((failure.code, failure.retry_after), (Code::Throttled, 60));
    world.clock.advance(59);
    assert_eq!(world.sign_in("known", RIGHT).await.unwrap_err().retry_after, 1);
    world.clock.advance(1);
    world.sign_in("known", RIGHT).await.unwrap();
}

async fn failures_are_forgotten_when_they_no_longer_count(place: Place) {
    let world = World::new(place).await;
    fail(&world, "somebody@example.org", 1).await;
    assert!(world.identity.purge().await.unwrap() == 0);
    world.clock.advance(61);
    assert_eq!(world.identity.purge().await.unwrap(), 1, "the network's");
    world.clock.advance(24 * 3600);
    assert_eq!(world.identity.purge().await.unwrap(), 1, "the name's");
}

#[tokio::test]
async fn the_store_learns_no_name_and_no_address_from_those_who_fail() {
    let world = World::new(Place::sqlite()).await;
    fail(&world, "jacqueline.dupont", 3).await;
    let store = world.place.url.strip_prefix("sqlite:").unwrap();
    let mut rows = 0;
    for file in [store.to_owned(), format!("{store}-wal")] {
        let bytes = std::fs::read(file).unwrap();
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        for clear in [b"jacqueline".as_slice(), b"dupont", b"192.0.2", &[192, 0, 2, 1]] {
            assert!(!holds(clear), "{}", String::from_utf8_lossy(clear));
        }
        rows += usize::from(holds(b"throttle"));
    }
    assert!(rows > 0, "the failures are in what was looked at");
}
