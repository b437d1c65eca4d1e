//! Documents through both hops: ranges, conditions, types, and what happens when the hop breaks.

use bytes::Bytes;
use http::Method;
use http_body_util::{BodyExt as _, Full};
use vantail_tests::{
    organisation::{self, ELEONORE, LARGE, QUENTIN},
    pair::Pair,
    proxy::Proxy,
    until::until,
    web::Visitor,
};

/// The links of the documents page, newest first: receipt (10 KB), minutes (3 MB), plan (PNG), table. The file that is
/// missing and the one that leads outside are listed without a link.
async fn links(visitor: &mut Visitor) -> Vec<String> {
    let page = visitor.get("/p/documents").await;
    assert_eq!(page.status, 200);
    let mut links: Vec<String> =
        page.links("/d/").into_iter().map(|link| link.split('?').next().unwrap().to_owned()).collect();
    links.dedup();
    links
}

#[tokio::test(flavor = "multi_thread")]
async fn documents_arrive_whole_with_their_type() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    let cases = [
        (0, "application/pdf", organisation::content(10_240)),
        (1, "application/pdf", organisation::content(LARGE)),
        (2, "image/png", b"\x89PNG\r\n\x1a\n not really".to_vec()),
    ];
    for (index, media_type, content) in cases {
        let answer = visitor.get(&links[index]).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("content-length"), content.len().to_string());
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("accept-ranges"), "bytes");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"));
        assert!(answer.header("content-disposition").starts_with("inline"));
        assert_eq!(answer.body, content);
        let saved = visitor.get(&format!("{}?download", links[index])).await;
        assert!(saved.header("content-disposition").starts_with("attachment"));
        assert_eq!(saved.body, content);
    }
    let table = visitor.get(links.last().unwrap()).await;
    assert!(table.header("content-type").starts_with("text/csv"));
    assert!(table.header("content-disposition").starts_with("attachment"));
}

#[tokio::test(flavor = "multi_thread")]
async fn ranges_and_conditions_hold_through_both_hops() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    for (link, size) in [(&links[0], 10_240), (&links[1], LARGE)] {
        let content = organisation::content(size);
        let whole = visitor.get(link).await;
        let etag = whole.header("etag").to_owned();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
        for (range, from, to) in [
            ("bytes=0-0".to_owned(), 0, 1),
            ("bytes=100-199".to_owned(), 100, 200),
            (format!("bytes={}-", size - 10), size - 10, size),
            ("bytes=-7".to_owned(), size - 7, size),
            (format!("bytes=5-{}", size * 2), 5, size),
        ] {
            let part = visitor.get_with(link, &[("range", &range), ("if-range", &etag)]).await;
            assert_eq!(part.status, 206, "{range}");
            assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", to - 1));
            assert_eq!(part.body, content[from..to], "{range}");
        }
        let changed = visitor.get_with(link, &[("range", "bytes=0-9"), ("if-range", "\"other\"")]).await;
        assert_eq!((changed.status.as_u16(), changed.body.len()), (200, size));
        let beyond = visitor.get_with(link, &[("range", &format!("bytes={size}-"))]).await;
        assert_eq!(beyond.status, 416);
        assert_eq!(beyond.header("content-range"), format!("bytes */{size}"));
        let known = visitor.get_with(link, &[("if-none-match", &format!("\"x\", {etag}"))]).await;
        assert_eq!((known.status.as_u16(), known.body.len(), known.header("etag")), (304, 0, etag.as_str()));
        let head = visitor.request(Method::HEAD, link).body(Full::default()).unwrap();
        let head = visitor.send(head).await.unwrap();
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
        assert_eq!(head.header("content-length"), size.to_string());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_open_is_answered_like_what_does_not_exist() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let mut other = pair.signed_in(QUENTIN).await;
    let links = links(&mut visitor).await;
    let page = visitor.get("/p/documents").await;
    assert!(page.text().contains("Pièce égarée") && page.text().contains("Échappée"));
    assert_eq!(links.len(), 4);
    std::fs::remove_file(pair.world.path("documents/plan.png")).unwrap();
    let gone = &links[2];
    let own = &links[0];
    let mut changed = own.clone().into_bytes();
    let last = changed.len() - 5;
    changed[last] = if changed[last] == b'A' { b'B' } else { b'A' };
    let changed = String::from_utf8(changed).unwrap();

    let mut bodies = Vec::new();
    for path in [gone.as_str(), &changed, "/d/none", "/p/statement/none", "/p/none", "/none"] {
        let answer = visitor.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        bodies.push(answer.text().len());
    }
    assert_eq!(other.get(own).await.status, 404);
    assert!(bodies.iter().all(|length| *length == bodies[0]), "{bodies:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_other_sites_cannot_embed_a_document() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    let cookie = format!("__Host-vantail={}", visitor.cookie("__Host-vantail").unwrap());
    let request = http::Request::get(&links[0])
        .header("host", format!("localhost:{}", pair.public.port()))
        .header("cookie", cookie)
        .header("sec-fetch-site", "cross-site")
        .body(Full::<Bytes>::default())
        .unwrap();
    assert_eq!(visitor.begin(request).await.unwrap().status(), 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_that_shrinks_midway_breaks_the_answer() {
    let pair = Pair::start().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    let path = pair.world.path("documents/2026/pv.pdf");
    let original = organisation::content(40 * 1024 * 1024);
    std::fs::write(&path, &original).unwrap();
    let request = visitor.request(Method::GET, &links[1]).body(Full::default()).unwrap();
    let mut response = visitor.begin(request).await.unwrap();
    let first = response.body_mut().frame().await.unwrap().unwrap();
    assert!(first.is_data());
    std::fs::File::options().write(true).open(&path).unwrap().set_len(1024 * 1024).unwrap();
    assert!(response.into_body().collect().await.is_err(), "the answer must not end as if it were whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_at_any_byte_of_the_hop_never_looks_like_a_whole_document() {
    let mut pair = Pair::start().await;
    let proxy = Proxy::before(pair.back.addresses.files[0]).await;
    let front = pair.front_through(proxy.address).await;
    let mut visitor = Visitor::new(front, &pair.world.pki.ca());
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    let links = links(&mut visitor).await;
    let large = i64::try_from(LARGE).unwrap();
    // Around the ends of the handshake, of frames and of the document, and at odd places between.
    let near = [0, 1, 9, 100, 1500, 3000, 4096, 9000, 16_384, 16_393, 262_144, 262_153, 524_288];
    let places = near.into_iter().chain((1..40).map(|i| i * 80_021)).chain((0..12).map(|i| large + 1000 * i));
    let (mut broken, mut whole) = (0, 0);
    for place in places {
        for (link, size) in [(&links[0], 10_240), (&links[1], LARGE)] {
            proxy.cut_after(place);
            let request = visitor.request(Method::GET, link).body(Full::default()).unwrap();
            let outcome = visitor.clone().send(request).await;
            proxy.mend();
            match outcome {
                Err(_) => broken += 1,
                Ok(answer) if answer.status == 200 => {
                    assert_eq!(answer.body, organisation::content(size), "cut after {place} bytes");
                    whole += 1;
                }
                Ok(answer) => assert_eq!(answer.status, 503, "cut after {place} bytes"),
            }
            until("the hop to be mended", async || {
                (visitor.clone().get(&links[2]).await.status == 200).then_some(())
            })
            .await;
        }
    }
    assert!(broken > 20 && whole > 5, "{broken} broken, {whole} whole");
}
