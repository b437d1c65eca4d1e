//! Sign-in, the life of a session, and its end.

use http::Method;
use http_body_util::Full;
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_tests::{
    organisation::{ELEONORE, QUENTIN, STAFF},
    pair::Pair,
    web::Visitor,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_cookie_is_for_this_host_this_session_and_no_script() {
    let pair = Pair::start().await;
    let mut visitor = pair.visitor();
    let answer = visitor.sign_in(ELEONORE.login, ELEONORE.password).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/"));
    let cookie = answer.header("set-cookie");
    for part in ["__Host-vantail=", "HttpOnly", "Secure", "SameSite=", "Path=/"] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    for part in ["Max-Age", "Expires", "Domain"] {
        assert!(!cookie.contains(part), "{part} in {cookie}");
    }
    // The other one makes this browser a known one: it opens nothing.
    let all: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    assert_eq!(all.len(), 2, "{all:?}");
    for part in ["__Host-vantail-browser=", "HttpOnly", "Secure", "SameSite=", "Path=/", "Max-Age=31536000"] {
        assert!(all[1].contains(part), "{part} in {all:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_unknown_and_impossible_names_are_answered_alike() {
    let pair = Pair::start().await;
    let long = "x".repeat(300);
    let mut pages = Vec::new();
    for (login, password) in [
        (ELEONORE.login, "wrong"),
        ("nobody-here", "wrong"),
        (QUENTIN.login, ELEONORE.password),
        (QUENTIN.login, long.as_str()),
    ] {
        let mut visitor = pair.visitor();
        let answer = visitor.sign_in(login, password).await;
        assert_eq!(answer.status, 401, "{login}");
        assert!(!answer.text().contains(password) || password == "wrong");
        let shown = login.chars().take(254).collect::<String>();
        let page = answer.text().replace(&*askama_escaped(&shown), "").replace(&*askama_escaped(login), "");
        pages.push(strip_request_id(&page));
    }
    // No name has that form: saying so tells nothing about anybody.
    for impossible in [long.as_str(), "null\0byte"] {
        assert_eq!(pair.visitor().sign_in(impossible, "wrong").await.status, 422);
    }
    let (first, rest) = pages.split_first().unwrap();
    for page in rest {
        assert_eq!(page.split_whitespace().count(), first.split_whitespace().count());
    }
}

fn askama_escaped(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;").replace('"', "&#34;")
}

fn strip_request_id(page: &str) -> String {
    page.lines().filter(|line| !line.contains("request")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_tries_wait_and_the_wait_is_told() {
    let pair = Pair::start().await;
    let mut visitor = pair.visitor();
    for _ in 0..5 {
        assert_eq!(visitor.sign_in(QUENTIN.login, "wrong").await.status, 401);
    }
    // The sixth failure begins the wait; during it the right password is refused with the same words.
    let sixth = visitor.sign_in(QUENTIN.login, "wrong").await;
    let wait = visitor.sign_in(QUENTIN.login, QUENTIN.password).await;
    assert!([401, 429].contains(&sixth.status.as_u16()));
    assert_eq!(wait.status, 429);
    assert!(wait.header("retry-after").parse::<u32>().unwrap() > 0);
    // Nobody else is concerned, and the wait ends.
    assert_eq!(pair.visitor().sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    pair.clock.advance(61);
    assert_eq!(visitor.sign_in(QUENTIN.login, QUENTIN.password).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_ends_by_idleness_and_by_age() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    // Kept alive by use, for as long as the absolute limit allows.
    for _ in 0..31 {
        assert_eq!(visitor.get("/").await.status, 200);
        pair.clock.advance(15 * 60);
        // The use is noted in the background.
        vantail_tests::until::until("the use to be noted", async || {
            (visitor.clone().get("/account").await.status == 200).then_some(())
        })
        .await;
    }
    pair.clock.advance(30 * 60);
    assert_ended(visitor.get("/").await.header("location"));

    let mut idle = pair.signed_in(ELEONORE).await;
    pair.clock.advance(21 * 60);
    assert_ended(idle.get("/").await.header("location"));
}

fn assert_ended(location: &str) {
    assert!(location.starts_with("/login"), "{location}");
}

#[tokio::test(flavor = "multi_thread")]
async fn signing_out_destroys_the_session_and_clears_the_browser() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let mut thief = visitor.clone();
    assert_eq!(thief.get("/").await.status, 200);
    let answer = visitor.post("/logout", &[]).await;
    assert_eq!(answer.status, 303);
    let cleared = answer.header("clear-site-data");
    for part in ["\"cache\"", "\"storage\""] {
        assert!(cleared.contains(part), "{cleared}");
    }
    assert_eq!(visitor.cookie("__Host-vantail"), None);
    // The browser stays a known one: whoever signs out is not kept out by strangers either.
    assert!(visitor.cookie("__Host-vantail-browser").is_some() && !cleared.contains("cookies"), "{cleared}");
    assert_ended(thief.get("/").await.header("location"));
    // Twice is no error.
    assert_eq!(thief.post("/logout", &[]).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended() {
    let pair = Pair::start().await;
    let mut first = pair.signed_in(ELEONORE).await;
    let mut second = pair.signed_in(ELEONORE).await;
    let page = first.get("/account").await;
    let handles: Vec<&str> = page
        .text()
        .split("name=\"handle\" value=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .filter(|handle| !handle.is_empty())
        .collect();
    assert_eq!(handles.len(), 1, "{}", page.text());
    assert_eq!(first.post("/account/sessions", &[("handle", handles[0])]).await.status, 303);
    assert_ended(second.get("/").await.header("location"));
    assert_eq!(first.get("/").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sixth_session_ends_the_oldest() {
    let pair = Pair::start().await;
    let mut visitors = Vec::new();
    for _ in 0..6 {
        pair.clock.advance(1);
        visitors.push(pair.signed_in(ELEONORE).await);
    }
    assert_ended(visitors[0].get("/").await.header("location"));
    assert_eq!(visitors[1].get("/").await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_from_other_sites_are_refused() {
    let pair = Pair::start().await;
    let visitor = pair.signed_in(ELEONORE).await;
    let cookie = format!("__Host-vantail={}", visitor.cookie("__Host-vantail").unwrap());
    let host = format!("localhost:{}", pair.public.port());
    let own = format!("https://{host}");
    let cases: &[(&[(&str, &str)], bool)] = &[
        (&[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], false),
        (&[("sec-fetch-site", "same-site"), ("origin", "https://other.localhost")], false),
        (&[("origin", "https://evil.example")], false),
        (&[("origin", "null")], false),
        (&[], false),
        (&[("sec-fetch-site", "same-origin"), ("origin", &own)], true),
        (&[("origin", &own)], true),
    ];
    for (fields, accepted) in cases {
        let mut request =
            http::Request::builder().method(Method::POST).uri("/language").header("host", &host);
        for (name, value) in *fields {
            request = request.header(*name, *value);
        }
        let request = request
            .header("cookie", &cookie)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Full::from("language=en"))
            .unwrap();
        let status = visitor.begin(request).await.unwrap().status();
        assert_eq!(status != 403, *accepted, "{fields:?} was answered {status}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_is_kept_with_the_account() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(QUENTIN).await;
    assert!(visitor.get_with("/", &[("accept-language", "fr")]).await.text().contains("lang=\"fr\""));
    assert_eq!(visitor.post("/language", &[("language", "en")]).await.status, 303);
    assert!(visitor.get_with("/", &[("accept-language", "fr")]).await.text().contains("lang=\"en\""));
    let mut elsewhere = pair.signed_in(QUENTIN).await;
    assert!(elsewhere.get_with("/", &[("accept-language", "fr")]).await.text().contains("lang=\"en\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_at_the_public_front_cannot_make_staff_wait() {
    let pair = Pair::start().await;
    let mut stranger = pair.visitor();
    for _ in 0..7 {
        assert!(stranger.sign_in(STAFF.login, "a guess").await.status.is_client_error());
    }
    assert_eq!(stranger.sign_in(STAFF.login, STAFF.password).await.status, 429);
    let mut clerk = Visitor::new(pair.staff, &pair.world.pki.ca());
    assert_eq!(clerk.sign_in(STAFF.login, STAFF.password).await.status, 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_account_page_tells_staff_too_that_a_mail_did_not_arrive_and_names_no_terms_where_there_are_none()
{
    let pair = Pair::start().await;
    let mut clerk = Visitor::new(pair.staff, &pair.world.pki.ca());
    assert_eq!(clerk.sign_in(STAFF.login, STAFF.password).await.status, 303);
    let told = "n’a pas pu vous être remis il y a";
    let page = clerk.get("/account").await;
    assert!(!page.text().contains(told) && page.links("/terms").is_empty(), "{}", page.text());
    let options = SqliteConnectOptions::new().filename(pair.world.path("store.db"));
    let mut store = SqliteConnection::connect_with(&options).await.unwrap();
    let failed = "insert into outbox (cause, account, language, front_kind, message, state, created_at, due_at, settled_at) \
        select 'a', id, 'fr', 'staff', 'new_device', 'failed', 1, 1, created_at from account where login = ?1";
    sqlx::query(failed).bind(STAFF.login).execute(&mut store).await.unwrap();
    let page = clerk.get("/account").await;
    assert!(page.text().contains(told), "{}", page.text());
}
