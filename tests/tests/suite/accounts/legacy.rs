//! The password of another system, at the first sign-in here and at the next ones.

use sqlx::{Connection as _, Executor as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_tests::{
    letters::account,
    organisation::{MAP, STAFF},
    pair::{Pair, World},
};

use super::{MAIN, VIEWS, is_sound, leave, open, said};

const KEPT: &str = "\n[persons.tenant.legacy]\nlogin = \"login\"\npassword = \"passwd\"\nscheme = \"md5\"\n";
/// Everybody tries this one, so that the rules of today ask for another; and one that they let pass.
const WEAK: &str = "soleil123";
const STRONG: &str = "vieux-moulin-sans-vent-31";
const NEW: &str = "brume-cobalt-verger-417";

/// The business database with a column of MD5 sums, taken over beside a back that runs.
async fn taken_over() -> Pair {
    let world = World::build().await.with_mail();
    let options = SqliteConnectOptions::new().filename(world.path("business.db"));
    let mut business = SqliteConnection::connect_with(&options).await.unwrap();
    // md5(WEAK), md5(STRONG): SQLite has no such function.
    let kept = "alter table person add column login text; alter table person add column passwd text; \
        update person set login = 'eleonore44', passwd = '25b4378b833e32ba992154c705f4b848' where id = 1; \
        update person set login = 'quentin44', passwd = 'a4e2ab05c82159cf769fc57129ed31b8' where id = 2";
    business.execute(kept).await.unwrap();
    business.close().await.unwrap();
    std::fs::write(world.path("map.toml"), format!("{MAP}{KEPT}")).unwrap();
    let pair = Pair::with_accounts(world, "sqlite:store.db", &[STAFF]).await;
    let taken = account(pair.world.folder.path(), &["import", "--legacy", "tenant"]).output().unwrap();
    assert!(taken.status.success(), "{}", String::from_utf8_lossy(&taken.stderr));
    pair
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_password_opens_with_a_code_and_stays() {
    for view in VIEWS {
        let pair = taken_over().await;
        let mut mails = pair.world.mails();
        let browser = open(&pair, view).await;
        browser.sign_in("quentin44", STRONG).await;
        browser.arrives("/login/code").await;
        is_sound(&browser).await;
        let code = mails.code("quentin@exemple.test", "").await;
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;
        leave(&browser).await;
        browser.sign_in("quentin44", STRONG).await;
        browser.arrives("/").await;
        browser.close().await;
        // What the census counts as left is the other one alone.
        let census = account(pair.world.folder.path(), &["list", "--json"]).output().unwrap();
        let census: serde_json::Value = serde_json::from_slice(&census.stdout).unwrap();
        assert_eq!(census["old_forms"], 1, "{census}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_password_that_is_too_weak_for_today_is_replaced_at_once() {
    for view in VIEWS {
        let pair = taken_over().await;
        let mut mails = pair.world.mails();
        let browser = open(&pair, view).await;
        browser.sign_in("eleonore44", WEAK).await;
        browser.arrives("/login/new-password").await;
        browser.tells(said(view, "sont devenues plus strictes", "have become stricter")).await;
        is_sound(&browser).await;
        browser.fill("password", NEW).await;
        browser.fill("confirm", NEW).await;
        browser.press(MAIN).await;
        browser.arrives("/login/code").await;
        let code = mails.code("eleonore@exemple.test", "").await;
        browser.fill("code", &code).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;
        assert_eq!(pair.visitor().sign_in("eleonore44", WEAK).await.status, 401);
        assert_eq!(pair.visitor().sign_in("eleonore44", NEW).await.status, 303);
        browser.close().await;
    }
}
