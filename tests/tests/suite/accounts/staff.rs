//! Staff, for whom a second factor is a duty: it is set up before anything else.

use fantoccini::Locator;
use vantail_back::identity::app_code;
use vantail_shared::clock::Clock as _;
use vantail_tests::{
    browser::Browser,
    organisation::STAFF,
    pair::{Pair, World},
};

use super::{MAIN, VIEWS, is_sound, said};

#[tokio::test(flavor = "multi_thread")]
async fn staff_set_up_a_second_factor_before_anything_else() {
    for view in VIEWS {
        let mut world = World::build().await;
        world.second_factor = "required";
        let pair = Pair::in_world(world, "sqlite:store.db").await;
        let browser = Browser::open(&format!("https://localhost:{}", pair.staff.port()), view).await;
        browser.sign_in(STAFF.login, STAFF.password).await;
        browser.arrives("/login/enrol").await;
        is_sound(&browser).await;
        let key = browser.client.find(Locator::Css(".key")).await.unwrap().text().await.unwrap();
        // No other page opens in between, and the key stays the same.
        browser.visit("/coverage").await;
        browser.arrives("/login/enrol").await;
        assert_eq!(browser.client.find(Locator::Css(".key")).await.unwrap().text().await.unwrap(), key);
        browser.fill("code", "000").await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Ce code n’est pas le bon", "This code is not right")).await;
        is_sound(&browser).await;
        browser.fill("code", &app_code(&key.replace(' ', ""), pair.clock.now()).unwrap()).await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Vos codes de secours", "Your recovery codes")).await;
        is_sound(&browser).await;
        browser.press("main a.primary").await;
        browser.arrives("/").await;
        browser.press("header form[action='/logout'] button").await;
        browser.arrives("/login").await;
        browser.sign_in(STAFF.login, STAFF.password).await;
        browser.arrives("/login/code").await;
        is_sound(&browser).await;
        browser.close().await;
    }
}
