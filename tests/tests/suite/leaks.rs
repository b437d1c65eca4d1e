//! The front's output holds no string of any person, whatever they did.

use vantail_tests::{
    organisation::{ELEONORE, PERSONAL, QUENTIN, WANDA},
    postgres::Cluster,
    processes::Trio,
};

#[tokio::test(flavor = "multi_thread")]
async fn the_fronts_log_names_nobody() {
    let cluster = Cluster::start().await;
    let mut trio = Trio::start(&cluster.url()).await;
    for sample in [ELEONORE, QUENTIN, WANDA] {
        let mut visitor = trio.visitor();
        visitor.sign_in(sample.login, "a wrong password").await;
        assert_eq!(visitor.sign_in(sample.login, sample.password).await.status, 303);
        for path in ["/", "/p/statement", "/p/orders", "/p/details", "/p/documents", "/account", "/legal"] {
            visitor.get(path).await;
        }
        for link in visitor.get("/p/documents").await.links("/d/") {
            visitor.get(&link).await;
        }
        for link in visitor.get("/p/statement").await.links("/p/statement/") {
            assert_eq!(visitor.get(&link).await.status, 200);
        }
        for (path, words) in
            [("/p/orders", "Remboursement serrurier"), ("/search", "Appel de fonds du lot 12")]
        {
            let found =
                visitor.post(path, &[("q", words), ("f0", "=Wanda")]).await.header("location").to_owned();
            // Not everybody has requests.
            if !found.is_empty() {
                assert_eq!(visitor.get(&found).await.status, 200);
                visitor.get(&format!("{found}/csv")).await;
            }
        }
        visitor.get("/p/statement/csv").await;
        // What people paste where it does not belong.
        visitor.get(&format!("/p/{}", sample.login)).await;
        visitor.get(&format!("/?login={}&password={}", sample.login, sample.password)).await;
        visitor.post("/language", &[("language", sample.login)]).await;
        visitor.post("/login?x", &[("login", sample.password), ("password", sample.login)]).await;
        visitor.get_with("/", &[("user-agent", sample.login), ("referer", "https://x/Wanda")]).await;
        visitor.post("/logout", &[]).await;
    }
    for back in &mut trio.backs {
        back.kill().await;
    }
    let mut visitor = trio.visitor();
    visitor.sign_in(ELEONORE.login, ELEONORE.password).await;

    let front = trio.front.log();
    assert!(front.lines().count() > 50, "the front logs its requests");
    let mut cookie = trio.visitor();
    cookie.get("/login").await;
    for text in PERSONAL {
        assert!(!front.contains(text), "{text:?} is in the front's log");
    }
    for line in front.lines() {
        let value: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|_| panic!("not JSON: {line}"));
        assert!(!value.to_string().contains("__Host-"), "{line}");
    }
    // The back's own log names no password and no data either.
    for back in &trio.backs {
        let log = back.log();
        assert!(log.lines().count() > 10);
        for text in PERSONAL {
            assert!(!log.contains(text), "{text:?} is in the back's log");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_id_runs_through_both_logs() {
    let cluster = Cluster::start().await;
    let trio = Trio::start(&cluster.url()).await;
    let mut visitor = trio.visitor();
    visitor.sign_in(QUENTIN.login, QUENTIN.password).await;
    let id = visitor.get("/p/statement").await.header("x-request-id").to_owned();
    assert!(!id.is_empty());
    vantail_tests::until::until("both logs to name the request", async || {
        let backs = trio.backs.iter().filter(|back| back.log().contains(&id)).count();
        (trio.front.log().contains(&id) && backs == 1).then_some(())
    })
    .await;
}
