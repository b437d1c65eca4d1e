//! The back's accept loop: bounded connections, bounded and timed handshakes.

use std::{io, sync::Arc, time::Duration};

use metrics::counter;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, mpsc},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::ReceiverStream;
use tokio_util::sync::CancellationToken;
use tracing::{debug, warn};

use super::{Connection, Role, ServerTls, without_pacing};

/// Bounds of one listener.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at once, those in their handshake included.
    pub connections: usize,
    /// Time for a handshake.
    pub handshake: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: 1024, handshake: Duration::from_secs(5) }
    }
}

/// Bytes that one call of the system writes at the most, before they are sealed: a small document with its head.
const WRITE: usize = 272 * 1024;

/// After an error of `accept` itself (no file descriptors left, mostly): time for others to end.
const AFTER_ERROR: Duration = Duration::from_millis(100);

/// Accepts fronts until `drain` is cancelled.
pub fn accept(
    listener: TcpListener,
    tls: ServerTls,
    limits: Limits,
    drain: CancellationToken,
) -> ReceiverStream<io::Result<Connection>> {
    // Accepted connections inherit it.
    without_pacing(&listener);
    let (ready, connections) = mpsc::channel(16);
    tokio::spawn(async move {
        let places = Arc::new(Semaphore::new(limits.connections));
        while let Some((tcp, permit)) = drain.run_until_cancelled(next(&listener, &places)).await.flatten() {
            let (tls, ready) = (tls.clone(), ready.clone());
            tokio::spawn(async move {
                match timeout(limits.handshake, handshake(tcp, &tls, permit)).await {
                    // The receiver is gone when the server stops: nothing to tell.
                    Ok(Ok(connection)) => drop(ready.send(Ok(connection)).await),
                    Ok(Err(error)) => refused(&error.to_string()),
                    Err(_) => refused("the handshake took too long"),
                }
            });
        }
    });
    ReceiverStream::new(connections)
}

/// The next TCP connection with its place; nothing when the semaphore is closed, which never happens.
async fn next(listener: &TcpListener, places: &Arc<Semaphore>) -> Option<(TcpStream, OwnedSemaphorePermit)> {
    let permit = places.clone().acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((tcp, _)) => return Some((tcp, permit)),
            Err(error) => {
                warn!(%error, "cannot accept a connection");
                sleep(AFTER_ERROR).await;
            }
        }
    }
}

async fn handshake(tcp: TcpStream, tls: &ServerTls, permit: OwnedSemaphorePermit) -> io::Result<Connection> {
    tcp.set_nodelay(true)?;
    let mut stream = TlsAcceptor::from(tls.config()).accept(tcp).await?;
    stream.get_mut().1.set_buffer_limit(Some(WRITE));
    let certificate = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let certificate = certificate.ok_or_else(|| io::Error::other("no certificate"))?;
    let peer = tls.identify(certificate).map_err(io::Error::other)?;
    if peer.role == Role::Back {
        return Err(io::Error::other("a back does not call a back"));
    }
    if !tls.is_good(&peer) {
        return Err(io::Error::other("the certificate is revoked or over"));
    }
    debug!(%peer, "front connected");
    let peer = Arc::new(peer);
    let entry = tls.living.enter(peer.clone());
    Ok(Connection::new(stream, peer, entry, Some(permit)))
}

fn refused(reason: &str) {
    counter!("vantail_hop_handshakes_refused_total").increment(1);
    warn!(reason, "connection refused");
}
