//! A connection to a back: opened when it is first needed, and again whenever it was lost. Whoever calls never sees the
//! end of an old one: what was not sent yet goes over the next.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use futures_util::future::{BoxFuture, FutureExt as _, Shared};
use h2::{
    Ping, PingPong,
    client::{Builder, SendRequest},
};
use http::{
    HeaderMap, Method, Request, Uri,
    uri::{Authority, PathAndQuery},
};
use tokio::time::{sleep, timeout};
use tonic::Status;
use tracing::{debug, warn};
use vantail_shared::tls::ClientTls;

use super::reply::{Reply, away};

/// Time to open a connection: TCP and TLS. Short, so that a host that is gone is known at once.
const CONNECT: Duration = Duration::from_millis(700);
/// What all streams of a connection may send ahead together: so much that slow readers never starve the others.
const CONNECTION_WINDOW: u32 = 1 << 30;
/// Largest DATA frame, in bytes: a small document, or a piece of a large one.
const FRAME: u32 = 256 * 1024;
/// Calls at once before the back has said how many it takes.
const FIRST_STREAMS: usize = 100;
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
pub(super) struct Link(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    address: SocketAddr,
    tls: ClientTls,
    /// What a stream may send ahead of its reader, in bytes.
    window: u32,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Counts the connections, and the times that new ones were asked for.
    number: u64,
    current: Option<SendRequest<Bytes>>,
    /// Everybody waits for the same one, and takes its failure.
    opening: Option<Opening>,
    /// Why there is none, as it was last told.
    cause: String,
}

type Opening = Shared<BoxFuture<'static, Result<SendRequest<Bytes>, Status>>>;

/// How a call came to nothing.
enum Lost {
    /// The back has not looked at it: whatever it asks for, it may be sent again.
    Unseen(Status),
    /// Anything else.
    Failed(Status),
}

impl Link {
    pub(super) fn new(address: SocketAddr, tls: ClientTls, window: u32) -> Self {
        Self(Arc::new(Inner { address, tls, window, state: Mutex::default() }))
    }

    /// Lets further calls go over a new connection; the old one closes with the last call on it.
    pub(super) fn renew(&self) {
        let mut state = self.0.lock();
        state.number += 1;
        (state.current, state.opening) = (None, None);
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
        let first = self.once(path, headers.clone(), message.clone()).await;
        let last = match first {
            Err(Lost::Unseen(_)) => self.once(path, headers, message).await,
            told => told,
        };
        last.map_err(|(Lost::Unseen(status) | Lost::Failed(status))| status)
    }

    async fn once(&self, path: &'static str, headers: HeaderMap, message: Bytes) -> Result<Reply, Lost> {
        let mut sender = self.sender().await.map_err(Lost::Failed)?;
        let mut request = Request::new(());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = uri(path).map_err(Lost::Failed)?;
        *request.headers_mut() = headers;
        let sent = sender.send_request(request, false);
        let (response, mut body) = sent.map_err(|error| Lost::Unseen(away(&error)))?;
        body.send_data(message, true).map_err(|error| lost(&error))?;
        Reply::begin(response.await.map_err(|error| lost(&error))?).map_err(Lost::Failed)
    }

    /// The way into a connection that takes another call.
    async fn sender(&self) -> Result<SendRequest<Bytes>, Status> {
        if let Some(sender) = self.living().await {
            return Ok(sender);
        }
        let opening = self.opening();
        opening.await?.ready().await.map_err(|error| away(&error))
    }

    /// The current connection, unless it is over or says that it will be.
    async fn living(&self) -> Option<SendRequest<Bytes>> {
        let (number, current) = {
            let state = self.0.lock();
            (state.number, state.current.clone()?)
        };
        let ready = current.ready().await.ok();
        if ready.is_none() {
            let mut state = self.0.lock();
            if state.number == number {
                state.current = None;
            }
        }
        ready
    }

    /// A connection that is being opened, or that others have opened meanwhile. It goes on when whoever asked goes away.
    fn opening(&self) -> Opening {
        let mut state = self.0.lock();
        if let Some(current) = state.current.clone() {
            return async { Ok(current) }.boxed().shared();
        }
        if let Some(opening) = &state.opening {
            return opening.clone();
        }
        let task = tokio::spawn(Arc::clone(&self.0).open(state.number));
        let ended = |_| Err(Status::unavailable("connecting was given up"));
        let opening = async move { task.await.unwrap_or_else(ended) }.boxed().shared();
        state.opening = Some(opening.clone());
        opening
    }
}

impl Inner {
    /// Opens a connection and keeps it for others, unless newer ones were asked for meanwhile.
    async fn open(self: Arc<Self>, number: u64) -> Result<SendRequest<Bytes>, Status> {
        let opened = timeout(CONNECT, self.handshake()).await;
        let opened = opened.unwrap_or_else(|_| Err(Status::unavailable("connecting took too long")));
        let mut state = self.lock();
        let cause = opened.as_ref().err().map_or("", Status::message);
        if state.cause != cause {
            cause.clone_into(&mut state.cause);
            if !cause.is_empty() {
                warn!(address = %self.address, cause, "cannot connect to a back");
            }
        }
        if state.number == number {
            state.number += 1;
            state.current = opened.as_ref().ok().cloned();
            state.opening = None;
        }
        opened
    }

    async fn handshake(&self) -> Result<SendRequest<Bytes>, Status> {
        let stream = self.tls.connect(self.address).await.map_err(|error| away(&error))?;
        let (sender, mut connection) = Builder::new()
            .enable_push(false)
            .initial_max_send_streams(FIRST_STREAMS)
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
                () = silence(pings) => warn!(%address, "a connection was given up: no answer to a ping"),
            }
        });
        Ok(sender)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn uri(path: &'static str) -> Result<Uri, Status> {
    // Both are those of the inside of the connection: who the other end is, its certificate says.
    let uri = Uri::builder().scheme("http").authority(Authority::from_static("back"));
    uri.path_and_query(PathAndQuery::from_static(path)).build().map_err(|error| away(&error))
}

/// A connection that ends names the last stream that was looked at (RFC 9113, section 6.8): those after it fail with that
/// frame, and a refused one was not looked at either (section 8.7).
fn lost(error: &h2::Error) -> Lost {
    let unseen = error.is_go_away() || error.reason() == Some(h2::Reason::REFUSED_STREAM);
    if error.is_remote() && unseen { Lost::Unseen(away(error)) } else { Lost::Failed(away(error)) }
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
