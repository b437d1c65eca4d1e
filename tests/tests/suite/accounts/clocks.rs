//! A clock that leaps an hour while people sign in: nobody is let in for it, nobody kept out for good, all are told.

use vantail_tests::organisation::{ELEONORE, QUENTIN};

use super::{MAIN, VIEWS, is_sound, open, pair, said, signed_in};

const HERS: &str = "eleonore@exemple.test";
const HOUR: i64 = 3600;

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_forward_ends_what_was_under_way_and_says_so() {
    for view in VIEWS {
        let pair = pair().await;
        let inside = signed_in(&pair, view, QUENTIN).await;
        let browser = open(&pair, view).await;
        browser.visit("/forgot").await;
        browser.fill("login", ELEONORE.login).await;
        browser.press(MAIN).await;
        browser.arrives("/login/code").await;
        let code = pair.world.mails().code(HERS, "/forgot").await;
        pair.clock.advance(HOUR);
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser
            .tells(said(view, "Cette connexion n’a pas été terminée à temps", "was not finished in time"))
            .await;
        is_sound(&browser).await;
        inside.visit("/").await;
        inside.tells(said(view, "Votre session est terminée", "Your session has ended")).await;
        is_sound(&inside).await;
        browser.close().await;
        inside.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_hour_back_keeps_sessions_doubts_codes_and_lengthens_no_wait() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let inside = signed_in(&pair, view, QUENTIN).await;
        let mut stranger = pair.visitor();
        for _ in 0..5 {
            assert_eq!(stranger.sign_in(QUENTIN.login, "une idée").await.status, 401);
        }
        let browser = open(&pair, view).await;
        browser.visit("/forgot").await;
        browser.fill("login", ELEONORE.login).await;
        browser.press(MAIN).await;
        browser.arrives("/login/code").await;
        let code = mails.code(HERS, "/forgot").await;
        pair.clock.advance(-HOUR);
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Ce code n’est plus valable", "This code no longer works")).await;
        is_sound(&browser).await;
        browser.press("form[action^='/login/code/send'] button").await;
        browser
            .tells(said(
                view,
                "Trop d’essais de suite. Réessayez dans 60 secondes",
                "Too many attempts in a row. Try again in 60 seconds",
            ))
            .await;
        pair.clock.advance(61);
        browser.press("form[action^='/login/code/send'] button").await;
        browser.tells(said(view, "Un autre code est parti", "Another code is on its way")).await;
        browser.fill("code", &mails.code(HERS, "/forgot").await).await;
        browser.press(MAIN).await;
        browser.arrives("/login/new-password").await;

        inside.visit("/p/statement").await;
        inside.arrives("/p/statement").await;
        // The wait begins anew with the clock, is no longer than it was, and ends.
        pair.clock.advance(-HOUR);
        let refused = stranger.sign_in(QUENTIN.login, QUENTIN.password).await;
        assert_eq!(refused.status, 429);
        assert!(refused.header("retry-after").parse::<i64>().unwrap() <= 60);
        pair.clock.advance(61);
        assert_eq!(stranger.sign_in(QUENTIN.login, QUENTIN.password).await.status, 303);
        browser.close().await;
        inside.close().await;
    }
}
