//! A store that answers as it is told: what a real one does only on bad days.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
};

/// How the server behaves.
#[derive(Debug, Clone)]
pub(super) struct Manners {
    pub(super) content: Vec<u8>,
    pub(super) etag: &'static str,
    /// Bytes of a body after which the connection breaks.
    pub(super) breaks_after: usize,
    /// Whether it sends the whole, whatever range is asked for.
    pub(super) ignores_ranges: bool,
}

/// A server with one object.
#[derive(Debug, Clone)]
pub(super) struct Server {
    pub(super) address: SocketAddr,
    pub(super) manners: Arc<Mutex<Manners>>,
    pub(super) connections: Arc<AtomicUsize>,
    pub(super) requests: Arc<AtomicUsize>,
}

impl Server {
    pub(super) async fn start(content: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let manners = Manners { content, etag: "\"one\"", breaks_after: usize::MAX, ignores_ranges: false };
        let server = Self {
            address: listener.local_addr().unwrap(),
            manners: Arc::new(Mutex::new(manners)),
            connections: Arc::default(),
            requests: Arc::default(),
        };
        let shared = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::SeqCst);
                let shared = shared.clone();
                tokio::spawn(async move { shared.serve(stream).await });
            }
        });
        server
    }

    async fn serve(&self, stream: TcpStream) {
        let mut stream = BufReader::new(stream);
        while let Some((method, fields)) = request(&mut stream).await {
            self.requests.fetch_add(1, Ordering::SeqCst);
            let manners = self.manners.lock().unwrap().clone();
            let field =
                |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            let size = manners.content.len();
            let mut range = (0, size);
            let mut status = "200 OK";
            if let Some(asked) = field("range").filter(|_| !manners.ignores_ranges) {
                let (first, last) = asked.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
                range = (first.parse().unwrap(), last.parse::<usize>().unwrap() + 1);
                status = "206 Partial Content";
            }
            let known = field("if-match").is_none_or(|tag| tag == manners.etag);
            let (status, range) = if known { (status, range) } else { ("412 Precondition Failed", (0, 0)) };
            let (etag, length) = (manners.etag, range.1 - range.0);
            let last = range.1.saturating_sub(1);
            let head = format!(
                "HTTP/1.1 {status}\r\nETag: {etag}\r\nContent-Length: {length}\r\nContent-Range: bytes {}-{last}/{size}\r\n\r\n",
                range.0
            );
            if stream.write_all(head.as_bytes()).await.is_err() {
                return;
            }
            let sent = length.min(manners.breaks_after);
            let body = &manners.content[range.0..range.0 + sent];
            if method != "HEAD" && (stream.write_all(body).await.is_err() || sent < length) {
                return;
            }
        }
    }
}

async fn request(stream: &mut BufReader<TcpStream>) -> Option<(String, Vec<(String, String)>)> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        let count = stream.take(8192).read_line(&mut line).await.ok()?;
        match line.trim_end() {
            _ if count == 0 => return None,
            "" => break,
            text => lines.push(text.to_owned()),
        }
    }
    let method = lines.first()?.split(' ').next()?.to_owned();
    let field = |line: &String| {
        let (name, value) = line.split_once(':')?;
        Some((name.to_lowercase(), value.trim().to_owned()))
    };
    Some((method, lines.iter().skip(1).filter_map(field).collect()))
}
