//! Sessions, as the account page lists and ends them.

use vantail_tests::organisation::ELEONORE;

use super::{VIEWS, is_sound, pair, said, signed_in};

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
