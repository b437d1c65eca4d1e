//! Requests to a provider: HTTP/1.1 over TLS, one connection each, every step of bounded length and size.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1::handshake;
use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    sync::Semaphore,
    time::timeout,
};
use tokio_rustls::TlsConnector;
use vantail_shared::failure::{Code, Failure};

use super::address::Address;

/// From nothing to the last byte of the answer.
const WHOLE: Duration = Duration::from_millis(2500);
/// Largest answer, in bytes.
const MOST: usize = 256 * 1024;
/// Requests to one provider at once.
const PLACES: usize = 32;

/// Speaks with one provider.
pub(super) struct Client {
    tls: TlsConnector,
    places: Semaphore,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Client {
    pub(super) fn new(tls: Arc<ClientConfig>) -> Self {
        Self { tls: TlsConnector::from(tls), places: Semaphore::new(PLACES) }
    }

    /// GET of JSON.
    ///
    /// # Errors
    /// `Unavailable` when the provider does not answer in time, or with anything but success; `Busy` when too many ask.
    pub(super) async fn get(&self, at: &Address) -> Result<Bytes, Failure> {
        let request = Request::get(target(at)).body(Full::default()).map_err(Failure::internal)?;
        match self.send(at, request).await? {
            (StatusCode::OK, body) => Ok(body),
            (status, _) => Err(away(format!("it answers {status}"))),
        }
    }

    /// POST of a form; the status and the answer.
    ///
    /// # Errors
    /// As [`Client::get`], but any status that is no fault of the provider's is an answer.
    pub(super) async fn post(
        &self,
        at: &Address,
        authorization: Option<&str>,
        form: String,
    ) -> Result<(StatusCode, Bytes), Failure> {
        let mut request =
            Request::post(target(at)).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let request = request.body(Full::from(form)).map_err(Failure::internal)?;
        let (status, body) = self.send(at, request).await?;
        if status.is_server_error() { Err(away(format!("it answers {status}"))) } else { Ok((status, body)) }
    }

    async fn send(
        &self,
        at: &Address,
        request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, Bytes), Failure> {
        let _place = self.places.try_acquire().map_err(|_| Failure::new(Code::Busy).retry_after(2))?;
        timeout(WHOLE, self.exchange(at, request)).await.map_err(|_| away("it does not answer in time"))?
    }

    async fn exchange(
        &self,
        at: &Address,
        mut request: Request<Full<Bytes>>,
    ) -> Result<(StatusCode, Bytes), Failure> {
        let host = if at.host.contains(':') {
            format!("[{}]:{}", at.host, at.port)
        } else {
            format!("{}:{}", at.host, at.port)
        };
        let host = host.parse().map_err(Failure::internal)?;
        request.headers_mut().insert(header::HOST, host);
        request.headers_mut().insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        let tcp = TcpStream::connect((at.host.as_str(), at.port)).await.map_err(away)?;
        tcp.set_nodelay(true).map_err(away)?;
        if !at.tls {
            return over(tcp, request).await;
        }
        let name = ServerName::try_from(at.host.clone()).map_err(Failure::internal)?;
        over(self.tls.connect(name, tcp).await.map_err(away)?, request).await
    }
}

/// Path and query: what a request names its target by.
fn target(at: &Address) -> &str {
    let after = at.as_str().split_once("://").map_or("", |(_, after)| after);
    after.find(['/', '?']).map_or("/", |begin| &after[begin..])
}

async fn over(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    request: Request<Full<Bytes>>,
) -> Result<(StatusCode, Bytes), Failure> {
    let (mut sender, connection) = handshake(TokioIo::new(stream)).await.map_err(away)?;
    // Its error is the request's error as well.
    tokio::spawn(async { drop(connection.await) });
    let (head, body) = sender.send_request(request).await.map_err(away)?.into_parts();
    let body = Limited::new(body, MOST).collect().await.map_err(Away)?;
    Ok((head.status, body.to_bytes()))
}

/// The provider is away.
pub(super) fn away(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Away(cause.into()).into()
}

/// What the log says in front of the cause.
#[derive(Debug, thiserror::Error)]
#[error("the provider is away")]
struct Away(#[source] Box<dyn std::error::Error + Send + Sync>);

impl From<Away> for Failure {
    fn from(away: Away) -> Self {
        Self::because(Code::Unavailable, away)
    }
}
