//! Documents: ranges, conditions, names, and streams that break.

use super::{
    back::{ETAG, HUGE, LARGE, SMALL, content},
    client::{Answer, ask, cookie, get},
    world::World,
};

async fn fetch(world: &World, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
    let (name, value) = cookie();
    let mut all = vec![(name, value.as_str())];
    all.extend_from_slice(headers);
    ask(world, method, path, &all, "").await
}

/// Handle, headers, then what is answered: status, body, `Content-Range`.
type Case = (&'static str, &'static [(&'static str, &'static str)], u16, Vec<u8>, &'static str);

#[tokio::test]
async fn ranges_and_conditions_are_answered_as_the_rules_say() {
    let world = World::start().await;
    let part = |range: std::ops::Range<usize>| content(LARGE).slice(range).to_vec();
    let cases: [Case; 12] = [
        ("large", &[], 200, part(0..LARGE), ""),
        ("large", &[("range", "bytes=0-99")], 206, part(0..100), "bytes 0-99/1000000"),
        ("large", &[("range", "bytes=999990-")], 206, part(LARGE - 10..LARGE), "bytes 999990-999999/1000000"),
        ("large", &[("range", "bytes=-300000")], 206, part(700_000..LARGE), "bytes 700000-999999/1000000"),
        ("large", &[("range", "bytes=1000000-")], 416, vec![], "bytes */1000000"),
        ("large", &[("range", "bytes=0-1,5-6")], 200, part(0..LARGE), ""),
        ("large", &[("range", "bytes=0-9"), ("if-range", ETAG)], 206, part(0..10), "bytes 0-9/1000000"),
        ("large", &[("range", "bytes=0-9"), ("if-range", "\"v0\"")], 200, part(0..LARGE), ""),
        ("large", &[("range", "bytes=0-9"), ("if-range", "W/\"v1\"")], 200, part(0..LARGE), ""),
        ("large", &[("if-none-match", "W/\"v1\"")], 304, vec![], ""),
        ("small", &[("if-none-match", "\"v0\", \"v1\"")], 304, vec![], ""),
        ("small", &[("if-none-match", "\"v0\"")], 200, content(SMALL).to_vec(), ""),
    ];
    for (handle, headers, status, body, range) in cases {
        let answer = fetch(&world, "GET", &format!("/d/{handle}"), headers).await;
        assert_eq!(answer.status, status, "{headers:?}");
        assert!(answer.whole && answer.body == body, "{headers:?}");
        assert_eq!(answer.header("content-range"), range, "{headers:?}");
        assert_eq!((answer.header("etag"), answer.header("accept-ranges")), (ETAG, "bytes"), "{headers:?}");
    }
    let head = fetch(&world, "HEAD", "/d/large", &[]).await;
    assert_eq!((head.status, head.header("content-length")), (200, "1000000"));
    assert_eq!(world.backs[0].back.calls("read"), 5);
}

#[tokio::test]
async fn a_document_is_shown_in_place_only_where_that_is_safe() {
    let world = World::start().await;
    let name = "filename=\"Releve n_ 3.pdf\"; filename*=UTF-8''Relev%C3%A9%20n%C2%B0%203.pdf";
    for (path, disposition, media_type) in [
        ("/d/small", "inline", "application/pdf"),
        ("/d/small?download", "attachment", "application/pdf"),
        ("/d/picture", "inline", "image/png"),
        ("/d/page", "attachment", "text/html"),
    ] {
        let answer = get(&world, path, "fr").await;
        assert_eq!(answer.header("content-disposition"), format!("{disposition}; {name}"));
        assert_eq!(answer.header("content-type"), media_type);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(policy.ends_with("sandbox"), "{policy}");
    }
    for (site, status) in [("same-origin", 200), ("none", 200), ("cross-site", 403), ("same-site", 403)] {
        assert_eq!(fetch(&world, "GET", "/d/small", &[("sec-fetch-site", site)]).await.status, status);
    }
    assert_eq!(get(&world, "/d/stale", "fr").await.status, 404);
}

#[tokio::test]
async fn a_stream_that_is_cut_never_looks_whole() {
    let world = World::start().await;
    for cut in [0, 1, 262_143, 262_144, 262_145, 524_288, LARGE - 1, LARGE] {
        world.backs[0].back.mood(|mood| mood.cut_after = Some(cut));
        let answer = fetch(&world, "GET", "/d/large", &[]).await;
        assert!(!answer.whole && answer.body.len() < LARGE, "cut at {cut}: {} bytes", answer.body.len());
    }
    world.backs[0].back.mood(|mood| mood.cut_after = None);
    assert!(fetch(&world, "GET", "/d/large", &[]).await.whole);
}

#[tokio::test]
async fn a_browser_that_goes_away_ends_its_stream_and_harms_nobody() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let world = World::start().await;
    for _ in 0..40 {
        let mut stream = super::client::connect(&world).await;
        let (name, value) = cookie();
        let request = format!("GET /d/large HTTP/1.1\r\nhost: localhost\r\n{name}: {value}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut some = [0; 1000];
        stream.read_exact(&mut some).await.unwrap();
    }
    let open = |world: &World| world.backs[0].back.open_streams.load(std::sync::atomic::Ordering::SeqCst);
    world.until(async |world| open(world) == 0).await;
    assert!(fetch(&world, "GET", "/d/large", &[]).await.whole);
    assert_eq!(get(&world, "/", "fr").await.status, 200);
}

#[tokio::test]
async fn a_reader_who_takes_nothing_is_let_go() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let world = World::with("public", 1, "[limits]\nstalled = 1\n").await;
    let (name, value) = cookie();
    let request = format!("GET /d/huge HTTP/1.1\r\nhost: localhost\r\n{name}: {value}\r\n\r\n");
    let mut head = [0; 16];
    // A machine that stands still for a second lets go whoever has only just come: they come again.
    let mut stream = loop {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        // So that the answer cannot lie ready in the kernel.
        socket.set_recv_buffer_size(4096).unwrap();
        let tcp = socket.connect(world.front).await.unwrap();
        let mut stream = super::client::connect_over(&world, tcp).await;
        let sent = stream.write_all(request.as_bytes()).await.is_ok();
        if sent && stream.read_exact(&mut head).await.is_ok() {
            break stream;
        }
    };
    assert!(head.starts_with(b"HTTP/1.1 200 OK"));
    let open = |world: &World| world.backs[0].back.open_streams.load(std::sync::atomic::Ordering::SeqCst);
    world.until(async |world| open(world) == 0).await;
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(rest.len() < HUGE, "it did not come whole: {} bytes", rest.len());
}
