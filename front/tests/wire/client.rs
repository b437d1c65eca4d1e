//! A browser by hand: HTTP/1.1 over TLS, byte for byte, so that a test can send what no library would.

use std::{collections::HashMap, fmt::Write as _, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};

use super::{back::TOKEN, world::World};

/// An answer.
#[derive(Debug, Default)]
pub struct Answer {
    pub status: u16,
    /// By lower-case name; several of one name are joined with a line feed.
    pub headers: HashMap<String, String>,
    pub body: Vec<u8>,
    /// Whether as many bytes came as were promised.
    pub whole: bool,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("UTF-8")
    }
}

pub async fn connect(world: &World) -> TlsStream<TcpStream> {
    connect_over(world, TcpStream::connect(world.front).await.expect("the front listens")).await
}

/// The same over a connection that is there.
pub async fn connect_over(world: &World, tcp: TcpStream) -> TlsStream<TcpStream> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(world.ca.as_bytes()) {
        roots.add(certificate.expect("PEM")).expect("a CA");
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(Arc::new(config)).connect(name, tcp).await.expect("a handshake")
}

/// Sends bytes and reads the answer until the connection ends.
pub async fn raw(world: &World, bytes: &[u8]) -> Answer {
    let mut stream = connect(world).await;
    // The front may have answered and closed before all is sent: its answer counts.
    drop(stream.write_all(bytes).await);
    drop(stream.flush().await);
    read(&mut stream).await
}

pub async fn read(stream: &mut TlsStream<TcpStream>) -> Answer {
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).await;
    parse(&bytes, end.is_ok())
}

fn parse(bytes: &[u8], ended_well: bool) -> Answer {
    let Some(head_end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Answer::default();
    };
    let head = String::from_utf8(bytes[..head_end].to_vec()).expect("a head of text");
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.get(9..12)?.parse().ok()).unwrap_or(0);
    let mut headers: HashMap<String, String> = HashMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers
            .entry(name.to_lowercase())
            .and_modify(|all| *all = format!("{all}\n{value}"))
            .or_insert_with(|| value.to_owned());
    }
    let mut body = bytes[head_end + 4..].to_vec();
    let whole = match headers.get("content-length").and_then(|length| length.parse::<usize>().ok()) {
        Some(length) => length == body.len(),
        None => ended_well,
    };
    if headers.get("transfer-encoding").is_some_and(|coding| coding == "chunked") {
        body = dechunk(&body);
    }
    Answer { status, headers, body, whole }
}

fn dechunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).unwrap_or("0"), 16).unwrap_or(0);
        if size == 0 {
            break;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = &bytes[end + 4 + size..];
    }
    body
}

/// A request with a list of headers, as a browser of these tests sends it.
pub async fn ask(world: &World, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n");
    for (name, value) in headers {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    if method == "POST" {
        text.push_str("content-type: application/x-www-form-urlencoded\r\n");
        let _ = write!(text, "content-length: {}\r\n", body.len());
    }
    raw(world, format!("{text}\r\n{body}").as_bytes()).await
}

/// The cookie of the one open session.
pub fn cookie() -> (&'static str, String) {
    ("cookie", format!("__Host-vantail={TOKEN}"))
}

/// A page of the person who is signed in.
pub async fn get(world: &World, path: &str, language: &str) -> Answer {
    let (name, value) = cookie();
    ask(world, "GET", path, &[(name, &value), ("accept-language", language)], "").await
}

/// A form of a page of ours, sent by the person who is signed in.
pub async fn post(world: &World, path: &str, body: &str) -> Answer {
    let (name, value) = cookie();
    ask(world, "POST", path, &[(name, &value), ("sec-fetch-site", "same-origin")], body).await
}
