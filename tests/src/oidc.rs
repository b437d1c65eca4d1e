//! A real OpenID provider of the test's own: oidc-provider, installed by `./test`, on loopback.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use crate::processes::free_ports;

const SECRET: &str = "the-client-secret-of-the-portal";

/// The provider. It ends with the value, or with this process.
#[derive(Debug)]
pub struct Oidc {
    port: u16,
    child: Child,
    /// Open as long as the provider lives: it has more to say.
    _output: BufReader<ChildStdout>,
}

impl Oidc {
    /// Starts a provider for portals at these addresses, which authenticates people by this class.
    pub fn start(portals: &[&str], class: &str) -> Self {
        let [port] = free_ports();
        let mut child = spawn();
        let returns: Vec<_> = portals.iter().map(|portal| format!("{portal}/login/return")).collect();
        let ends: Vec<_> = portals.iter().map(|portal| format!("{portal}/login")).collect();
        let settings = json!({
            "port": port, "client_id": "vantail", "client_secret": SECRET, "acr": class,
            "redirect_uris": returns, "post_logout_redirect_uris": ends,
        });
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{settings}").unwrap();
        // It ends when this end of its pipe closes.
        child.stdin = Some(input);
        let mut line = String::new();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        output.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "ready", "the provider begins, see ./test");
        Self { port, child, _output: output }
    }

    /// As the provider names itself.
    pub fn issuer(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A table of a back's configuration for it; the client's secret is written into a file of `folder`.
    pub fn table(&self, folder: &Path, id: &str, more: &str) -> String {
        std::fs::write(folder.join("client-secret"), SECRET).unwrap();
        format!(
            "[[providers]]\nid = \"{id}\"\ntitle = {{ fr = \"Compte {id}\", en = \"Account {id}\" }}\nissuer = \"{}\"\n\
             client_id = \"vantail\"\nclient_secret_file = \"client-secret\"\n{more}\n",
            self.issuer()
        )
    }

    /// Walks a browser's way through the provider as `sub`, or as nobody; the fields that it posts back.
    pub async fn walk(&self, url: &str, sub: &str) -> BTreeMap<String, String> {
        let mut tcp = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        let path = format!("/walk?url={}&sub={sub}", crate::web::percent(url));
        let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n");
        tcp.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        tcp.read_to_string(&mut answer).await.unwrap();
        let body = answer.split_once("\r\n\r\n").unwrap().1;
        serde_json::from_str(body).unwrap_or_else(|_| panic!("{body}"))
    }

    /// Stops it as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Oidc {
    fn drop(&mut self) {
        self.kill();
    }
}

fn spawn() -> Child {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tools =
        std::env::var_os("VANTAIL_TOOLS").map_or_else(|| here.join("../target/test-tools"), Into::into);
    Command::new("node")
        .arg(here.join("src/oidc.mjs"))
        .env("VANTAIL_TOOLS", tools)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("node is installed")
}
