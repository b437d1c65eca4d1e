//! One address of a back: its connections, its health, and how much it is doing for us.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU8, AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use metrics::gauge;
use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use tonic::Status;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse, health_check_response::ServingStatus};
use tracing::{debug, info, warn};
use vantail_shared::{piece, tls::ClientTls};

use super::{framed, link::Link, reply::Reply};

/// Time for a health check of a node under suspicion.
const CHECK: Duration = Duration::from_secs(1);
/// Waits between attempts to reach a node that is down.
const BACKOFF: [Duration; 4] = [
    Duration::from_millis(50),
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_secs(1),
];

/// What a call with one answer may send ahead, in bytes: no browser holds it up, and a small document comes without a stop.
const ANSWER_WINDOW: u32 = 512 * 1024;
/// The calls of the health service (grpc/doc/health-checking.md).
const HEALTH_CHECK: &str = "/grpc.health.v1.Health/Check";
const HEALTH_WATCH: &str = "/grpc.health.v1.Health/Watch";

/// What is known of a node, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Its health service says so.
    Up = 0,
    /// Just started: nothing is known.
    Unknown = 1,
    /// A call failed; it is being asked.
    Suspect = 2,
    /// Not reachable, or draining.
    Down = 3,
}

/// One address. Two connections, so that a page's answer never stands behind a document's bytes.
#[derive(Debug)]
pub(super) struct Node {
    address: SocketAddr,
    pages: Link,
    streams: Link,
    state: AtomicU8,
    in_flight: AtomicUsize,
    suspected: Notify,
    renewed: Notify,
}

/// How the following of a node's health ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// There was never a message.
    Silent,
    /// There was, and then no more.
    Lost,
    /// New connections are there to be followed.
    Renewed,
}

/// One call in flight; counted until it is dropped.
#[derive(Debug)]
pub struct Entry(Arc<Node>);

impl Drop for Entry {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Node {
    pub(super) fn new(address: SocketAddr, tls: &ClientTls) -> Self {
        Self {
            address,
            pages: Link::new(address, tls.clone(), ANSWER_WINDOW),
            streams: Link::new(address, tls.clone(), piece::WINDOW),
            state: AtomicU8::new(State::Unknown as u8),
            in_flight: AtomicUsize::new(0),
            suspected: Notify::new(),
            renewed: Notify::new(),
        }
    }

    pub(super) fn pages(&self) -> &Link {
        &self.pages
    }

    pub(super) fn streams(&self) -> &Link {
        &self.streams
    }

    /// Takes new connections for further calls: handshakes by the certificates, CAs and lists of now. An old connection
    /// closes with the last call on it.
    pub(super) fn renew(&self) {
        self.pages.renew();
        self.streams.renew();
        self.renewed.notify_one();
    }

    pub(super) fn enter(self: &Arc<Self>) -> Entry {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        Entry(self.clone())
    }

    pub(super) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn state(&self) -> State {
        match self.state.load(Ordering::Acquire) {
            0 => State::Up,
            1 => State::Unknown,
            2 => State::Suspect,
            _ => State::Down,
        }
    }

    /// A call failed in a way that may be the node's fault: others are preferred until it has answered a check.
    pub(super) fn suspect(&self) {
        let up = State::Up as u8;
        let news = self
            .state
            .compare_exchange(up, State::Suspect as u8, Ordering::AcqRel, Ordering::Acquire)
            .is_ok();
        if news {
            self.suspected.notify_one();
        }
    }

    /// Follows the node's health for ever. `report` is called after each change.
    pub(super) async fn watch(&self, report: impl Fn()) {
        let mut failures = 0;
        loop {
            match self.follow(&report).await {
                // What is known stays true until the new connection says otherwise: no call fails for a renewal.
                End::Renewed => continue,
                End::Lost => failures = 0,
                End::Silent => {}
            }
            self.set(State::Down, &report);
            sleep(BACKOFF[failures.min(BACKOFF.len() - 1)]).await;
            failures += 1;
        }
    }

    /// Follows one stream of health messages to its end.
    async fn follow(&self, report: &impl Fn()) -> End {
        let mut messages = match timeout(CHECK, self.health(HEALTH_WATCH)).await {
            Ok(Ok(messages)) => messages,
            Ok(Err(status)) => {
                debug!(address = %self.address, code = ?status.code(), "health watch refused");
                return End::Silent;
            }
            Err(_) => return End::Silent,
        };
        let mut end = End::Silent;
        loop {
            let message = tokio::select! {
                message = messages.next() => message.ok().flatten(),
                () = self.renewed.notified() => return End::Renewed,
                () = self.suspected.notified() => {
                    let check = async { self.health(HEALTH_CHECK).await?.only().await };
                    timeout(CHECK, check).await.ok().and_then(Result::ok)
                }
            };
            let Some(message) = message else { return end };
            end = End::Lost;
            self.set(if is_serving(message) { State::Up } else { State::Down }, report);
        }
    }

    /// Asks the health service about the back as a whole.
    async fn health(&self, path: &'static str) -> Result<Reply, Status> {
        let message = framed::message(&HealthCheckRequest::default());
        let message: Bytes = message.map_err(|failure| failure.to_status())?;
        self.pages.call(path, framed::bare_head(), message).await
    }

    fn set(&self, state: State, report: &impl Fn()) {
        let before = self.state.swap(state as u8, Ordering::AcqRel);
        if before != state as u8 {
            let up = state == State::Up;
            gauge!("vantail_front_back_up", "address" => self.address.to_string())
                .set(f64::from(u8::from(up)));
            if up {
                info!(address = %self.address, "back is up");
            } else {
                warn!(address = %self.address, "back is down");
            }
            report();
        }
    }
}

fn is_serving(message: HealthCheckResponse) -> bool {
    message.status() == ServingStatus::Serving
}
