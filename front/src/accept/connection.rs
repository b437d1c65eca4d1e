//! One connection of a browser, from its handshake to its end.

use std::{convert::Infallible, net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use http::{Request, Response};
use hyper::{body::Incoming, server::conn, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::graceful::GracefulConnection,
};
use tokio::{net::TcpStream, time::interval};
use tokio_rustls::server::TlsStream;
use tower::Service as _;
use vantail_shared::lifecycle::Lifecycle;

use super::paced::{Activity, Paced, Tracked};
use crate::{config::Limits, visit::Remote};

/// Largest head of a request, in bytes.
const HEAD: usize = 16 * 1024;
const HEAD_LIST: u32 = 16 * 1024;
/// Most fields of a head.
const FIELDS: usize = 64;
/// Time for a whole head, and for the next one on a connection that is kept.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Most bytes that wait in memory to be written.
const BUFFER: usize = 32 * 1024;
/// Streams of one HTTP/2 connection at once (RFC 9113, section 6.5.2 advises no less).
const STREAMS: u32 = 100;
/// Resets that a peer may cause or leave unread before the connection is closed (CVE-2023-44487, CVE-2025-8671).
const RESETS: usize = 128;
const PENDING_RESETS: usize = 20;
/// HTTP/2 pings: a slow download answers late, a dead peer never.
const PING: Duration = Duration::from_secs(10);
const PONG: Duration = Duration::from_secs(15);
/// A connection on which nothing is asked for so long is closed.
const IDLE: Duration = Duration::from_mins(1);
/// How often the two above are looked at.
const TICK: Duration = Duration::from_secs(5);

/// Serves the connection by the protocol that the handshake agreed on.
pub(super) async fn serve(
    stream: TlsStream<TcpStream>,
    remote: SocketAddr,
    router: &Router,
    limits: &Limits,
    lifecycle: &Lifecycle,
) {
    let activity = Activity::new();
    let h2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
    let io = TokioIo::new(Paced { stream, activity: activity.clone() });
    let service = {
        let (router, activity) = (router.clone(), activity.clone());
        service_fn(move |request: Request<Incoming>| {
            answer(router.clone(), request, remote, activity.clone())
        })
    };
    let times = Times {
        age: Duration::from_secs(limits.connection_age),
        stalled: Duration::from_secs(limits.stalled),
    };
    if h2 {
        let connection = conn::http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .max_concurrent_streams(STREAMS)
            .max_header_list_size(HEAD_LIST)
            .max_send_buf_size(BUFFER)
            .max_local_error_reset_streams(RESETS)
            .max_pending_accept_reset_streams(PENDING_RESETS)
            .keep_alive_interval(PING)
            .keep_alive_timeout(PONG)
            .serve_connection(io, service);
        watch(connection, &activity, times, lifecycle).await;
    } else {
        let connection = conn::http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIME)
            .max_headers(FIELDS)
            .max_header_size(HEAD)
            .max_buf_size(BUFFER)
            .keep_alive(true)
            .serve_connection(io, service);
        watch(connection, &activity, times, lifecycle).await;
    }
}

async fn answer(
    mut router: Router,
    mut request: Request<Incoming>,
    remote: SocketAddr,
    activity: Arc<Activity>,
) -> Result<Response<Tracked>, Infallible> {
    let answering = activity.begin();
    request.extensions_mut().insert(Remote(remote.ip()));
    let response = router.call(request.map(Body::new)).await?;
    Ok(response.map(|body| Tracked { body, _answering: answering }))
}

/// How long a connection may go on.
#[derive(Debug, Clone, Copy)]
struct Times {
    /// In all.
    age: Duration,
    /// While its reader takes nothing of an answer.
    stalled: Duration,
}

/// Drives the connection, asks it to end in time, and drops it when it stands still.
async fn watch<C: GracefulConnection>(
    connection: C,
    activity: &Activity,
    times: Times,
    lifecycle: &Lifecycle,
) {
    let mut connection = pin!(connection);
    let mut ticks = interval(TICK.min(times.stalled));
    let mut ending = false;
    loop {
        tokio::select! {
            // Errors of single connections are everyday things: resets, timeouts, browsers that go away.
            _ = connection.as_mut() => return,
            () = lifecycle.stop.cancelled() => return,
            () = lifecycle.drain.cancelled(), if !ending => {
                ending = true;
                connection.as_mut().graceful_shutdown();
            }
            _ = ticks.tick() => {
                let still = activity.still();
                if activity.is_answering() && still > times.stalled || ending && !activity.is_answering() && still > TICK {
                    return;
                }
                let over = activity.age() > times.age || !activity.is_answering() && still > IDLE;
                if over && !ending {
                    ending = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }
}
