//! One connection of the hop: who the other end is, and an end that can come from outside.

use std::{
    future::Future as _,
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::OwnedSemaphorePermit,
};
use tokio_rustls::server;
use tokio_util::sync::WaitForCancellationFutureOwned;
use tonic::transport::server::Connected;

use super::{gathered::Gathered, identity::Peer, living::Entry};

/// A connection whose peer is known. An accepted one holds its place among the bounded connections until it is dropped.
///
/// What is written goes out with the turn of the task: the first flush only wakes it, the next poll of the connection
/// writes. Whoever holds one must therefore go on polling it, as the task of an HTTP/2 connection does; a last flush whose
/// wake-up nobody answers sends nothing.
#[derive(Debug)]
pub struct Connection<S = server::TlsStream<TcpStream>> {
    stream: Gathered<S>,
    peer: Arc<Peer>,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
    _entry: Entry,
    _permit: Option<OwnedSemaphorePermit>,
}

impl<S> Connection<S> {
    pub(super) fn new(
        stream: S,
        peer: Arc<Peer>,
        entry: Entry,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Self {
        let cut = Box::pin(entry.cut.clone().cancelled_owned());
        Self { stream: Gathered::new(stream), peer, cut, _entry: entry, _permit: permit }
    }

    /// The connection below.
    pub fn get_ref(&self) -> &S {
        self.stream.get_ref()
    }

    fn poll_cut(&mut self, context: &mut Context<'_>) -> io::Result<()> {
        match self.cut.as_mut().poll(context) {
            Poll::Ready(()) => Err(io::Error::new(io::ErrorKind::ConnectionAborted, "certificate revoked")),
            Poll::Pending => Ok(()),
        }
    }
}

/// Puts the peer where every call of the connection finds it.
impl Connected for Connection {
    type ConnectInfo = Arc<Peer>;

    fn connect_info(&self) -> Arc<Peer> {
        self.peer.clone()
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.poll_cut(context)?;
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.poll_cut(context)?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(ready!(Pin::new(&mut self.stream).poll_shutdown(context)))
    }

    // Without these two, each frame's head becomes a write and a TLS record of its own.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_cut(context)?;
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
