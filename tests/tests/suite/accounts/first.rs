//! The first sign-in with the two letters, read as they are printed.

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_shared::clock::Clock as _;
use vantail_tests::{
    browser::{Browser, View},
    letters::{Told, invite},
    organisation::STAFF,
    pair::{Pair, World},
};

use super::{MAIN, VIEWS, is_sound, leave, open, open_staff, said};

const OWN: &str = "brume-cobalt-verger-417";

/// A pair where nobody has an account but the member of staff.
async fn empty() -> Pair {
    Pair::with_accounts(World::build().await.with_mail(), "sqlite:store.db", &[STAFF]).await
}

/// Signs in with what the letters tell, and chooses a password.
async fn choose(browser: &Browser, view: View, told: &Told) {
    browser.sign_in(&told.login, &told.password).await;
    browser.arrives("/login/new-password").await;
    browser.tells(said(view, "Celui de la lettre ne sert qu’une fois", "works only once")).await;
    is_sound(browser).await;
    browser.fill("password", OWN).await;
    browser.fill("confirm", OWN).await;
    browser.press(MAIN).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_letters_a_password_of_ones_own_and_a_code_open_the_account() {
    for view in VIEWS {
        let pair = empty().await;
        let mut mails = pair.world.mails();
        let told = invite(&pair, "tenant", "1");
        let browser = open(&pair, view).await;
        // As read aloud: capitals, blanks for hyphens.
        let spoken = Told { login: told.login.to_uppercase(), password: told.password.replace('-', " ") };
        choose(&browser, view, &spoken).await;
        browser.arrives("/login/code").await;
        browser.tells(said(view, "Nous avons envoyé un code à", "We have sent a code to")).await;
        assert!(!browser.text().await.contains("eleonore@exemple.test"), "most of the address is hidden");
        is_sound(&browser).await;
        let code = mails.code("eleonore@exemple.test", "").await;
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;
        browser.tells("Éléonore").await;

        // The letters are good for nothing any more; what was chosen is.
        leave(&browser).await;
        browser.sign_in(&told.login, &told.password).await;
        browser.tells(said(view, "n’est pas le bon", "is not right")).await;
        browser.sign_in(&told.login, OWN).await;
        browser.arrives("/").await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_is_too_old_opens_nothing_and_says_no_more_than_a_wrong_password() {
    for view in VIEWS {
        let pair = empty().await;
        let told = invite(&pair, "tenant", "1");
        let options = SqliteConnectOptions::new().filename(pair.world.path("store.db"));
        let mut store = SqliteConnection::connect_with(&options).await.unwrap();
        let over = "update account set initial_until = ?1 where login = ?2";
        let changed =
            sqlx::query(over).bind(pair.clock.now()).bind(&told.login).execute(&mut store).await.unwrap();
        assert_eq!(changed.rows_affected(), 1);
        let browser = open(&pair, view).await;
        browser.sign_in(&told.login, &told.password).await;
        browser.tells(said(view, "n’est pas le bon", "is not right")).await;
        is_sound(&browser).await;
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_address_staff_settle_it_and_the_code_goes_there() {
    for view in VIEWS {
        let pair = empty().await;
        let mut mails = pair.world.mails();
        let told = invite(&pair, "coowner", "3");
        let browser = open(&pair, view).await;
        choose(&browser, view, &told).await;
        browser.arrives("/login/no-email").await;
        browser.tells(said(view, "Nous n’avons pas votre adresse", "We have no address for you")).await;
        browser.tells("contact@morel.example").await;
        is_sound(&browser).await;
        // Pressed too early, it leads back here.
        browser.press("main a.primary").await;
        browser.arrives("/login/no-email").await;

        let clerk = staff_at(&pair, view, &told.login).await;
        clerk
            .tells(said(view, "aucune adresse électronique n’est connue", "no e-mail address is known"))
            .await;
        is_sound(&clerk).await;
        clerk.press("details:has(form[action$='/email']) > summary").await;
        clerk.fill("email", "wanda@exemple.test").await;
        clerk.press("form[action$='/email'] button").await;
        clerk
            .tells(said(view, "les codes iront à la nouvelle adresse", "codes will go to the new address"))
            .await;
        is_sound(&clerk).await;

        browser.sign_in(&told.login, OWN).await;
        browser.arrives("/login/code").await;
        let code = mails.code("wanda@exemple.test", "").await;
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;
        browser.tells("Wanda").await;
        browser.close().await;
        clerk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_address_at_all_is_vouched_for_by_staff() {
    for view in VIEWS {
        let pair = empty().await;
        let told = invite(&pair, "coowner", "3");
        let browser = open(&pair, view).await;
        choose(&browser, view, &told).await;
        browser.arrives("/login/no-email").await;
        let clerk = staff_at(&pair, view, &told.login).await;
        clerk.press("details:has(form[action$='/vouch']) > summary").await;
        is_sound(&clerk).await;
        clerk.press("form[action$='/vouch'] button").await;
        clerk.tells(said(view, "la personne peut se connecter", "the person can sign in")).await;
        browser.sign_in(&told.login, OWN).await;
        browser.arrives("/").await;
        browser.close().await;
        clerk.close().await;
    }
}

/// A member of staff who looks at the account with this name.
async fn staff_at(pair: &Pair, view: View, login: &str) -> Browser {
    let clerk = open_staff(pair, view).await;
    clerk.sign_in(STAFF.login, STAFF.password).await;
    clerk.arrives("/").await;
    clerk.visit("/people").await;
    clerk.fill("q", login).await;
    clerk.press("main form button").await;
    clerk.tells(said(view, "Personnes trouvées", "People found")).await;
    clerk.press("td.head a").await;
    clerk.tells(login).await;
    clerk
}
