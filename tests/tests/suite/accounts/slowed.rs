//! Guessing is slowed down: whoever guesses is told for how long, and the owner comes in all the same.

use vantail_tests::{organisation::ELEONORE, organisation::QUENTIN};

use super::{MAIN, VIEWS, is_sound, leave, open, pair, said, signed_in};

#[tokio::test(flavor = "multi_thread")]
async fn strangers_are_told_to_wait_and_the_owners_browser_is_not() {
    for view in VIEWS {
        let pair = pair().await;
        let owner = signed_in(&pair, view, ELEONORE).await;
        leave(&owner).await;
        let stranger = open(&pair, view).await;
        let wrong = said(view, "n’est pas le bon", "is not right");
        let wait = said(
            view,
            "Trop d’essais de suite. Réessayez dans 60 secondes.",
            "Too many attempts in a row. Try again in 60 seconds.",
        );
        for number in 0..6 {
            stranger.sign_in(ELEONORE.login, &format!("une idée {number}")).await;
            stranger.tells(if number < 5 { wrong } else { wait }).await;
        }
        is_sound(&stranger).await;
        // Found meanwhile, the right one helps as little.
        stranger.sign_in(ELEONORE.login, ELEONORE.password).await;
        stranger.tells(said(view, "Trop d’essais", "Too many attempts")).await;

        owner.sign_in(ELEONORE.login, ELEONORE.password).await;
        owner.arrives("/").await;
        // Others are not concerned, and the wait ends as told.
        assert_eq!(pair.visitor().sign_in(QUENTIN.login, QUENTIN.password).await.status, 303);
        pair.clock.advance(61);
        stranger.fill("password", ELEONORE.password).await;
        stranger.press(MAIN).await;
        stranger.arrives("/").await;
        owner.close().await;
        stranger.close().await;
    }
}
