//! Floods of HTTP/2 end the flooder's connection and nobody else's; one of forms is answered at once.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use h2::{Reason, client};
use http::{Method, Request, header};
use rustls::pki_types::ServerName;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};
use tokio_rustls::TlsConnector;
use vantail_proto::portal::LegalRequest;
use vantail_tests::{organisation::ELEONORE, pair::Pair, until::until, web::trusting, wire::with};

/// Requests that are reset at once, one after the other; tells how many went before the connection was ended.
async fn rapid_reset<T>(
    mut sender: client::SendRequest<bytes::Bytes>,
    connection: client::Connection<T>,
    request: impl Fn() -> Request<()>,
) -> u32
where
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let running = tokio::spawn(connection);
    for count in 0..20_000 {
        let Ok(ready) = sender.ready().await else { return count };
        sender = ready;
        let Ok((_, mut stream)) = sender.send_request(request(), false) else { return count };
        stream.send_reset(Reason::CANCEL);
        if running.is_finished() {
            return count;
        }
        tokio::task::yield_now().await;
    }
    20_000
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_resets_without_end_is_let_go() {
    let pair = Pair::start().await;
    let mut other = pair.signed_in(ELEONORE).await;
    let mut tls = trusting(&pair.world.pki.ca());
    tls.alpn_protocols = vec![b"h2".to_vec()];
    let tcp = TcpStream::connect(pair.public).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(Arc::new(tls)).connect(name, tcp).await.unwrap();
    let (sender, connection) = client::handshake(stream).await.unwrap();
    let uri = format!("https://localhost:{}/legal", pair.public.port());
    let flood = tokio::spawn(rapid_reset(sender, connection, move || Request::get(&uri).body(()).unwrap()));
    let mut slowest = Duration::ZERO;
    for _ in 0..20 {
        let began = Instant::now();
        assert_eq!(other.get("/p/statement").await.status, 200);
        slowest = slowest.max(began.elapsed());
    }
    let sent = flood.await.unwrap();
    assert!(sent < 20_000, "the connection was never ended");
    assert!(slowest < Duration::from_secs(1), "somebody waited {slowest:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_front_that_resets_without_end_is_let_go_too() {
    let pair = Pair::start().await;
    let tls = pair.world.pki.client("public-f1", 0);
    let stream = tls.connect(pair.back.addresses.data[0]).await.unwrap();
    let (sender, connection) = client::handshake(stream).await.unwrap();
    let request = || {
        Request::post("http://back/vantail.portal.v1.Portal/Legal")
            .header("content-type", "application/grpc")
            .header("te", "trailers")
            .body(())
            .unwrap()
    };
    let sent = rapid_reset(sender, connection, request).await;
    assert!(sent < 20_000, "the connection was never ended");
    assert!(pair.wire("public-f1").await.portal().legal(with(None, LegalRequest {})).await.is_ok());
}

/// Forms of one network that a front takes at once by default.
const FORMS: usize = 64;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_finds_no_place_for_a_form_is_told_so_in_their_language() {
    let pair = Pair::start().await;
    let visitor = pair.visitor();
    let host = format!("localhost:{}", pair.public.port());
    let head = format!(
        "POST /login HTTP/1.1\r\nHost: {host}\r\nOrigin: https://{host}\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\n"
    );
    for (language, sentence) in [("fr", "Réessayez dans 2 secondes"), ("en", "Try again in 2 seconds")] {
        let busy = async || {
            // Forms whose bodies do not come: new ones each time, for the front waits ten seconds for each.
            let mut stalled = Vec::with_capacity(FORMS);
            for _ in 0..FORMS {
                let mut stream = visitor.connection().await;
                stream.write_all(head.as_bytes()).await.unwrap();
                stalled.push(stream);
            }
            let request = visitor
                .request(Method::POST, "/login")
                .header(header::ACCEPT_LANGUAGE, language)
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body("login=a&password=b".into())
                .unwrap();
            let answer = visitor.clone().send(request).await.unwrap();
            (answer.status == 503).then_some(answer)
        };
        let answer = until("a front without a place", busy).await;
        let (text, id) = (answer.text(), answer.header("x-request-id"));
        assert!(text.contains(&format!("<html lang=\"{language}\"")), "{text}");
        assert!(text.contains(sentence), "{text}");
        assert!(!id.is_empty() && text.contains(&format!("<code>{id}</code>")), "{id} in {text}");
        assert_eq!(answer.header("retry-after"), "2");
    }
}
