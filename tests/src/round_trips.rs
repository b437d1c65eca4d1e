//! Between a back and its database, on the database's own kind of socket: counts how often the back waits for an answer.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{UnixListener, UnixStream},
    task::JoinHandle,
};

/// Listens in a folder of its own, under the name that the database's socket has.
#[derive(Debug)]
pub struct RoundTrips {
    folder: TempDir,
    count: Arc<AtomicU64>,
    accepting: JoinHandle<()>,
}

impl RoundTrips {
    /// Stands before the socket of a database.
    pub fn before(socket: &Path) -> Self {
        let folder = TempDir::new().unwrap();
        let listener = UnixListener::bind(folder.path().join(socket.file_name().unwrap())).unwrap();
        let (count, target) = (Arc::new(AtomicU64::new(0)), socket.to_owned());
        let counted = count.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&target).await.unwrap();
                tokio::spawn(pass(client, server, counted.clone()));
            }
        });
        Self { folder, count, accepting }
    }

    /// Where it listens: a folder, as the address of the database names one.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Round trips so far, of all connections.
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::SeqCst)
    }
}

impl Drop for RoundTrips {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Passes bytes both ways. A round trip begins when the back speaks after the database has.
async fn pass(mut client: UnixStream, mut server: UnixStream, count: Arc<AtomicU64>) {
    let (mut from_client, mut from_server) = (vec![0; 65_536], vec![0; 65_536]);
    let mut is_waiting = false;
    loop {
        tokio::select! {
            read = client.read(&mut from_client) => {
                let Ok(length @ 1..) = read else { return };
                if !is_waiting {
                    count.fetch_add(1, Ordering::SeqCst);
                }
                is_waiting = true;
                if server.write_all(&from_client[..length]).await.is_err() {
                    return;
                }
            }
            read = server.read(&mut from_server) => {
                let Ok(length @ 1..) = read else { return };
                is_waiting = false;
                if client.write_all(&from_server[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}
