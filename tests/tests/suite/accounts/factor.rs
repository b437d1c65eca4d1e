//! A second factor of one's own: an app, recovery codes, a passkey.

use std::fmt::Write as _;

use rcgen::{KeyPair, PublicKeyData as _};
use vantail_back::identity::app_code;
use vantail_shared::clock::Clock as _;
use vantail_tests::{
    authenticator,
    browser::{Browser, View},
    organisation::ELEONORE,
    pair::{Pair, World},
    processes::free_ports,
};

use super::{MAIN, VIEWS, is_sound, leave, pair, said, signed_in};

/// Steps of an app's code, in seconds (RFC 6238): a code that was used is not taken again.
const STEP: i64 = 30;

#[tokio::test(flavor = "multi_thread")]
async fn an_app_is_set_up_and_asked_for_and_a_recovery_code_stands_in_for_it() {
    for view in VIEWS {
        let pair = pair().await;
        let browser = signed_in(&pair, view, ELEONORE).await;
        browser.visit("/account").await;
        browser.press("main a[href='/account/factors']").await;
        browser.arrives("/account/factors").await;
        is_sound(&browser).await;
        browser.press("#app-password").await;
        type_into(&browser, "#app-password", ELEONORE.password).await;
        browser.press("form[action='/account/factors/totp'] button.primary").await;
        browser.tells(said(view, "Ou saisissez cette clé", "Or type this key")).await;
        assert!(browser.has(".qr svg path").await, "the key is drawn");
        is_sound(&browser).await;
        let key = browser.client.find(fantoccini::Locator::Css(".key")).await.unwrap().text().await.unwrap();
        let code = || app_code(&key.replace(' ', ""), pair.clock.now()).unwrap();
        browser.fill("code", &code()).await;
        browser.press("form[action='/account/factors/totp/code'] button").await;
        browser.tells(said(view, "Vos codes de secours", "Your recovery codes")).await;
        is_sound(&browser).await;
        let recovery = browser.client.find(fantoccini::Locator::Css(".codes code")).await.unwrap();
        let recovery = recovery.text().await.unwrap();

        leave(&browser).await;
        browser.sign_in(ELEONORE.login, ELEONORE.password).await;
        browser.arrives("/login/code").await;
        is_sound(&browser).await;
        browser.fill("code", &code()).await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Ce code n’est pas le bon", "This code is not right")).await;
        pair.clock.advance(STEP);
        browser.fill("code", &code()).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;

        leave(&browser).await;
        browser.sign_in(ELEONORE.login, ELEONORE.password).await;
        browser.arrives("/login/code").await;
        browser.press("summary").await;
        is_sound(&browser).await;
        type_into(&browser, "#recovery", &recovery).await;
        browser.press("details button").await;
        browser.arrives("/").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_opens_without_name_and_password() {
    for view in VIEWS {
        let (pair, browser) = with_passkeys(view).await;
        browser.sign_in(ELEONORE.login, ELEONORE.password).await;
        browser.arrives("/").await;
        browser.visit("/account/factors").await;
        authenticator::add(&browser.client).await;
        type_into(&browser, "#passkey-name", "Téléphone").await;
        type_into(&browser, "#passkey-password", "une erreur").await;
        browser.press("form.passkey button.primary").await;
        browser
            .tells(said(view, "Ce n’est pas votre mot de passe", "This is not your current password"))
            .await;
        is_sound(&browser).await;
        type_into(&browser, "#passkey-password", ELEONORE.password).await;
        browser.press("form.passkey button.primary").await;
        browser.tells(said(view, "Vos codes de secours", "Your recovery codes")).await;
        browser.visit("/account/factors").await;
        browser.tells("Téléphone").await;
        is_sound(&browser).await;

        leave(&browser).await;
        browser.press(".doors form.passkey button").await;
        browser.arrives("/").await;
        // After the password it is the second factor.
        leave(&browser).await;
        browser.sign_in(ELEONORE.login, ELEONORE.password).await;
        browser.arrives("/login/code").await;
        is_sound(&browser).await;
        browser.press("form.passkey button").await;
        browser.arrives("/").await;
        browser.close().await;
        drop(pair);
    }
}

/// The pair at an address that passkeys are bound to, and a browser that trusts its certificate: one with an excuse for a
/// strange certificate gives no passkey.
async fn with_passkeys(view: View) -> (Pair, Browser) {
    let [port] = free_ports::<1>();
    let base = format!("https://localhost:{port}");
    let mut world = World::build().await.with_mail();
    world.public_port = port;
    writeln!(world.more, "[passkeys]\nrp_id = \"localhost\"\npublic = [{base:?}]").unwrap();
    let key = std::fs::read_to_string(world.pki.files("https-web").key).unwrap();
    let key = KeyPair::from_pem(&key).unwrap().subject_public_key_info();
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &key);
    let known = data_encoding::BASE64.encode(digest.as_ref());
    let pair = Pair::in_world(world, "sqlite:store.db").await;
    let trust = format!("--ignore-certificate-errors-spki-list={known}");
    (pair, Browser::open_with(&base, view, &[trust]).await)
}

async fn type_into(browser: &Browser, css: &str, text: &str) {
    let field = browser.client.find(fantoccini::Locator::Css(css)).await.unwrap();
    field.clear().await.unwrap();
    field.send_keys(text).await.unwrap();
}
