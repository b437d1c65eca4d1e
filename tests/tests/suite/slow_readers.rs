//! Slow downloads starve nobody, and browsers that go away in the middle harm nobody.

use std::time::{Duration, Instant};

use http::Method;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use vantail_tests::{
    organisation::{self, ELEONORE},
    pair::Pair,
    web::Visitor,
};

const SLOW: usize = 500;

async fn links(visitor: &mut Visitor) -> Vec<String> {
    let page = visitor.get("/p/documents").await;
    page.links("/d/").into_iter().filter(|link| !link.contains('?')).collect()
}

/// Begins a download and reads one frame of it.
async fn begin(visitor: &Visitor, link: &str) -> http::Response<Incoming> {
    let request = visitor.request(Method::GET, link).body(Full::default()).unwrap();
    let mut response = visitor.begin(request).await.unwrap();
    assert_eq!(response.status(), 200);
    response.body_mut().frame().await.unwrap().unwrap();
    response
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_stalled_downloads_starve_nobody() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    std::fs::write(pair.world.path("documents/2026/pv.pdf"), organisation::content(8 * 1024 * 1024)).unwrap();
    let links = links(&mut visitor).await;
    let mut stalled = Vec::with_capacity(SLOW);
    for _ in 0..SLOW {
        stalled.push(begin(&visitor, &links[1]).await);
    }
    let mut slowest = Duration::ZERO;
    for _ in 0..100 {
        let began = Instant::now();
        assert_eq!(visitor.get(&links[0]).await.status, 200);
        assert_eq!(visitor.get("/p/statement").await.status, 200);
        slowest = slowest.max(began.elapsed());
    }
    assert!(slowest < Duration::from_secs(3), "somebody waited {slowest:?}");
    // And a large document still arrives whole beside them.
    let whole = visitor.get(&links[1]).await;
    assert_eq!(whole.body.len(), 8 * 1024 * 1024);
    // The stalled ones were not lost: one of them goes on to its end.
    let last = stalled.pop().unwrap().into_body().collect().await.unwrap().to_bytes();
    assert!(last.len() < 8 * 1024 * 1024 && last.len() > 7 * 1024 * 1024);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_thousand_cancelled_downloads_harm_nobody() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    for _ in 0..100 {
        let mut together = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (visitor, link) = (visitor.clone(), links[1].clone());
            together.spawn(async move { drop(begin(&visitor, &link).await) });
        }
        together.join_all().await;
        assert_eq!(visitor.get(&links[0]).await.status, 200);
    }
    assert_eq!(visitor.get(&links[1]).await.body, organisation::content(organisation::LARGE));
}
