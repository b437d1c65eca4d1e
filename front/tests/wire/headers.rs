//! Every answer carries the headers, whatever kind of answer it is.

use super::{
    client::{ask, get, post},
    world::World,
};

const CSP: &str = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; \
    form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

const SCRIPTED: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; \
    font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

#[tokio::test]
async fn every_class_of_answer_has_the_headers() {
    let world = World::start().await;
    let style = {
        let page = ask(&world, "GET", "/login", &[], "").await.text();
        page.split("href=\"")
            .find(|part| part.starts_with("/static/"))
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let cases = [
        ("sign-in page", 200, ask(&world, "GET", "/login", &[], "").await),
        ("redirect", 303, ask(&world, "GET", "/", &[], "").await),
        ("signed-in page", 200, get(&world, "/", "fr").await),
        ("not found", 404, get(&world, "/nowhere", "fr").await),
        ("static", 200, ask(&world, "GET", &style, &[], "").await),
        ("method", 405, ask(&world, "DELETE", "/login", &[], "").await),
        ("route's method", 405, post(&world, "/legal", "").await),
        ("forbidden", 403, ask(&world, "POST", "/logout", &[("sec-fetch-site", "cross-site")], "").await),
        ("document", 200, get(&world, "/d/small", "fr").await),
        ("head", 200, ask(&world, "HEAD", "/login", &[], "").await),
    ];
    for (name, status, answer) in &cases {
        assert_eq!(answer.status, *status, "{name}");
        // The page of sign-in has scripts of ours, for passkeys and for looking at what is typed.
        let scripted = matches!(*name, "sign-in page" | "head");
        if *name != "document" {
            let expected = if scripted { SCRIPTED } else { CSP };
            assert_eq!(answer.header("content-security-policy"), expected, "{name}");
        }
        let asks = answer.header("permissions-policy").contains("publickey-credentials-get=(self)");
        assert_eq!(asks, scripted, "{name}");
        assert_eq!(
            answer.header("strict-transport-security"),
            "max-age=63072000; includeSubDomains",
            "{name}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{name}");
        for policy in ["opener", "resource"] {
            assert_eq!(answer.header(&format!("cross-origin-{policy}-policy")), "same-origin", "{name}");
        }
        assert_eq!(answer.header("cross-origin-embedder-policy"), "require-corp", "{name}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{name}");
        let cache = if *name == "static" { "public, max-age=31536000, immutable" } else { "no-store" };
        assert_eq!(answer.header("cache-control"), cache, "{name}");
        assert_eq!(answer.header("x-request-id").len(), 16, "{name}");
        assert!(answer.header("server").is_empty() && answer.header("content-encoding").is_empty(), "{name}");
    }
    assert_ne!(cases[0].2.header("x-request-id"), cases[1].2.header("x-request-id"));
    assert_eq!(cases[1].2.header("location"), "/login");
    assert!(cases[5].2.header("allow").contains("GET"));
    assert!(cases[9].2.body.is_empty());
}

#[tokio::test]
async fn errors_have_a_page_in_the_language_with_the_request_id_and_a_way_on() {
    let world = World::start().await;
    for (language, title, way) in
        [("fr", "Page introuvable", "Retour à l’accueil"), ("en", "Page not found", "Back to the home page")]
    {
        let answer = get(&world, "/p/nowhere/stale", language).await;
        assert_eq!((answer.status, answer.header("content-type")), (404, "text/html; charset=utf-8"));
        let text = answer.text();
        assert!(text.contains(title) && text.contains(way) && text.contains(&format!("lang=\"{language}\"")));
        assert!(text.contains(answer.header("x-request-id")));
    }
    // What cannot be a handle is answered like one that opens nothing.
    let odd = get(&world, "/p/statement/%00%22", "en").await;
    let stale = get(&world, "/p/statement/stale", "en").await;
    assert_eq!((odd.status, odd.body.len()), (stale.status, stale.body.len()));
}
