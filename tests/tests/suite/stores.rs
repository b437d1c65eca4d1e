//! Documents in an object store, in zip files and in the database: through the pair they are like files.

use std::{fs, time::Duration};

use http::Method;
use http_body_util::{BodyExt as _, Full};
use tokio::time::Instant;
use vantail_tests::{
    organisation::{self, ELEONORE, LARGE, QUENTIN},
    pair::{Pair, World},
    s3::S3,
    until::until_within,
    web::{Answer, Visitor},
};

const PROMPT: Duration = Duration::from_secs(3);

/// The documents of the organisation in a bucket instead of a folder.
async fn with_bucket() -> (S3, Pair) {
    let mut world = World::build().await;
    let server = S3::start(world.pki.files("https-web"), &world.path("documents"));
    world.documents = server.documents(world.folder.path());
    (server, Pair::in_world(world, "sqlite:store.db").await)
}

/// The links of the documents page, each once, newest first.
async fn links(visitor: &mut Visitor) -> Vec<String> {
    let page = visitor.get("/p/documents").await;
    assert_eq!(page.status, 200);
    let all = page.links("/d/").into_iter();
    let mut links: Vec<String> = all.map(|link| link.split('?').next().unwrap().to_owned()).collect();
    links.dedup();
    links
}

/// A document is served whole, in parts, by condition and by its head.
async fn assert_served(visitor: &mut Visitor, link: &str, content: &[u8]) {
    let whole = visitor.get(link).await;
    assert_eq!(whole.status, 200);
    assert!(whole.body == content, "{} bytes instead of {}", whole.body.len(), content.len());
    let size = content.len();
    assert_eq!(whole.header("content-length"), size.to_string());
    let etag = whole.header("etag").to_owned();
    for (range, from, to) in [
        ("bytes=0-0".to_owned(), 0, 1),
        (format!("bytes={}-", size / 2), size / 2, size),
        (format!("bytes=-{}", size / 3), size - size / 3, size),
    ] {
        let part = visitor.get_with(link, &[("range", &range)]).await;
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", to - 1));
        assert!(part.body == content[from..to], "{range}");
    }
    let beyond = visitor.get_with(link, &[("range", &format!("bytes={size}-"))]).await;
    assert_eq!(beyond.status, 416);
    let known = visitor.get_with(link, &[("if-none-match", &etag)]).await;
    assert_eq!((known.status.as_u16(), known.body.len(), known.header("etag")), (304, 0, etag.as_str()));
    let head = visitor.request(Method::HEAD, link).body(Full::default()).unwrap();
    let head = visitor.send(head).await.unwrap();
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), size.to_string());
    let saved = visitor.get(&format!("{link}?download")).await;
    assert!(saved.header("content-disposition").starts_with("attachment"));
}

fn assert_away(answer: &Answer, began: Instant) {
    assert_eq!(answer.status, 503);
    assert!(began.elapsed() < PROMPT, "answered after {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_serves_like_a_folder() {
    let (mut server, pair) = with_bucket().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    assert_eq!(links.len(), 4, "what is missing or leads outside has no link");
    assert_served(&mut visitor, &links[0], &organisation::content(10_240)).await;
    assert_served(&mut visitor, &links[1], &organisation::content(LARGE)).await;
    let name = visitor.get(&links[0]).await.header("content-disposition").to_owned();
    assert!(name.contains("Quittance"), "{name}");
    assert_eq!(pair.signed_in(QUENTIN).await.get(&links[0]).await.status, 404);

    let etag = visitor.get(&links[0]).await.header("etag").to_owned();
    fs::write(pair.world.path("documents/2026/quittance.pdf"), organisation::content(9_000)).unwrap();
    server.load();
    let changed = visitor.get_with(&links[0], &[("if-none-match", &etag)]).await;
    assert_eq!((changed.status.as_u16(), changed.body.len()), (200, 9_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_store_that_is_away_takes_only_its_documents_along() {
    let (mut server, pair) = with_bucket().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    for frozen in [true, false] {
        if frozen {
            server.freeze();
        } else {
            server.kill();
        }
        for link in &links[..2] {
            let began = Instant::now();
            assert_away(&visitor.get(link).await, began);
        }
        for page in ["/", "/p/statement", "/p/documents"] {
            let began = Instant::now();
            let answer = visitor.get(page).await;
            assert_eq!(answer.status, 200, "{page}");
            assert!(began.elapsed() < PROMPT, "{page} after {:?}", began.elapsed());
        }
        // Nobody can tell what is missing now: everything may be tried.
        assert!(visitor.get("/p/documents").await.links("/d/").len() >= links.len());
        if frozen {
            server.thaw();
            until_within(Duration::from_secs(10), "the store to be found again", async || {
                (visitor.clone().get(&links[1]).await.status == 200).then_some(())
            })
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_ends_midway_breaks_the_answer() {
    let world = World::build().await;
    fs::write(world.path("documents/2026/pv.pdf"), organisation::content(64 * 1024 * 1024)).unwrap();
    let mut world = world;
    let mut server = S3::start(world.pki.files("https-web"), &world.path("documents"));
    world.documents = server.documents(world.folder.path());
    let pair = Pair::in_world(world, "sqlite:store.db").await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    let request = visitor.request(Method::GET, &links[1]).body(Full::default()).unwrap();
    let mut response = visitor.begin(request).await.unwrap();
    assert!(response.body_mut().frame().await.unwrap().unwrap().is_data());
    server.kill();
    assert!(response.into_body().collect().await.is_err(), "the answer must not end as if it were whole");
}
