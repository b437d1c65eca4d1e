//! A whole world for one test: certificates, backs that answer by heart, and a front over them on free ports.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tempfile::TempDir;
use tokio::{sync::mpsc, task::JoinHandle};
use vantail_certs::{Authority, Subject};
use vantail_front::{app::App, config::Config};
use vantail_shared::{
    clock::{Clock, SystemClock},
    lifecycle::Lifecycle,
    random::SystemRandom,
    tls::{Files, ServerTls},
};

use super::back::{Back, Running};

pub const DOMAIN: &str = "example.org";

pub struct World {
    pub front: SocketAddr,
    pub ops: SocketAddr,
    pub backs: Vec<Running>,
    pub lifecycle: Lifecycle,
    pub running: JoinHandle<()>,
    pub reload: mpsc::Sender<()>,
    pub folder: TempDir,
    pub ca: String,
    tls: ServerTls,
}

/// The table `[back]` names both pools over all backs.
fn configuration(kind: &str, backs: &[Running], extra: &str) -> String {
    let addresses: Vec<_> = backs.iter().map(|back| format!("{:?}", back.address.to_string())).collect();
    let addresses = addresses.join(", ");
    format!(
        "kind = \"{kind}\"\n\
         [listen]\nhttps = [\"127.0.0.1:0\"]\nops = \"127.0.0.1:0\"\n\
         [https]\ncert = \"https.pem\"\nkey = \"https.key\"\n\
         [back]\ndata = [{addresses}]\nfiles = [{addresses}]\ntrust_domain = \"{DOMAIN}\"\n\
         ca = \"ca.pem\"\ncert = \"front.pem\"\nkey = \"front.key\"\ncrl = \"pki/crl.pem\"\n\
         [brand]\nname = \"Cabinet Exemple & Fils\"\n{extra}"
    )
}

impl World {
    /// A public front over one back.
    pub async fn start() -> Self {
        Self::with("public", 1, "").await
    }

    /// A front of `kind` over `count` backs; `extra` is added to its configuration.
    pub async fn with(kind: &str, count: usize, extra: &str) -> Self {
        Self::over(kind, count, extra, Duration::from_mins(10)).await
    }

    /// The same over backs whose connections live for `age`.
    pub async fn over(kind: &str, count: usize, extra: &str, age: Duration) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let mut authority = Authority::create(&folder.path().join("pki"), DOMAIN, clock.now()).expect("a CA");
        let ca = authority.ca_pem();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("a file");
            path
        };
        write("ca.pem", &ca);
        let front = if kind == "staff" { Subject::staff("f1") } else { Subject::public("f1") };
        let https = Subject::https("web", vec!["localhost".to_owned()], vec![[127, 0, 0, 1].into()]);
        for (name, subject) in [("back", Subject::back("b1")), ("front", front), ("https", https)] {
            let issued =
                authority.issue(&subject.expect("a subject"), 30, clock.now()).expect("a certificate");
            write(&format!("{name}.pem"), &issued.cert_pem);
            write(&format!("{name}.key"), &issued.key_pem);
        }
        let at = |name: &str| folder.path().join(name);
        let files = Files { ca: at("ca.pem"), cert: at("back.pem"), key: at("back.key"), crl: None };
        let tls = ServerTls::load(files, DOMAIN, clock.clone()).expect("the back's TLS");
        let mut backs = Vec::new();
        for _ in 0..count {
            backs.push(Back::start(tls.clone(), "127.0.0.1:0", age));
        }
        let path = write("front.toml", &configuration(kind, &backs, extra));
        let config = Config::load(&path, []).expect("a good configuration");
        let app = App::bind(config, clock, Arc::new(SystemRandom)).await.expect("a front");
        let (front, ops) =
            (app.https_addresses().expect("addresses")[0], app.ops_address().expect("an address"));
        let lifecycle = Lifecycle::default();
        let (reload, reloads) = mpsc::channel(1);
        let ends = lifecycle.clone();
        let running = tokio::spawn(async move { app.run(ends, reloads).await.expect("the front runs") });
        let world = Self { front, ops, backs, lifecycle, running, reload, folder, ca, tls };
        world.until(async |world| world.ready().await == 200).await;
        world
    }

    /// The CA of this world.
    pub fn authority(&self) -> Authority {
        Authority::open(&self.folder.path().join("pki")).expect("a CA")
    }

    /// Starts a back again at the address of one that was killed.
    pub fn revive(&mut self, which: usize) {
        let address = self.backs[which].address.to_string();
        self.backs[which] = Back::start(self.tls.clone(), &address, Duration::from_mins(10));
    }

    /// The status of `/readyz`.
    pub async fn ready(&self) -> u16 {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let Ok(mut tcp) = tokio::net::TcpStream::connect(self.ops).await else { return 0 };
        let request = b"GET /readyz HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        tcp.write_all(request).await.expect("the operations listener");
        let mut answer = String::new();
        tcp.read_to_string(&mut answer).await.expect("an answer");
        answer.get(9..12).and_then(|status| status.parse().ok()).unwrap_or(0)
    }

    /// Waits until something holds; the tests' own limit of time ends a wait for what never comes.
    pub async fn until(&self, holds: impl AsyncFn(&Self) -> bool) {
        let wait = async {
            while !holds(self).await {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), wait).await.expect("it comes about in 20 s");
    }
}
