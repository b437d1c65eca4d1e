//! Small writes of one turn, gathered into one.
//!
//! HTTP/2 flushes a request's head before its message and an answer's message before its trailers. Each flush is a TLS
//! record, a call of the system and a wake-up at the other end, which cost more than a small call itself. Here the first
//! flush only asks for another turn: what the tasks that are ready meanwhile write goes out together.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Bytes that wait at the most: a TLS record (RFC 8446, section 5.1). Larger writes go straight through.
const ROOM: usize = 16 * 1024;

/// A stream whose small writes wait for the turn to end. For connections whose task flushes in every turn, as those of
/// HTTP/2 do.
#[derive(Debug)]
pub(super) struct Gathered<S> {
    stream: S,
    waiting: Vec<u8>,
    /// How much of it is written already.
    written: usize,
    /// Whether another turn was asked for.
    asked: bool,
}

impl<S> Gathered<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, waiting: Vec::new(), written: 0, asked: false }
    }

    pub(super) fn get_ref(&self) -> &S {
        &self.stream
    }
}

impl<S: AsyncWrite + Unpin> Gathered<S> {
    fn poll_waiting(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while let Some(rest) = self.waiting.get(self.written..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut self.stream).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                bytes => self.written += bytes,
            }
        }
        self.waiting.clear();
        (self.written, self.asked) = (0, false);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Gathered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Gathered<S> {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_write_vectored(context, &[io::IoSlice::new(bytes)])
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let bytes: usize = slices.iter().map(|slice| slice.len()).sum();
        if self.waiting.len() + bytes > ROOM {
            ready!(self.poll_waiting(context))?;
        }
        if bytes > ROOM {
            return Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        }
        for slice in slices {
            self.waiting.extend_from_slice(slice);
        }
        Poll::Ready(Ok(bytes))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.waiting.is_empty() && !self.asked {
            self.asked = true;
            context.waker().wake_by_ref();
            return Poll::Ready(Ok(()));
        }
        ready!(self.poll_waiting(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_waiting(context))?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::IoSlice,
        sync::{
            Arc,
            atomic::{AtomicUsize, Ordering},
        },
        task::{Wake, Waker},
    };

    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn what_is_flushed_in_one_turn_goes_out_together() {
        let (stream, mut reader) = duplex(64);
        let mut gathered = Gathered::new(stream);
        gathered.write_all(b"head").await.unwrap();
        gathered.flush().await.unwrap();
        gathered.write_all(b"message").await.unwrap();
        gathered.flush().await.unwrap();
        let mut read = [0; 64];
        assert_eq!(reader.read(&mut read).await.unwrap(), 11, "one write");
        assert_eq!(&read[..11], b"headmessage");
    }

    #[tokio::test]
    async fn after_what_is_large_the_small_is_gathered_again() {
        let (stream, mut reader) = duplex(4 * ROOM);
        let mut gathered = Gathered::new(stream);
        gathered.write_all(&[1; ROOM]).await.unwrap();
        gathered.write_all(b"head").await.unwrap();
        gathered.write_all(b"message").await.unwrap();
        let mut read = vec![0; 2 * ROOM];
        assert_eq!(reader.read(&mut read).await.unwrap(), ROOM, "no room for both");
        gathered.flush().await.unwrap();
        gathered.flush().await.unwrap();
        assert_eq!(reader.read(&mut read).await.unwrap(), 11, "one write");
    }

    #[test]
    fn a_flush_alone_asks_for_another_turn_which_writes() {
        let (stream, mut reader) = duplex(64);
        let mut gathered = Gathered::new(stream);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        let mut context = Context::from_waker(&waker);
        assert!(Pin::new(&mut gathered).poll_write(&mut context, b"alone").is_ready());
        assert_eq!(woken.0.load(Ordering::Relaxed), 0);
        assert!(Pin::new(&mut gathered).poll_flush(&mut context).is_ready());
        assert_eq!(woken.0.load(Ordering::Relaxed), 1, "the task comes again");
        let mut bytes = [0; 64];
        let mut read = ReadBuf::new(&mut bytes);
        assert!(Pin::new(&mut reader).poll_read(&mut context, &mut read).is_pending(), "not yet");
        assert!(Pin::new(&mut gathered).poll_flush(&mut context).is_ready());
        assert!(Pin::new(&mut reader).poll_read(&mut context, &mut read).is_ready());
        assert_eq!(read.filled(), b"alone");
    }

    /// How often a task was woken.
    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[tokio::test]
    async fn nothing_is_lost_or_moved_whatever_its_size() {
        let (stream, mut reader) = duplex(1000);
        let mut gathered = Gathered::new(stream);
        let sent: Vec<u8> = (0..200_000_u32).map(|i| i.to_le_bytes()[0]).collect();
        let writing = async {
            let (mut rest, mut size) = (sent.as_slice(), 1);
            while !rest.is_empty() {
                let (part, after) = rest.split_at(size.min(rest.len()));
                let (first, second) = part.split_at(part.len() / 2);
                let written =
                    gathered.write_vectored(&[IoSlice::new(first), IoSlice::new(second)]).await.unwrap();
                rest = if written == part.len() { after } else { &rest[written..] };
                size = size * 3 % 40_009;
                gathered.flush().await.unwrap();
            }
            gathered.shutdown().await.unwrap();
        };
        let mut read = Vec::new();
        let (all, ()) = tokio::join!(reader.read_to_end(&mut read), writing);
        assert_eq!((all.unwrap(), read == sent), (sent.len(), true));
    }
}
