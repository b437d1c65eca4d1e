//! What a person sees, as the browser gets it.

use vantail_tests::{
    organisation::{ELEONORE, QUENTIN, STAFF, WANDA},
    pair::Pair,
    web::{Answer, Visitor},
};

/// The next part.
fn older(page: &Answer) -> Option<String> {
    page.links("/p/statement/").into_iter().rfind(|link| !link.ends_with("/csv"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_adds_up_across_its_parts() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let first = visitor.get_with("/p/statement", &[("accept-language", "en")]).await;
    // 60 calls of 690.50 and 60 payments of 690.00: 30.00 to pay.
    assert!(first.text().contains("€30.00"), "{}", first.text());
    let rows = |page: &Answer| page.text().matches("<tr role=").count();
    let mut lines = rows(&first);
    let mut page = first;
    let mut parts = 1;
    while let Some(older) = older(&page).filter(|_| parts < 3) {
        page = visitor.get(&older).await;
        assert_eq!(page.status, 200);
        lines += rows(&page);
        parts += 1;
    }
    assert_eq!(parts, 3, "120 lines are three parts");
    assert_eq!(lines, 120 + 3, "each part has one row of titles");
    // The oldest line is a payment; nobody has said which language to speak, so it is French.
    assert!(page.text().contains("690,00\u{a0}€"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn amounts_dates_and_plurals_follow_the_language() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(QUENTIN).await;
    let french = visitor.get_with("/p/statement", &[("accept-language", "fr-FR,fr;q=0.9")]).await;
    assert!(french.text().contains("5\u{a0}janvier 2026"), "{}", french.text());
    assert!(french.text().contains("520,00\u{a0}€") || french.text().contains("520,00\u{202f}€"));
    let english = visitor.get_with("/p/statement", &[("accept-language", "en")]).await;
    assert!(english.text().contains("5\u{a0}January 2026") && english.text().contains("€520.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_person_sees_their_own_and_only_what_is_declared() {
    let pair = Pair::start().await;
    for (sample, own, foreign) in
        [(ELEONORE, "D&#39;Arvor", "Lema"), (QUENTIN, "Lemaître", "Arvor"), (WANDA, "Stokowski", "Lema")]
    {
        let mut visitor = pair.signed_in(sample).await;
        for path in ["/", "/p/statement", "/p/details", "/p/documents", "/account"] {
            let page = visitor.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            assert!(page.text().contains(own), "{path} shows {own}");
            assert!(!page.text().contains(foreign), "{path} shows {foreign}");
            assert!(!page.text().contains("never declared"));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_nothing_is_told_what_will_come() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(WANDA).await;
    for path in ["/", "/p/statement", "/p/documents"] {
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.text().contains("NaN") && !page.text().contains("null"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_see_numbers_at_their_own_front() {
    let pair = Pair::start().await;
    let mut clerk = Visitor::new(pair.staff, &pair.world.pki.ca());
    assert_eq!(clerk.sign_in(STAFF.login, STAFF.password).await.status, 303);
    let page = clerk.get_with("/", &[("accept-language", "fr")]).await;
    assert!(page.text().contains("Odile Garnier") && page.text().contains("Locataire"), "{}", page.text());
    assert_eq!(clerk.get("/account").await.status, 200);
    for path in ["/p/statement", "/d/x"] {
        assert_eq!(clerk.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_shown_without_signing_in() {
    let pair = Pair::start().await;
    let mut visitor = pair.visitor();
    for path in ["/", "/p/statement", "/p/statement/x", "/d/x", "/account"] {
        let answer = visitor.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/login"), "{path}");
    }
    for path in ["/login", "/legal"] {
        assert_eq!(visitor.get(path).await.status, 200);
    }
}
