//! Codes that are wrong, too old, used or somebody else's; two tabs; the back button: what the person is told each time.

use fantoccini::Locator;
use vantail_tests::{
    browser::{Browser, View},
    letters::invite,
    organisation::{ELEONORE, QUENTIN, STAFF, Sample},
    pair::{Pair, World},
    until::until,
};

use super::{MAIN, VIEWS, is_sound, open, pair, said};

const HERS: &str = "eleonore@exemple.test";
const NEW: &str = "brume-cobalt-verger-417";

/// A browser that waits for the code of a forgotten password.
async fn waiting(pair: &Pair, view: View, sample: Sample) -> Browser {
    let browser = open(pair, view).await;
    browser.visit("/forgot").await;
    browser.fill("login", sample.login).await;
    browser.press(MAIN).await;
    browser.arrives("/login/code").await;
    browser
}

async fn give(browser: &Browser, code: &str) {
    browser.fill("code", code).await;
    browser.press(MAIN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn five_wrong_codes_end_a_code_and_another_one_is_sent() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let browser = waiting(&pair, view, ELEONORE).await;
        let first = mails.code(HERS, "/forgot").await;
        for left in [
            said(view, "4 essais", "4 tries"),
            said(view, "3 essais", "3 tries"),
            said(view, "2 essais", "2 tries"),
            said(view, "un essai", "one try"),
        ] {
            give(&browser, "2222-2222-2222").await;
            browser.tells(left).await;
        }
        let over = said(view, "Ce code n’est plus valable", "This code no longer works");
        give(&browser, "2222-2222-2222").await;
        browser.tells(over).await;
        is_sound(&browser).await;
        give(&browser, &first).await;
        browser.tells(over).await;
        // Asked for at once, another one has to wait; after a minute it comes, and it alone is good.
        browser.press("form[action^='/login/code/send'] button").await;
        browser
            .tells(said(
                view,
                "Trop d’essais de suite. Réessayez dans",
                "Too many attempts in a row. Try again in",
            ))
            .await;
        pair.clock.advance(61);
        browser.press("form[action^='/login/code/send'] button").await;
        browser.tells(said(view, "Un autre code est parti", "Another code is on its way")).await;
        is_sound(&browser).await;
        let second = mails.code(HERS, "/forgot").await;
        give(&browser, &first).await;
        browser.tells(said(view, "Ce code n’est pas le bon", "This code is not right")).await;
        give(&browser, &second).await;
        browser.arrives("/login/new-password").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_too_old_used_or_of_somebody_else_is_told_as_such() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let (hers, his) = (waiting(&pair, view, ELEONORE).await, waiting(&pair, view, QUENTIN).await);
        let code = mails.code(HERS, "/forgot").await;
        let wrong = said(view, "Ce code n’est pas le bon", "This code is not right");
        give(&his, &code).await;
        his.tells(wrong).await;
        give(&hers, &code).await;
        hers.arrives("/login/new-password").await;
        // Used once, it opens nothing in a second browser that is at the same step.
        pair.clock.advance(61);
        let again = waiting(&pair, view, ELEONORE).await;
        let fresh = mails.code(HERS, "/forgot").await;
        give(&again, &code).await;
        again.tells(wrong).await;
        pair.clock.advance(10 * 60);
        give(&again, &fresh).await;
        again.tells(said(view, "Ce code n’est plus valable", "This code no longer works")).await;
        is_sound(&again).await;
        for browser in [hers, his, again] {
            browser.close().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_tab_is_led_to_where_the_first_one_is() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let browser = waiting(&pair, view, ELEONORE).await;
        let code = mails.code(HERS, "/forgot").await;
        let first = browser.client.window().await.unwrap();
        let second = browser.client.new_window(true).await.unwrap().handle;
        browser.client.switch_to_window(second.clone()).await.unwrap();
        browser.visit("/login/code").await;
        browser.client.switch_to_window(first.clone()).await.unwrap();
        give(&browser, &code).await;
        browser.arrives("/login/new-password").await;

        // The second still shows the form of the code: sent, it leads on.
        browser.client.switch_to_window(second.clone()).await.unwrap();
        give(&browser, &code).await;
        browser.arrives("/login/new-password").await;
        browser.client.switch_to_window(first).await.unwrap();
        browser.fill("password", NEW).await;
        browser.fill("confirm", NEW).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;
        // Whoever is in already is not sent back to the beginning.
        browser.client.switch_to_window(second).await.unwrap();
        browser.fill("password", "quatre-chevaux-sur-la-lande").await;
        browser.fill("confirm", "quatre-chevaux-sur-la-lande").await;
        browser.press(MAIN).await;
        browser.arrives("/").await;
        browser.tells("Éléonore").await;
        // And the password is the one that was chosen first.
        assert_eq!(pair.visitor().sign_in(ELEONORE.login, NEW).await.status, 303);
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_back_button_leads_to_the_step_that_it_is() {
    for view in VIEWS {
        let pair = Pair::with_accounts(World::build().await.with_mail(), "sqlite:store.db", &[STAFF]).await;
        let told = invite(&pair, "tenant", "1");
        let browser = open(&pair, view).await;
        browser.sign_in(&told.login, &told.password).await;
        browser.arrives("/login/new-password").await;
        browser.fill("password", NEW).await;
        browser.fill("confirm", NEW).await;
        browser.press(MAIN).await;
        browser.arrives("/login/code").await;
        // The page before may be shown as it was, but without what was typed; sent once more, it leads here again.
        browser.client.back().await.unwrap();
        browser.arrives("/login/new-password").await;
        let field = browser.client.find(Locator::Css("[name=password]")).await.unwrap();
        assert_eq!(field.prop("value").await.unwrap().as_deref(), Some(""));
        browser.fill("password", "quatre-chevaux-sur-la-lande").await;
        browser.fill("confirm", "quatre-chevaux-sur-la-lande").await;
        browser.press(MAIN).await;
        browser.arrives("/login/code").await;
        browser.tells(said(view, "Nous avons envoyé un code à", "We have sent a code to")).await;
        // Given up, nothing of it is left.
        browser.press("form[action^='/login/leave'] button").await;
        browser.arrives("/login").await;
        browser.client.back().await.unwrap();
        until("nothing to be left", async || (!browser.has("main [name=code]").await).then_some(())).await;
        browser.close().await;
    }
}
