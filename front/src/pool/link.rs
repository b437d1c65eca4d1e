//! A connection to a back: opened when it is first needed, and again whenever it was lost. Whoever calls never sees the
//! end of an old one: what was not sent yet goes over the next.

use std::{
    net::SocketAddr,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use h2::{
    Ping, PingPong,
    client::{Builder, SendRequest},
};
use http::{HeaderMap, Method, Request, Uri, uri::PathAndQuery};
use tokio::time::{sleep, timeout};
use tonic::Status;
use tracing::debug;
use vantail_shared::tls::ClientTls;

use super::reply::{Reply, away};

/// Time to open a connection: TCP and TLS. Short, so that a host that is gone is known at once.
const CONNECT: Duration = Duration::from_millis(700);
/// What all streams of a connection may send ahead together: so much that slow readers never starve the others.
const CONNECTION_WINDOW: u32 = 1 << 30;
/// Each DATA frame costs the back a write: room for several pieces of a document in one, in bytes.
const FRAME: u32 = 256 * 1024;
const HEADER_LIST: u32 = 16 * 1024;
/// Streams that we may reset for errors of the back before the connection ends.
const ERRORS: usize = 1024;
/// Browsers that go away reset their streams: late frames of many such streams are no fault of the connection.
const RESETS: usize = 4096;
/// How often a living connection is asked whether it lives, and how long it may take to say so.
const PING: Duration = Duration::from_secs(10);
const PONG: Duration = Duration::from_secs(5);

/// The connection to one address for one purpose.
#[derive(Debug)]
pub(super) struct Link {
    address: SocketAddr,
    tls: ClientTls,
    /// What a stream may send ahead of its reader, in bytes.
    window: u32,
    current: Mutex<Option<SendRequest<Bytes>>>,
    /// One connection is opened at a time.
    opening: tokio::sync::Mutex<()>,
    /// How often new connections were asked for.
    renewals: AtomicU64,
}

impl Link {
    pub(super) fn new(address: SocketAddr, tls: ClientTls, window: u32) -> Self {
        let (current, opening, renewals) = Default::default();
        Self { address, tls, window, current, opening, renewals }
    }

    /// Lets further calls go over a new connection; the old one closes with the last call on it.
    pub(super) fn renew(&self) {
        self.renewals.fetch_add(1, Ordering::AcqRel);
        self.lock().take();
    }

    /// Sends a message, framed, and waits for the head of what comes back.
    ///
    /// # Errors
    /// The status that the back gives in place of an answer, or `Unavailable` when it cannot be reached.
    pub(super) async fn call(
        &self,
        path: &'static str,
        headers: HeaderMap,
        message: Bytes,
    ) -> Result<Reply, Status> {
        let mut sender = self.sender().await?;
        let mut request = Request::new(());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri(path)?;
        *request.headers_mut() = headers;
        let (response, mut body) = sender.send_request(request, false).map_err(|error| away(&error))?;
        body.send_data(message, true).map_err(|error| away(&error))?;
        Reply::begin(response.await.map_err(|error| away(&error))?)
    }

    fn uri(&self, path: &'static str) -> Result<Uri, Status> {
        // The scheme is that of the inside of the connection: TLS is its business.
        let uri = Uri::builder().scheme("http").authority(self.address.to_string());
        uri.path_and_query(PathAndQuery::from_static(path)).build().map_err(|error| away(&error))
    }

    /// The way into a connection that takes another call.
    async fn sender(&self) -> Result<SendRequest<Bytes>, Status> {
        if let Some(sender) = self.living().await {
            return Ok(sender);
        }
        let _turn = self.opening.lock().await;
        // Others that waited for the turn find what the first has opened.
        if let Some(sender) = self.living().await {
            return Ok(sender);
        }
        let renewals = self.renewals.load(Ordering::Acquire);
        let opened = timeout(CONNECT, self.open()).await;
        let sender = opened.map_err(|_| Status::unavailable("connecting took too long"))??;
        self.keep(&sender, renewals);
        sender.ready().await.map_err(|error| away(&error))
    }

    /// Keeps a connection for others, unless newer ones were asked for while it was opened.
    fn keep(&self, sender: &SendRequest<Bytes>, renewals: u64) {
        let mut current = self.lock();
        if self.renewals.load(Ordering::Acquire) == renewals {
            *current = Some(sender.clone());
        }
    }

    /// The current connection, unless it is over or says that it will be.
    async fn living(&self) -> Option<SendRequest<Bytes>> {
        let current = self.lock().clone()?;
        current.ready().await.ok()
    }

    async fn open(&self) -> Result<SendRequest<Bytes>, Status> {
        let stream = self.tls.connect(self.address).await.map_err(|error| away(&error))?;
        let (sender, mut connection) = Builder::new()
            .enable_push(false)
            .initial_window_size(self.window)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_frame_size(FRAME)
            .max_header_list_size(HEADER_LIST)
            .max_local_error_reset_streams(Some(ERRORS))
            .max_concurrent_reset_streams(RESETS)
            .handshake(stream)
            .await
            .map_err(|error| away(&error))?;
        let (address, pings) = (self.address, connection.ping_pong());
        tokio::spawn(async move {
            tokio::select! {
                end = connection => debug!(%address, ?end, "connection closed"),
                () = silence(pings) => debug!(%address, "connection given up: no answer to a ping"),
            }
        });
        Ok(sender)
    }

    fn lock(&self) -> MutexGuard<'_, Option<SendRequest<Bytes>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends when the other side no longer answers pings.
async fn silence(pings: Option<PingPong>) {
    let Some(mut pings) = pings else { return std::future::pending().await };
    loop {
        sleep(PING).await;
        if !matches!(timeout(PONG, pings.ping(Ping::opaque())).await, Ok(Ok(_))) {
            return;
        }
    }
}
