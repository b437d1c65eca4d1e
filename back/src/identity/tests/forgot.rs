//! The way back in, and that it tells nobody anything.

use std::fmt::Write as _;

use tokio::time::Instant;

use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    a_forgotten_password_is_replaced_by_mail,
    whoever_cannot_be_told_behaves_the_same,
    a_reset_ends_the_wait,
    nobody_is_flooded_with_mails,
    without_mails_nothing_is_promised,
);

async fn a_forgotten_password_is_replaced_by_mail(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (before, _) = world.session("known").await;
    let token = world.identity.forgot(&public(), " KNOWN ", "Safari").await.unwrap();
    assert_eq!(world.mails().await, ["recovery_code"]);
    let next = world.give(&token, &world.code()).await.unwrap();
    assert_eq!(next.next, Step::NewPassword(Reason::Forgotten));
    assert!(world.is_open(&before).await, "nothing has changed yet");
    let done = world.choose(&token, OTHER).await.unwrap();
    assert_eq!(done.next, Step::Done);
    assert!(!world.is_open(&before).await, "all other sessions ended");
    assert!(world.is_open(&done.token).await);
    assert_eq!(world.mails().await, ["recovery_code", "password_changed"]);
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::WrongCredentials);
    assert_eq!(world.sign_in("known", OTHER).await.unwrap().next, Step::Done);
}

async fn whoever_cannot_be_told_behaves_the_same(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    world.reachable("disabled").await;
    world.identity.disable_account("disabled").await.unwrap();
    let scrambled = world.reachable("scrambled").await;
    testing::scramble(&world.identity.store, scrambled).await.unwrap();
    world.invited("invited").await;
    world.tenant("unreachable").await;
    world.identity.create_staff_account("Ana Diaz", "ana", secret(RIGHT)).await.unwrap();
    let long = "x".repeat(300);
    let names =
        ["known", "unknown", "disabled", "scrambled", "invited", "unreachable", "ana", &long, "a\0b", ""];
    let mut answers = Vec::new();
    for login in names {
        let began = Instant::now();
        let token = world.identity.forgot(&public(), login, "").await.unwrap();
        assert!(
            began.elapsed() >= Duration::from_millis(250),
            "answers leave at multiples of a quarter of a second"
        );
        let mut answer = format!("{:?}", world.identity.current(&public(), Some(&token)).await.unwrap());
        for _ in 0..6 {
            let failure = world.give(&token, "2222-2222-2222").await.unwrap_err();
            write!(answer, " {:?} {}", failure.code, failure.tries_left).unwrap();
        }
        write!(answer, " {:?}", code(world.choose(&token, OTHER).await)).unwrap();
        let failure = world.identity.send_code(&public(), Some(&token)).await.unwrap_err();
        write!(answer, " {:?} {}", failure.code, failure.retry_after).unwrap();
        answers.push(answer);
    }
    for answer in &answers {
        assert_eq!(*answer, answers[0]);
    }
    assert_eq!(world.mails().await, ["recovery_code"], "to the only one who can be told");
    // A code that was drawn for nobody opens nothing.
    world.clock.advance(3600);
    let token = world.identity.forgot(&public(), "unknown", "").await.unwrap();
    assert_eq!(code(world.give(&token, &world.code()).await), Code::WrongCode);
}

async fn a_reset_ends_the_wait(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    for _ in 0..5 {
        assert_eq!(code(world.sign_in("known", WRONG).await), Code::WrongCredentials);
    }
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled);
    let token = world.identity.forgot(&public(), "known", "").await.unwrap();
    world.give(&token, &world.code()).await.unwrap();
    assert_eq!(code(world.sign_in("known", RIGHT).await), Code::Throttled, "not yet");
    world.choose(&token, OTHER).await.unwrap();
    assert_eq!(world.sign_in("known", OTHER).await.unwrap().next, Step::Done);
}

async fn nobody_is_flooded_with_mails(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    for number in 0..20 {
        let elsewhere = door(FrontKind::Public, &format!("198.51.100.{number}"));
        world.identity.forgot(&elsewhere, "known", "").await.unwrap();
        world.clock.advance(20);
    }
    assert_eq!(world.mails().await.len(), 5, "one a minute, five an hour");
    let mut refused = 0;
    for _ in 0..31 {
        refused += usize::from(code(world.identity.forgot(&public(), "known", "").await) == Code::Throttled);
    }
    assert_eq!(refused, 1, "thirty a minute from one network");
}

async fn without_mails_nothing_is_promised(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (store, clock) = (world.place.open().await, Arc::new(world.clock.clone()));
    let mute = Identity::new(store, world.passwords.clone(), Rules::default(), clock, world.tape.clone())
        .await
        .unwrap();
    assert!(world.identity.sends_mail() && !mute.sends_mail());
    let token = mute.forgot(&public(), "known", "").await.unwrap();
    assert_eq!(code(mute.give_code(&public(), Some(&token), &world.code()).await), Code::Unspecified);
    assert_eq!(world.mails().await, Vec::<String>::new());
}
