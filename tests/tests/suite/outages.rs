//! A database goes away: kind answers within three seconds, and everything comes back by itself.

use std::{
    fs,
    time::{Duration, Instant},
};

use vantail_tests::{
    organisation::ELEONORE,
    pair::{Pair, World},
    postgres::Cluster,
    processes::ops_status,
    until::until_within,
    web::Answer,
};

const PROMPT: Duration = Duration::from_secs(3);
const RECOVERY: Duration = Duration::from_secs(5);

fn assert_kind_outage(answer: &Answer, began: Instant) {
    assert!(began.elapsed() < PROMPT, "answered after {:?}", began.elapsed());
    assert_eq!(answer.status, 503);
    assert!(!answer.header("retry-after").is_empty());
    let id = answer.header("x-request-id");
    assert!(!id.is_empty() && answer.text().contains(id), "the page shows the request's id");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_business_database_goes_and_comes_back() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    assert_eq!(visitor.get("/p/statement").await.status, 200);
    let (here, away) = (pair.world.path("business.db"), pair.world.path("away.db"));
    fs::rename(&here, &away).unwrap();
    let ops = pair.back.addresses.ops;
    until_within(PROMPT, "the back to be unready", async || {
        (ops_status(ops, "/readyz").await == Some(503)).then_some(())
    })
    .await;
    assert_eq!(ops_status(ops, "/livez").await, Some(200));
    let began = Instant::now();
    assert_kind_outage(&visitor.get("/p/statement").await, began);

    fs::rename(&away, &here).unwrap();
    until_within(RECOVERY, "the statement to come back", async || {
        (visitor.clone().get("/p/statement").await.status == 200).then_some(())
    })
    .await;
    until_within(RECOVERY, "the back to be ready", async || {
        (ops_status(ops, "/readyz").await == Some(200)).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_postgresql_store_goes_and_comes_back() {
    let mut cluster = Cluster::start().await;
    let pair = Pair::in_world(World::build().await, &cluster.url()).await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    assert_eq!(visitor.get("/").await.status, 200);

    cluster.stop().await;
    for path in ["/", "/p/statement"] {
        let began = Instant::now();
        assert_kind_outage(&visitor.get(path).await, began);
    }
    let began = Instant::now();
    let answer = pair.visitor().sign_in(ELEONORE.login, ELEONORE.password).await;
    assert!(began.elapsed() < PROMPT && answer.status == 503, "nobody is let in: {}", answer.status);

    cluster.restart().await;
    until_within(RECOVERY, "the session to be known again", async || {
        (visitor.clone().get("/").await.status == 200).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_back_goes_and_the_front_says_so_at_once() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    pair.back.lifecycle.drain.cancel();
    pair.back.lifecycle.stop.cancel();
    until_within(RECOVERY, "the front to notice", async || {
        (visitor.clone().get("/").await.status == 503).then_some(())
    })
    .await;
    let began = Instant::now();
    assert_kind_outage(&visitor.get("/").await, began);
    assert!(began.elapsed() < Duration::from_secs(1));
}
