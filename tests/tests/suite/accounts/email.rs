//! Another e-mail address, and the objection of whoever reads the old one.

use vantail_tests::organisation::ELEONORE;

use super::{MAIN, VIEWS, is_sound, open, pair, said, signed_in};

const OLD: &str = "eleonore@exemple.test";
const NEW: &str = "arvor@nouveau.test";
const PASSWORD: &str = "brume-cobalt-verger-417";
const MAIN_LINK: &str = "main a.primary";

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_changed_and_the_old_one_takes_it_back() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let browser = signed_in(&pair, view, ELEONORE).await;
        browser.visit("/account").await;
        is_sound(&browser).await;
        browser.press("main a[href='/account/email']").await;
        browser.fill("email", NEW).await;
        browser.fill("password", "une erreur").await;
        browser.press(MAIN).await;
        browser
            .tells(said(view, "Ce n’est pas votre mot de passe", "This is not your current password"))
            .await;
        is_sound(&browser).await;
        browser.fill("password", ELEONORE.password).await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Nous avons envoyé un code", "We have sent a code")).await;
        is_sound(&browser).await;
        let code = mails.code(NEW, "").await;
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser.arrives("/account").await;
        browser.tells(NEW).await;

        // The mail names the page and holds the code: opening it does nothing.
        let objection = mails.code(OLD, "https://portail.morel.example/objection").await;
        let reader = open(&pair, view).await;
        reader.visit("/objection").await;
        reader.fill("code", &objection).await;
        is_sound(&reader).await;
        reader.press(MAIN).await;
        reader.tells(said(view, "l’ancienne adresse est rétablie", "the old address is back")).await;
        is_sound(&reader).await;
        browser.visit("/account").await;
        browser.arrives("/login").await;
        // Somebody knew the password: it is good for nothing any more, and the owner makes another by mail.
        reader.press(MAIN_LINK).await;
        reader.arrives("/forgot").await;
        reader.fill("login", ELEONORE.login).await;
        reader.press(MAIN).await;
        let code = mails.code(OLD, "/forgot").await;
        reader.fill("code", &code).await;
        reader.press(MAIN).await;
        reader.arrives("/login/new-password").await;
        reader.fill("password", PASSWORD).await;
        reader.fill("confirm", PASSWORD).await;
        reader.press(MAIN).await;
        reader.arrives("/").await;
        reader.visit("/account").await;
        reader.tells(OLD).await;
        assert_eq!(pair.visitor().sign_in(ELEONORE.login, ELEONORE.password).await.status, 401);
        browser.close().await;
        reader.close().await;
    }
}
