//! A visitor without a browser: HTTPS over loopback, one cookie, nothing followed, nothing hidden.

use std::{collections::BTreeMap, net::SocketAddr, path::Path, sync::Arc};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};

/// One visitor. Each request is a connection of its own.
#[derive(Debug, Clone)]
pub struct Visitor {
    address: SocketAddr,
    tls: Arc<ClientConfig>,
    cookies: BTreeMap<String, String>,
}

/// A whole answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The header fields.
    pub headers: HeaderMap,
    /// The body, as text where it is text.
    pub body: Bytes,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// A header field as text; empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// All values of the attribute `name` that begin with `prefix`, in order.
    pub fn links(&self, prefix: &str) -> Vec<String> {
        let mut found = Vec::new();
        for part in self.text().split("href=\"").skip(1) {
            let target = part.split('"').next().unwrap_or("").replace("&amp;", "&").replace("&#38;", "&");
            if target.starts_with(prefix) {
                found.push(target);
            }
        }
        found
    }
}

/// Trusts the CA of a world, as its users' browsers would.
pub fn trusting(ca: &Path) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&std::fs::read(ca).unwrap()) {
        roots.add(certificate.unwrap()).unwrap();
    }
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth()
}

impl Visitor {
    /// Somebody who has never been here.
    pub fn new(address: SocketAddr, ca: &Path) -> Self {
        Self { address, tls: Arc::new(trusting(ca)), cookies: BTreeMap::new() }
    }

    /// A TLS connection to the front, for whoever speaks HTTP by hand.
    pub async fn connection(&self) -> TlsStream<TcpStream> {
        let tcp = TcpStream::connect(self.address).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        TlsConnector::from(self.tls.clone()).connect(name, tcp).await.unwrap()
    }

    /// Sends a request and returns as soon as the head of the answer is there.
    pub async fn begin(&self, request: Request<Full<Bytes>>) -> hyper::Result<Response<Incoming>> {
        let (mut sender, connection) = http1::handshake(TokioIo::new(self.connection().await)).await?;
        tokio::spawn(connection);
        sender.send_request(request).await
    }

    /// A request as a browser makes it from a page of the same site.
    pub fn request(&self, method: Method, path: &str) -> http::request::Builder {
        let host = format!("localhost:{}", self.address.port());
        let mut builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ORIGIN, format!("https://{host}"))
            .header(header::HOST, host)
            .header("sec-fetch-site", "same-origin");
        if !self.cookies.is_empty() {
            let line: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            builder = builder.header(header::COOKIE, line.join("; "));
        }
        builder
    }

    /// Sends a request, keeps the cookies, returns the whole answer.
    pub async fn send(&mut self, request: Request<Full<Bytes>>) -> hyper::Result<Answer> {
        let response = self.begin(request).await?;
        let (head, body) = response.into_parts();
        for line in head.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let body = body.collect().await?.to_bytes();
        Ok(Answer { status: head.status, headers: head.headers, body })
    }

    /// GET.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Full::default()).unwrap();
        self.send(request).await.unwrap()
    }

    /// GET with more header fields.
    pub async fn get_with(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut builder = self.request(Method::GET, path);
        for (name, value) in fields {
            builder = builder.header(*name, *value);
        }
        self.send(builder.body(Full::default()).unwrap()).await.unwrap()
    }

    /// POST of a form.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body: Vec<_> = form.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(body.join("&")))
            .unwrap();
        self.send(request).await.unwrap()
    }

    /// Signs in.
    pub async fn sign_in(&mut self, login: &str, password: &str) -> Answer {
        self.post("/login", &[("login", login), ("password", password)]).await
    }

    /// The value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }
}

/// Percent-encodes all that is not plain.
pub fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
