//! A forgotten password.

use vantail_back::identity::{AccountRef, app_code};
use vantail_shared::clock::Clock as _;
use vantail_tests::{
    organisation::{MAP, QUENTIN},
    pair::{Pair, World},
};

use super::{MAIN, PASSWORD_CHANGED, VIEWS, is_sound, open, pair, said, terms::TERMS};

const ADDRESS: &str = "quentin@exemple.test";
const NEW: &str = "brume-cobalt-verger-417";

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_with_a_code_from_the_mail() {
    for view in VIEWS {
        let pair = pair().await;
        let mut mails = pair.world.mails();
        let mut elsewhere = pair.signed_in(QUENTIN).await;
        let browser = open(&pair, view).await;
        browser.visit("/login").await;
        browser.press("main a[href^='/forgot']").await;
        browser.fill("login", QUENTIN.login).await;
        is_sound(&browser).await;
        browser.press(MAIN).await;
        browser.arrives("/login/code").await;
        browser.tells(said(view, "Si cet identifiant existe", "If this sign-in name exists")).await;
        let code = mails.code(ADDRESS, "/forgot").await;

        browser.fill("code", "2222-2222-2222").await;
        browser.press(MAIN).await;
        browser.tells(said(view, "Il vous reste 4 essais", "You have 4 tries left")).await;
        is_sound(&browser).await;
        // As people type it: in small letters, with blanks.
        browser.fill("code", &code.to_lowercase().replace('-', " ")).await;
        browser.press(MAIN).await;
        browser.arrives("/login/new-password").await;
        is_sound(&browser).await;
        // The script tells while typing; the answer to the form tells without it.
        browser.fill("password", "abc").await;
        browser.tells(said(view, "pas encore", "not yet")).await;
        browser.fill("confirm", "abc").await;
        browser.press(MAIN).await;
        browser.tells(said(view, "ne respecte pas toutes les règles", "does not meet all the rules")).await;
        is_sound(&browser).await;
        browser.fill("password", NEW).await;
        browser.fill("confirm", NEW).await;
        browser.press(MAIN).await;
        browser.arrives("/").await;

        // Whoever was signed in elsewhere is no longer; the notice says nothing of anybody.
        assert_eq!(elsewhere.get("/").await.header("location"), "/login?ended");
        let notice = mails.take(ADDRESS, PASSWORD_CHANGED).await;
        assert!(!notice.contains("Quentin") && !notice.contains(QUENTIN.login), "{notice}");
        // The back button shows no form that still works.
        browser.client.back().await.unwrap();
        browser.visit("/login/new-password").await;
        browser.arrives("/").await;
        let mut later = pair.visitor();
        assert_eq!(later.sign_in(QUENTIN.login, QUENTIN.password).await.status, 401);
        assert_eq!(later.sign_in(QUENTIN.login, NEW).await.status, 303);
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_exist_is_answered_like_everybody() {
    let pair = pair().await;
    let mails = pair.world.mails();
    let mut pages = Vec::new();
    for login in [QUENTIN.login, "nobody-here"] {
        let mut visitor = pair.visitor();
        let answer = visitor.post("/forgot", &[("login", login)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/login/code"));
        let waiting = visitor.get("/login/code").await;
        let wrong = visitor.post("/login/code", &[("code", "2222-2222-2222")]).await;
        assert_eq!(wrong.status, 422);
        let again = visitor.post("/login/code/send", &[]).await;
        pages.push((
            waiting.text().to_owned(),
            wrong.text().to_owned(),
            again.status,
            again.text().to_owned(),
        ));
    }
    assert_eq!(pages[0], pages[1]);
    assert!(mails.left() <= 1, "nobody gets no mail");
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_come_before_the_look_at_what_else_opens_the_account() {
    let world = World::build().await.with_mail();
    std::fs::write(world.path("map.toml"), format!("{MAP}{TERMS}")).unwrap();
    let pair = Pair::in_world(world, "sqlite:store.db").await;
    let (identity, key) = (&pair.back.checked.identity, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    let account = identity.row_of(AccountRef::Login(QUENTIN.login)).await.unwrap().unwrap();
    identity.import_totp(account, key).await.unwrap();

    let mut visitor = pair.visitor();
    visitor.post("/forgot", &[("login", QUENTIN.login)]).await;
    let code = pair.world.mails().code(ADDRESS, "/forgot").await;
    visitor.post("/login/code", &[("code", &code)]).await;
    let app = app_code(key, pair.clock.now()).unwrap();
    let chosen = visitor.post("/login/code", &[("code", &app)]).await;
    assert_eq!(chosen.header("location"), "/login/new-password", "{}", chosen.text());
    let form = [("password", NEW), ("confirm", NEW)];
    let mut twice = visitor.clone();
    let done = visitor.post("/login/new-password", &form).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, "/terms?look"), "{}", done.text());
    assert_eq!(twice.post("/login/new-password", &form).await.header("location"), "/terms?look");

    let page = visitor.get("/terms?look").await;
    assert!(page.text().contains("action=\"/terms?look\""), "{}", page.text());
    assert!(page.links("/account/factors").contains(&"/account/factors?look".to_owned()));
    let mut answer = [("id", "use"), ("version", "2026-1"), ("answer", "refuse")];
    let refused = visitor.post("/terms?look", &answer).await;
    assert_eq!(refused.header("location"), "/terms?refused&look");
    assert!(visitor.get("/terms?refused&look").await.text().contains("Votre refus est noté"));
    answer[2].1 = "accept";
    let accepted = visitor.post("/terms?look", &answer).await;
    assert_eq!(accepted.header("location"), "/account/factors?look");
    let look = visitor.get("/account/factors?look").await;
    assert!(look.text().contains("retirez ce qui n’est pas à vous"), "{}", look.text());
}
