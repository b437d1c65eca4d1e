//! Waiting until everything answers, and saying so to programs.

use std::{net::SocketAddr, path::Path, time::Duration};

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::{sleep, timeout},
};

use crate::{
    accounts::User,
    child::Daemon,
    folder::Folder,
    pki::{Pair, Pki},
    ports::Ports,
};

/// How often a daemon is asked.
const INTERVAL: Duration = Duration::from_millis(40);
/// How long one answer may take.
const ANSWER: Duration = Duration::from_secs(2);

/// Returns once the daemon with this operations port says that it is ready.
pub async fn wait(port: u16) {
    while !timeout(ANSWER, asks(port)).await.is_ok_and(|answer| answer.unwrap_or(false)) {
        sleep(INTERVAL).await;
    }
}

async fn asks(port: u16) -> std::io::Result<bool> {
    let mut stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await?;
    Ok(answer.ends_with(b" 200"))
}

/// What runs, as JSON.
pub fn describe(folder: &Folder, pki: &Pki, ports: &Ports, daemons: &[Daemon], users: &[User]) -> Value {
    let on = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let pair = |pair: &Pair| json!({ "cert": pair.cert, "key": pair.key });
    let pids: serde_json::Map<String, Value> =
        daemons.iter().map(|daemon| (daemon.name.to_owned(), daemon.pid.into())).collect();
    let user = |user: &User| {
        let mut told = json!({
            "kind": user.kind, "login": user.login, "password": user.password, "person": user.person,
        });
        if let Some(key) = &user.totp {
            told["totp"] = key.as_str().into();
        }
        told
    };
    json!({
        "public": format!("https://localhost:{}", ports.public),
        "staff": format!("https://localhost:{}", ports.staff),
        "ca": pki.ca,
        "mail": folder.join("mail"),
        "provider": crate::provider::issuer(ports),
        "pids": pids,
        "back": { "data": on(ports.data), "files": ports.files.map(on) },
        "certs": { "public": pair(&pki.public), "staff": pair(&pki.staff) },
        "users": users.iter().map(user).collect::<Vec<_>>(),
    })
}

/// Writes the ready file, whole or not at all; it holds passwords, so only the owner may read it.
pub fn write(path: &Path, ready: &Value) -> Result<()> {
    vantail_certs::write_atomically(path, ready.to_string().as_bytes(), 0o600)
        .with_context(|| format!("writing {}", path.display()))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn ready_means_200_and_nothing_else() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            for status in ["503 Service Unavailable", "", "200 OK"] {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = [0; 1024];
                assert!(stream.read(&mut request).await.unwrap() > 0);
                let answer =
                    if status.is_empty() { String::new() } else { format!("HTTP/1.1 {status}\r\n\r\n") };
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        wait(port).await;
        server.await.unwrap();
    }
}
