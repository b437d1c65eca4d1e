//! Sessions, as the account page lists and ends them, and another password.

use vantail_tests::organisation::ELEONORE;

use super::{MAIN, PASSWORD_CHANGED, VIEWS, is_sound, pair, said, signed_in};

const NEW: &str = "brume-cobalt-verger-417";

#[tokio::test(flavor = "multi_thread")]
async fn other_sessions_are_seen_and_ended() {
    for view in VIEWS {
        let pair = pair().await;
        let mut others = [pair.signed_in(ELEONORE).await, pair.signed_in(ELEONORE).await];
        let browser = signed_in(&pair, view, ELEONORE).await;
        browser.visit("/account").await;
        browser.tells(said(view, "Fermer les 2 autres sessions", "End the 2 other sessions")).await;
        is_sound(&browser).await;
        browser.press(".sessions + form button").await;
        browser.tells(said(view, "la session est fermée", "the session has ended")).await;
        for other in &mut others {
            assert_eq!(other.get("/").await.header("location"), "/login?ended");
        }
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_password_ends_the_other_sessions_and_is_told_by_mail() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let mut other = pair.signed_in(ELEONORE).await;
        let browser = signed_in(&pair, view, ELEONORE).await;
        browser.visit("/account/password").await;
        is_sound(&browser).await;
        browser.fill("current", ELEONORE.password).await;
        browser.fill("password", NEW).await;
        browser.fill("confirm", "another").await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Les deux saisies sont différentes", "The two are not the same")).await;
        browser.fill("current", ELEONORE.password).await;
        browser.fill("password", NEW).await;
        browser.fill("confirm", NEW).await;
        browser.press(MAIN).await;
        browser.tells(said(view, "votre mot de passe est changé", "your password is changed")).await;
        browser.visit("/account/password").await;
        browser.arrives("/account/password").await;
        assert_eq!(other.get("/").await.header("location"), "/login?ended");
        mails.take("eleonore@exemple.test", PASSWORD_CHANGED).await;
        browser.close().await;
    }
}
