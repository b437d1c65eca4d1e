//! Terms that wait for an answer.

use vantail_tests::{
    organisation::{ELEONORE, MAP, STAFF},
    pair::{Pair, World},
};

use super::{MAIN, VIEWS, is_sound, open, open_staff, said};

pub(super) const TERMS: &str = r#"
[[terms]]
id = "use"
version = "2026-1"
persons = ["tenant"]
accept = true
effective = "2026-01-01"
transition = "P1M"
title = { fr = "Règles du portail", en = "Rules of the portal" }
paragraphs = { fr = ["Chacun garde son mot de passe pour soi."], en = ["Everybody keeps their password to themselves."] }
"#;

/// What would only lead back to the terms.
const ELSEWHERE: &str = "nav.menu a:not([href='/account']), form[role=search]";

const UNDERTAKING: &str = r#"
[[terms]]
id = "secrecy"
version = "2026-1"
staff = true
undertaking = true
accept = true
effective = "2026-01-01"
title = { fr = "Engagement de confidentialité", en = "Undertaking of confidentiality" }
paragraphs = { fr = ["Je ne dis rien à personne."], en = ["I tell nobody."] }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn staff_who_refuse_their_undertaking_do_no_work_until_they_give_it() {
    for view in VIEWS {
        let world = World::build().await;
        std::fs::write(world.path("map.toml"), format!("{MAP}{UNDERTAKING}")).unwrap();
        let pair = Pair::in_world(world, "sqlite:store.db").await;
        let clerk = open_staff(&pair, view).await;
        clerk.sign_in(STAFF.login, STAFF.password).await;
        clerk.arrives("/terms").await;
        clerk.tells(said(view, "les pages de gestion restent fermées", "the staff pages stay closed")).await;
        is_sound(&clerk).await;
        clerk.press("main button[value=refuse]").await;
        clerk.tells(said(view, "Votre refus est noté", "Your refusal is noted")).await;
        is_sound(&clerk).await;
        for path in ["/", "/people", "/coverage"] {
            clerk.visit(path).await;
            clerk.arrives("/terms").await;
        }
        clerk.press(MAIN).await;
        clerk.arrives("/").await;
        clerk.visit("/people").await;
        clerk.arrives("/people").await;
        clerk.visit("/terms").await;
        clerk.tells(said(view, "Accepté le", "Accepted on")).await;
        clerk.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_are_refused_then_accepted_and_only_then_the_pages_open() {
    for view in VIEWS {
        let world = World::build().await;
        std::fs::write(world.path("map.toml"), format!("{MAP}{TERMS}")).unwrap();
        let pair = Pair::in_world(world, "sqlite:store.db").await;
        let browser = open(&pair, view).await;
        browser.sign_in(ELEONORE.login, ELEONORE.password).await;
        browser.arrives("/terms").await;
        browser.tells(said(view, "Règles du portail", "Rules of the portal")).await;
        is_sound(&browser).await;
        for path in ["/", "/p/statement", "/account/password"] {
            browser.visit(path).await;
            let expected = if path.starts_with("/account") { path } else { "/terms" };
            browser.arrives(expected).await;
        }
        browser.visit("/terms").await;
        browser.press("main button[value=refuse]").await;
        browser.tells(said(view, "Votre refus est noté", "Your refusal is noted")).await;
        is_sound(&browser).await;
        // What is everybody's right stays open; the menu names nothing else.
        for path in ["/account", "/legal"] {
            browser.visit(path).await;
            browser.arrives(path).await;
        }
        browser.visit("/account").await;
        assert!(browser.has("main a[href='/terms']").await && !browser.has(ELSEWHERE).await);
        browser.visit("/terms").await;
        assert!(!browser.has(ELSEWHERE).await);
        browser.press(MAIN).await;
        browser.arrives("/").await;
        browser.visit("/terms").await;
        browser.tells(said(view, "Accepté le", "Accepted on")).await;
        is_sound(&browser).await;
        browser.close().await;
    }
}
