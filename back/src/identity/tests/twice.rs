//! The same button twice: one effect, and a page that tells the truth.

use super::*;
use crate::store::testing::over_both_stores;

over_both_stores!(
    two_clicks_wait_for_the_one_mail,
    one_code_has_five_tries_however_many_wait_for_it,
    where_nothing_was_sent_nothing_is_claimed,
    another_address_is_proved_twice_with_one_answer,
);

async fn two_clicks_wait_for_the_one_mail(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    for used in [0, 1] {
        let door = public();
        let (one, two) = tokio::join!(
            world.identity.forgot(&door, "known", ""),
            world.identity.forgot(&door, "known", "")
        );
        let tokens = [one.unwrap(), two.unwrap()];
        for token in &tokens {
            let current = world.identity.current(&door, Some(token)).await.unwrap();
            assert_eq!((current.code_unsent, current.code_seconds, current.resend_seconds), (false, 600, 60));
        }
        // Whichever the browser shows; but once.
        let next = world.give(&tokens[used], &world.code()).await.unwrap();
        assert_eq!(next.next, Step::NewPassword(Reason::Forgotten));
        assert_eq!(code(world.give(&tokens[1 - used], &world.code()).await), Code::CodeOver);
        world.clock.advance(600);
    }
    assert_eq!(world.mails().await, ["recovery_code"; 2]);
    // The second click with the cookie of the first, whose entry it takes the place of.
    let one = world.identity.forgot(&public(), "known", "").await.unwrap();
    let left = SessionId::of_token(&one);
    let two = world.identity.forgot(&Door { left, ..public() }, "known", "").await.unwrap();
    assert_eq!(code(world.give(&one, &world.code()).await), Code::SignedOut);
    assert_eq!(world.give(&two, &world.code()).await.unwrap().next, Step::NewPassword(Reason::Forgotten));
    world.clock.advance(600);
    // Somebody in another network, or of another name, gets nothing of it.
    world.identity.forgot(&public(), "known", "").await.unwrap();
    let sent = world.code();
    let elsewhere = door(FrontKind::Public, "198.51.100.7");
    let other = world.identity.forgot(&elsewhere, "known", "").await.unwrap();
    assert_eq!(code(world.give(&other, &sent).await), Code::WrongCode);
}

async fn one_code_has_five_tries_however_many_wait_for_it(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let wrong = "2222-2222-2222";
    for login in ["known", "unknown"] {
        let forgot = async || world.identity.forgot(&public(), login, "").await.unwrap();
        let mut tokens = vec![forgot().await, forgot().await];
        for left in (1..5).rev() {
            // A click more brings no try more.
            tokens.push(forgot().await);
            let failure = world.give(&tokens[left % tokens.len()], wrong).await.unwrap_err();
            assert_eq!((failure.code, failure.tries_left), (Code::WrongCode, u32::try_from(left).unwrap()));
        }
        assert_eq!(code(world.give(&tokens[0], wrong).await), Code::CodeOver);
        for token in &tokens {
            assert_eq!(code(world.give(token, &world.code()).await), Code::CodeOver, "{login}");
        }
        world.clock.advance(60);

        // At once, from entries that begin meanwhile as well.
        let tokens = [forgot().await, forgot().await];
        let tries = (0..24).map(|number| {
            let (identity, token) = (world.identity.clone(), tokens[number % 2].clone());
            tokio::spawn(async move {
                if number % 4 == 3 {
                    let token = identity.forgot(&public(), login, "").await?;
                    return identity.give_code(&public(), Some(&token), wrong).await;
                }
                identity.give_code(&public(), Some(&token), wrong).await
            })
        });
        let mut left = Vec::new();
        for answer in futures_util::future::join_all(tries).await {
            let failure = answer.unwrap().unwrap_err();
            if failure.code == Code::WrongCode {
                left.push(failure.tries_left);
            } else {
                assert_eq!(failure.code, Code::CodeOver, "{login}");
            }
        }
        left.sort_unstable();
        assert_eq!(left, [1, 2, 3, 4], "{login}");
        world.clock.advance(3600);
    }
}

async fn where_nothing_was_sent_nothing_is_claimed(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let mut told = Vec::new();
    for login in ["known", "unknown"] {
        let first = world.identity.forgot(&public(), login, "").await.unwrap();
        // The entry with the code is gone: there is nothing to share.
        world.identity.leave(Some(&first)).await.unwrap();
        let second = world.identity.forgot(&public(), login, "").await.unwrap();
        let current = world.identity.current(&public(), Some(&second)).await.unwrap();
        assert!(current.code_unsent);
        told.push(format!("{current:?}"));
        world.clock.advance(60);
        world.identity.send_code(&public(), Some(&second)).await.unwrap();
        assert!(!world.identity.current(&public(), Some(&second)).await.unwrap().code_unsent);
    }
    assert_eq!(told[0], told[1], "the same for a name that nobody has");
}

async fn another_address_is_proved_twice_with_one_answer(place: Place) {
    let world = World::new(place).await;
    world.reachable("known").await;
    let (_, session) = world.session("known").await;
    let new = "elsewhere@example.net";
    world.identity.change_email(&session, &public(), secret(RIGHT), new).await.unwrap();
    let code_of_new = world.code();
    for _ in 0..2 {
        world.identity.confirm_email(&session, &public(), &code_of_new).await.unwrap();
    }
    assert_eq!(world.mails().await, ["email_changed"], "one effect");
    let known = world.identity.credentials(&session).await.unwrap();
    assert_eq!((known.email.as_deref(), known.pending), (Some(new), None));
    let wrong = world.identity.confirm_email(&session, &public(), "2222-2222-2222").await;
    assert_eq!(code(wrong), Code::CodeOver);
    world.clock.advance(60);
    let late = world.identity.confirm_email(&session, &public(), &code_of_new).await;
    assert_eq!(code(late), Code::CodeOver);
}
