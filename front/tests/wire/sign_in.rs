//! In and out.

use super::{
    back::TOKEN,
    client::{ask, get, post},
    world::World,
};

const OURS: (&str, &str) = ("sec-fetch-site", "same-origin");

#[tokio::test]
async fn the_right_password_opens_a_session_and_signing_out_clears_the_browser() {
    let world = World::start().await;
    let answer = ask(&world, "POST", "/login", &[OURS], "login=+marie+&password=right").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    let cookie = format!("__Host-vantail={TOKEN}; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(answer.header("set-cookie"), cookie);

    let answer = post(&world, "/logout", "").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/login?signed-out"));
    assert!(answer.header("set-cookie").starts_with("__Host-vantail=; "));
    assert_eq!(answer.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    assert_eq!(world.backs[0].back.calls("sign_out"), 1);
    let page = ask(&world, "GET", "/login?signed-out", &[], "").await;
    assert!(page.text().contains("Vous êtes déconnecté"));
}

#[tokio::test]
async fn a_form_with_errors_keeps_the_name_and_never_the_password() {
    let world = World::start().await;
    let long = "x".repeat(5000);
    let cases = [
        ("login=%3Cb%3E%22anna&password=s3cret-word", 401, "n’est pas le bon", "&#60;b&#62;&#34;anna"),
        ("login=throttled&password=s3cret-word", 429, "Réessayez dans 2 minutes", "throttled"),
        ("login=busy&password=s3cret-word", 503, "Réessayez dans 2 secondes", "busy"),
        ("login=anna&password=", 422, "Indiquez votre identifiant", "anna"),
        ("login=&password=s3cret-word", 422, "Indiquez votre identifiant", "value=\"\""),
        ("", 422, "Indiquez votre identifiant", "value=\"\""),
        ("login=an%00na&password=s3cret-word", 422, "n’est pas le bon", "an"),
        ("login=%ff%fe&password=s3cret-word", 401, "n’est pas le bon", "\u{fffd}"),
        (&format!("login={long}&password=s3cret-word"), 422, "trop long", "value=\"\""),
    ];
    for (body, status, sentence, kept) in cases {
        let answer = ask(&world, "POST", "/login", &[OURS, ("accept-language", "fr")], body).await;
        let text = answer.text();
        assert_eq!(answer.status, status, "{body}");
        assert!(text.contains(sentence), "{body}\n{text}");
        assert!(text.contains(kept), "{body}\n{text}");
        assert!(!text.contains("s3cret-word"), "{body}");
        assert_eq!(answer.header("retry-after").is_empty(), !matches!(status, 429 | 503), "{body}");
    }
}

#[tokio::test]
async fn an_ended_session_leads_to_the_sign_in_page_which_says_so() {
    let world = World::start().await;
    let answer = ask(&world, "GET", "/account", &[("cookie", "__Host-vantail=old")], "").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/login?ended"));
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    let page = ask(&world, "GET", "/login?ended", &[("accept-language", "en")], "").await;
    assert!(page.text().contains("Your session has ended"));
    // Without a cookie nobody is asked, and nothing is said.
    let before = world.backs[0].back.calls("page");
    let answer = ask(&world, "GET", "/p/statement", &[], "").await;
    assert_eq!((answer.status, answer.header("location")), (303, "/login"));
    assert_eq!(world.backs[0].back.calls("page"), before);
    assert_eq!(get(&world, "/p/statement", "fr").await.status, 200);
}

#[tokio::test]
async fn only_a_trusted_proxy_names_the_browsers_address() {
    let plain = World::start().await;
    let proxied = World::with("public", 1, "[proxy]\ntrusted = [\"127.0.0.1\"]\n").await;
    for (world, address) in [(&plain, "127.0.0.1"), (&proxied, "203.0.113.9")] {
        ask(world, "POST", "/login", &[OURS, ("x-forwarded-for", "203.0.113.9")], "login=a&password=b").await;
        assert_eq!(world.backs[0].back.last_client.lock().unwrap().as_deref(), Some(address));
    }
}
