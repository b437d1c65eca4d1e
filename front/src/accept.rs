//! The front's accept loop: bounded connections, bounded and timed handshakes, every connection watched to its end.

mod connection;
mod paced;

use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use axum::Router;
use metrics::{counter, gauge};
use socket2::SockRef;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::TaskTracker;
use tracing::{debug, warn};
use vantail_shared::{lifecycle::Lifecycle, tls::BrowserTls};

use crate::config::Limits;

/// After an error of `accept` itself (no file descriptors left, mostly): time for others to end.
const AFTER_ERROR: Duration = Duration::from_millis(100);
/// Time for a TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);
/// Bytes that the kernel keeps unsent for one browser: more would only fill its memory with slow downloads.
const UNSENT: u32 = 128 * 1024;
/// Bytes that are sealed ahead of one browser.
const SEALED: usize = 32 * 1024;

/// What all listeners share.
#[derive(Debug, Clone)]
pub struct Acceptor {
    router: Router,
    tls: BrowserTls,
    limits: Limits,
    connections: Arc<Semaphore>,
    handshakes: Arc<Semaphore>,
    lifecycle: Lifecycle,
    tasks: TaskTracker,
}

impl Acceptor {
    /// An acceptor for `router`; connections are counted in `tasks`.
    pub fn new(
        router: Router,
        tls: BrowserTls,
        limits: Limits,
        lifecycle: Lifecycle,
        tasks: TaskTracker,
    ) -> Self {
        let connections = Arc::new(Semaphore::new(limits.connections));
        let handshakes = Arc::new(Semaphore::new(limits.handshakes));
        Self { router, tls, limits, connections, handshakes, lifecycle, tasks }
    }

    /// Accepts browsers until the drain begins.
    pub async fn run(self, listener: TcpListener) {
        let drain = self.lifecycle.drain.clone();
        while let Some((tcp, remote, place)) = drain.run_until_cancelled(self.next(&listener)).await.flatten()
        {
            let acceptor = self.clone();
            self.tasks.spawn(async move {
                let _place = place;
                gauge!("vantail_front_connections").increment(1);
                acceptor.serve(tcp, remote).await;
                gauge!("vantail_front_connections").decrement(1);
            });
        }
    }

    /// The next TCP connection with its place; nothing when the semaphore is closed, which never happens.
    async fn next(&self, listener: &TcpListener) -> Option<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
        let place = self.connections.clone().acquire_owned().await.ok()?;
        loop {
            match listener.accept().await {
                Ok((tcp, remote)) => return Some((tcp, remote, place)),
                Err(error) => {
                    warn!(%error, "cannot accept a connection");
                    sleep(AFTER_ERROR).await;
                }
            }
        }
    }

    async fn serve(&self, tcp: TcpStream, remote: SocketAddr) {
        let handshake = async {
            let _place = self.handshakes.acquire().await.map_err(io::Error::other)?;
            tcp.set_nodelay(true)?;
            SockRef::from(&tcp).set_tcp_notsent_lowat(UNSENT)?;
            let mut stream = TlsAcceptor::from(self.tls.config()).accept(tcp).await?;
            stream.get_mut().1.set_buffer_limit(Some(SEALED));
            Ok::<_, io::Error>(stream)
        };
        match timeout(HANDSHAKE, handshake).await {
            Ok(Ok(stream)) => {
                connection::serve(stream, remote, &self.router, &self.limits, &self.lifecycle).await;
            }
            Ok(Err(error)) => {
                counter!("vantail_front_handshakes_failed_total").increment(1);
                debug!(%error, "handshake failed");
            }
            Err(_) => counter!("vantail_front_handshakes_failed_total").increment(1),
        }
    }
}
