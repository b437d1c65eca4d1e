//! One listener of the hop: the services behind the access table, with every limit that tonic leaves open.

use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tonic::{service::Routes, transport::Server};
use vantail_shared::tls::{Limits, ServerTls, accept};

use crate::access::{AccessLayer, AccessTable};

/// Bytes of the largest frame that a front may send; what we send is bounded by what the front announces.
const FRAME: u32 = 256 * 1024;
/// Calls at once on one connection: a front opens one connection per address, so downloads need room.
const STREAMS: u32 = 4096;
/// Bytes of a call's header list.
const HEADERS: u32 = 16 * 1024;
/// Window for what fronts send: small messages only.
const WINDOW: u32 = 256 * 1024;
/// A connection is told to end after this time, so that a change of CA reaches every front.
const LARGEST_AGE: Duration = Duration::from_mins(10);
/// No call works longer; fronts ask for less.
const LONGEST_CALL: Duration = Duration::from_secs(30);
const PING: Duration = Duration::from_secs(10);
const PING_ANSWER: Duration = Duration::from_secs(5);
/// Streams that a peer may reset before we looked at them, and that we may reset for its errors: beyond them the
/// connection ends (rapid reset, made-you-reset).
const RESETS: usize = 256;

/// Serves `routes` on one listener until `drain`; then finishes what runs.
///
/// # Errors
/// tonic's own: none is expected after the listener is bound.
pub async fn serve(
    listener: TcpListener,
    routes: Routes,
    table: AccessTable,
    tls: ServerTls,
    connections: usize,
    drain: CancellationToken,
) -> Result<(), tonic::transport::Error> {
    let limits = Limits { connections, ..Limits::default() };
    let incoming = accept(listener, tls.clone(), limits, drain.clone());
    Server::builder()
        .layer(AccessLayer { table, tls })
        .timeout(LONGEST_CALL)
        .max_concurrent_streams(STREAMS)
        .http2_max_pending_accept_reset_streams(Some(RESETS))
        .http2_max_local_error_reset_streams(Some(RESETS))
        .http2_max_header_list_size(HEADERS)
        .http2_keepalive_interval(Some(PING))
        .http2_keepalive_timeout(Some(PING_ANSWER))
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(4 * WINDOW)
        .max_frame_size(FRAME)
        // With a grace besides, connections would be cut at its end instead of being told to leave.
        .max_connection_age(LARGEST_AGE)
        .serve_with_incoming_shutdown(routes, incoming, drain.cancelled_owned())
        .await
}
