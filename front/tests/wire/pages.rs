//! The pages in both languages and both kinds of front.

use super::{
    client::{ask, get, post},
    sample::HOSTILE,
    world::World,
};

#[tokio::test]
async fn every_page_shows_what_the_back_tells_in_both_languages() {
    let world = World::start().await;
    let cases = [
        ("/", "Bonjour Marie-Hélène d’Aubigné", "Hello Marie-Hélène d’Aubigné"),
        ("/p/statement", "842,50\u{a0}€", "€842.50"),
        ("/p/statement", "3\u{a0}novembre 2026", "3\u{a0}November 2026"),
        ("/p/statement", "−1\u{202f}234,56\u{a0}€", "−€1,234.56"),
        ("/p/statement", "Reste à payer", "Left to pay"),
        ("/p/statement", "61 lignes au total", "61 lines in all"),
        ("/p/statement/empty", "Aucun mouvement pour le moment", "No movement yet"),
        ("/p/lease", "54,2", "54.2"),
        ("/p/lease", ">Non<", ">No<"),
        ("/p/works", "5 éléments", "5 items"),
        ("/p/documents", "PDF 25\u{a0}Ko", "PDF 25\u{a0}KB"),
        ("/p/documents", "momentanément indisponible", "not available just now"),
        ("/account", "Fermer les 2 autres sessions", "End the 2 other sessions"),
        ("/account", "après 20 minutes sans activité", "after 20 minutes without activity"),
        ("/legal", "Responsable du traitement", "Controller"),
    ];
    for (path, french, english) in cases {
        for (language, told) in [("fr", french), ("en", english)] {
            let answer = get(&world, path, language).await;
            let text = answer.text();
            assert_eq!(answer.status, 200, "{path}");
            assert!(text.contains(told), "{path} {told}\n{text}");
            assert!(text.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert_eq!(text.matches("<h1>").count(), 1, "{path}");
            assert!(!text.contains("<script") && !text.contains(HOSTILE), "{path}");
        }
    }
    let statement = get(&world, "/p/statement", "en").await.text();
    assert!(statement.contains("aria-current=\"page\">Account statement"));
    assert!(statement.contains("href=\"/p/statement/older\""));
    assert!(statement.contains("&#60;script&#62;alert("));
    let legal = get(&world, "/legal", "en").await.text();
    assert!(!legal.contains("javascript:"));
}

#[tokio::test]
async fn one_page_costs_one_call() {
    let world = World::start().await;
    for (path, call) in
        [("/", "home"), ("/p/statement", "page"), ("/account", "account"), ("/d/small", "fetch")]
    {
        get(&world, path, "fr").await;
        assert_eq!(world.backs[0].back.calls(call), 1, "{path}");
    }
    assert_eq!(world.backs[0].back.calls("read"), 0);
}

#[tokio::test]
async fn visitors_choose_the_language_in_the_address() {
    let world = World::start().await;
    let page = ask(&world, "GET", "/login?lang=en", &[("accept-language", "fr")], "").await.text();
    assert!(page.contains("<html lang=\"en\">") && page.contains("action=\"/login?lang=en\""));
    let headers = [("sec-fetch-site", "same-origin"), ("accept-language", "fr")];
    let page = ask(&world, "POST", "/login?lang=en", &headers, "login=a&password=b").await.text();
    assert!(page.contains("is not right"));
}

#[tokio::test]
async fn the_account_is_changed_by_forms_alone() {
    let world = World::start().await;
    let answer = post(&world, "/account/sessions", "handle=other").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/account?ended"));
    assert_eq!(post(&world, "/account/sessions", "handle=%22").await.status, 404);
    let answer = post(&world, "/language", "language=en").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/account?language"));
    assert_eq!(post(&world, "/language", "language=xx").await.status, 400);
    assert!(get(&world, "/account?language", "fr").await.text().contains("Votre langue est enregistrée"));
}

#[tokio::test]
async fn the_staffs_front_has_its_own_pages_and_no_others() {
    let world = World::with("staff", 1, "").await;
    let text = get(&world, "/", "fr").await.text();
    assert!(text.contains("Paul Martin") && text.contains("1\u{202f}180") && text.contains("Locataires"));
    for path in ["/p/statement", "/d/small"] {
        assert_eq!(get(&world, path, "fr").await.status, 404);
    }
    assert_eq!(get(&world, "/account", "fr").await.status, 200);
}
