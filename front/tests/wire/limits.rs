//! What is too long, too slow or out of form.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::{
    client::{ask, connect, get, raw},
    world::World,
};

#[tokio::test]
async fn requests_out_of_form_are_refused() {
    let world = World::start().await;
    let long = "a".repeat(5000);
    let cases = [
        ("GET /login HTTP/1.1\r\nhost: a\r\nhost: b\r\nconnection: close\r\n\r\n".to_owned(), 400),
        ("GET /login HTTP/1.1\r\nconnection: close\r\n\r\n".to_owned(), 400),
        (format!("GET /{long} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"), 414),
        ("PUT /login HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_owned(), 405),
        ("TRACE / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n".to_owned(), 405),
        (
            "POST /login HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 99999999\r\n\
             content-type: application/x-www-form-urlencoded\r\n\r\nlogin=a"
                .to_owned(),
            413,
        ),
        (
            format!(
                "POST /login HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\
                 content-type: application/x-www-form-urlencoded\r\n\r\n{}0\r\n\r\n",
                format!("1388\r\n{long}\r\n").repeat(5)
            ),
            413,
        ),
        (
            "POST /login HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\
             content-type: text/plain\r\n\r\nhi"
                .to_owned(),
            415,
        ),
    ];
    for (request, status) in cases {
        let answer = raw(&world, request.as_bytes()).await;
        assert_eq!(answer.status, status, "{}", &request[..request.len().min(60)]);
        assert!(answer.header("content-type").starts_with("text/html"), "{status}");
    }
    let head = format!("GET /login HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "b".repeat(40_000));
    assert!(matches!(raw(&world, head.as_bytes()).await.status, 0 | 431));
    assert_eq!(get(&world, "/", "fr").await.status, 200);
}

#[tokio::test]
async fn who_dawdles_is_let_go_and_holds_up_nobody() {
    let world = World::start().await;
    // Nothing at all after TCP; a head that never ends; a body that never comes.
    let mut silent = tokio::net::TcpStream::connect(world.front).await.unwrap();
    let mut head = connect(&world).await;
    head.write_all(b"GET /login HTTP/1.1\r\nhost: a\r\nx-").await.unwrap();
    let mut body = connect(&world).await;
    body.write_all(
        b"POST /login HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\
          content-type: application/x-www-form-urlencoded\r\n\r\nlogin=",
    )
    .await
    .unwrap();
    assert_eq!(ask(&world, "GET", "/login", &[], "").await.status, 200);
    let ends = async {
        let mut rest = Vec::new();
        drop(silent.read_to_end(&mut rest).await);
        drop(head.read_to_end(&mut rest).await);
        let mut answer = [0; 16];
        let read = body.read(&mut answer).await.unwrap_or(0);
        String::from_utf8_lossy(&answer[..read]).into_owned()
    };
    let answer =
        tokio::time::timeout(std::time::Duration::from_secs(25), ends).await.expect("let go in time");
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
}

#[tokio::test]
async fn a_drain_finishes_what_runs_and_takes_nothing_new() {
    let world = World::start().await;
    world.backs[0].back.mood(|mood| mood.delay = std::time::Duration::from_millis(300));
    let running = get(&world, "/", "fr");
    let drain = async {
        world.until(async |world| world.backs[0].back.calls("home") == 1).await;
        world.lifecycle.drain.cancel();
    };
    let (answer, ()) = tokio::join!(running, drain);
    assert_eq!(answer.status, 200);
    world.until(async |world| world.running.is_finished()).await;
    assert!(tokio::net::TcpStream::connect(world.front).await.is_err());
}

#[tokio::test]
async fn new_certificates_are_taken_without_a_restart_and_bad_ones_refused() {
    let world = World::start().await;
    let key = std::fs::read(world.folder.path().join("https.key")).unwrap();
    std::fs::write(world.folder.path().join("https.key"), "no key").unwrap();
    world.reload.send(()).await.unwrap();
    assert_eq!(get(&world, "/", "fr").await.status, 200);
    std::fs::write(world.folder.path().join("https.key"), key).unwrap();
    world.reload.send(()).await.unwrap();
    assert_eq!(get(&world, "/", "fr").await.status, 200);
}
