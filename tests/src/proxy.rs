//! A wire that can be cut: forwards bytes on loopback until its budget is used up, then drops the connection.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// A proxy in front of one address.
#[derive(Debug, Clone)]
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    /// Bytes that may still come from the server.
    budget: Arc<AtomicI64>,
}

impl Proxy {
    /// A proxy before `target` that lets everything through.
    pub async fn before(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let budget = Arc::new(AtomicI64::new(i64::MAX));
        let forward = budget.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let budget = forward.clone();
                tokio::spawn(async move {
                    if let Ok(server) = TcpStream::connect(target).await {
                        let ((from_client, to_client), (from_server, to_server)) =
                            (client.into_split(), server.into_split());
                        tokio::select! {
                            () = pass(from_client, to_server, None) => {}
                            () = pass(from_server, to_client, Some(&budget)) => {}
                        }
                    }
                });
            }
        });
        Self { address, budget }
    }

    /// Cuts every connection after so many more bytes from the server.
    pub fn cut_after(&self, bytes: i64) {
        self.budget.store(bytes, Ordering::SeqCst);
    }

    /// Lets everything through again.
    pub fn mend(&self) {
        self.budget.store(i64::MAX, Ordering::SeqCst);
    }
}

/// Passes bytes on; returns, and so drops both connections, at their end or when the budget is used up.
async fn pass(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, budget: Option<&AtomicI64>) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        let mut allowed = count;
        if let Some(budget) = budget {
            let left = budget.fetch_sub(i64::try_from(count).unwrap(), Ordering::SeqCst);
            allowed = count.min(usize::try_from(left.max(0)).unwrap());
        }
        if to.write_all(&buffer[..allowed]).await.is_err() || allowed < count {
            return;
        }
    }
}
