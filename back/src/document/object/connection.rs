//! Connections to an object store: HTTP/1.1 over TLS, kept for the next request, every step of bounded length.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Empty;
use hyper::{
    body::Incoming,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use tokio::{
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout},
};
use tokio_rustls::TlsConnector;
use vantail_shared::failure::{Code, Failure};

use super::endpoint::Endpoint;

/// Connections to one store at once.
const CONNECTIONS: usize = 1024;
/// Connections that are kept while nothing uses them, and for how long: servers close them after a few seconds.
const KEPT: usize = 16;
const KEPT_FOR: Duration = Duration::from_secs(4);
/// From nothing to a connection.
const CONNECT: Duration = Duration::from_secs(1);
/// From a request to the head of its answer.
const ANSWER: Duration = Duration::from_millis(1500);

/// The connections to one store.
#[derive(Clone)]
pub(super) struct Connections {
    endpoint: Arc<Endpoint>,
    tls: Option<(TlsConnector, ServerName<'static>)>,
    places: Arc<Semaphore>,
    kept: Arc<Mutex<Vec<(Instant, Connection)>>>,
}

/// A connection that is lent to one request.
pub(super) struct Connection {
    sender: SendRequest<Empty<Bytes>>,
    _place: OwnedSemaphorePermit,
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connections").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

impl Connections {
    pub(super) fn new(endpoint: Endpoint, tls: Option<(TlsConnector, ServerName<'static>)>) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            tls,
            places: Arc::new(Semaphore::new(CONNECTIONS)),
            kept: Arc::default(),
        }
    }

    /// Sends a request, on a kept connection if there is one; when the server has closed that one, on a fresh one.
    ///
    /// # Errors
    /// `Unavailable` when the store does not answer in time.
    pub(super) async fn send(
        &self,
        request: &Request<Empty<Bytes>>,
    ) -> Result<(Response<Incoming>, Connection), Failure> {
        if let Some(kept) = self.kept()
            && let Ok(answer) = ask(kept, request).await
        {
            return Ok(answer);
        }
        let fresh = timeout(CONNECT, self.connect()).await.map_err(|_| away("it takes no connection"))??;
        ask(fresh, request).await
    }

    /// Takes a connection back whose answer was read to its end.
    pub(super) fn keep(&self, connection: Connection) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        kept.retain(|(since, connection)| now - *since < KEPT_FOR && !connection.sender.is_closed());
        if kept.len() < KEPT {
            kept.push((now, connection));
        }
    }

    fn kept(&self) -> Option<Connection> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        std::iter::from_fn(|| kept.pop())
            .find(|(since, connection)| now - *since < KEPT_FOR && connection.sender.is_ready())
            .map(|(_, connection)| connection)
    }

    async fn connect(&self) -> Result<Connection, Failure> {
        let place = self.places.clone().acquire_owned().await.map_err(Failure::internal)?;
        let tcp =
            TcpStream::connect((self.endpoint.host.as_str(), self.endpoint.port)).await.map_err(away)?;
        tcp.set_nodelay(true).map_err(away)?;
        let sender = match &self.tls {
            None => spawned(tcp).await?,
            Some((tls, name)) => spawned(tls.connect(name.clone(), tcp).await.map_err(away)?).await?,
        };
        Ok(Connection { sender, _place: place })
    }
}

async fn ask(
    mut connection: Connection,
    request: &Request<Empty<Bytes>>,
) -> Result<(Response<Incoming>, Connection), Failure> {
    let answer = timeout(ANSWER, connection.sender.send_request(request.clone())).await;
    let answer = answer.map_err(|_| away("it does not answer"))?.map_err(away)?;
    Ok((answer, connection))
}

/// Runs a connection until its last user lets go of it.
async fn spawned(
    stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Send + Unpin + 'static,
) -> Result<SendRequest<Empty<Bytes>>, Failure> {
    let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(away)?;
    // Its error is the request's error as well.
    tokio::spawn(async { drop(connection.await) });
    Ok(sender)
}

/// The store is away.
pub(super) fn away(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Failure {
    Failure::because(Code::Unavailable, Away(cause.into()))
}

/// What the log says in front of the cause.
#[derive(Debug, thiserror::Error)]
#[error("the object store is away")]
struct Away(#[source] Box<dyn std::error::Error + Send + Sync>);
