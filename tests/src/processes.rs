//! The daemons as the real programs that are shipped, each a process that can be killed, frozen and started again.

use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::Stdio,
    sync::Arc,
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use vantail_back::checked::Checked;
use vantail_shared::{clock::SystemClock, random::SystemRandom};

use crate::{
    pair::{World, sample_accounts},
    until::until,
    web::Visitor,
};

/// One running program.
#[derive(Debug)]
pub struct Process {
    program: &'static str,
    config: PathBuf,
    log: PathBuf,
    /// The operations listener.
    pub ops: SocketAddr,
    child: Child,
}

impl Process {
    /// Starts `vantail-back` or `vantail-front` and waits until it is ready.
    pub async fn start(program: &'static str, config: &Path, ops: SocketAddr) -> Self {
        let log = config.with_extension("log");
        let child = spawn(program, config, &log);
        let process = Self { program, config: config.to_owned(), log, ops, child };
        process.ready(true).await;
        process
    }

    /// Waits until `/readyz` says so.
    pub async fn ready(&self, wanted: bool) {
        until(&format!("{} to be ready: {wanted}", self.program), async || {
            (ops_status(self.ops, "/readyz").await == Some(200)).eq(&wanted).then_some(())
        })
        .await;
    }

    /// Everything that it has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Its process id.
    pub fn pid(&self) -> Pid {
        let id = self.child.id().expect("the process lives");
        Pid::from_raw(id.try_into().unwrap()).unwrap()
    }

    /// The most memory that it ever held, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let status = format!("/proc/{}/status", self.pid().as_raw_nonzero());
        let status = std::fs::read_to_string(status).unwrap();
        let kib = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
        kib.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
    }

    /// Kills it as a power cut would, and waits for its end.
    pub async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits for its end after a signal; whether it was an orderly one.
    pub async fn ended(&mut self) -> bool {
        self.child.wait().await.unwrap().success()
    }

    /// Starts it again after its end, and waits until it is ready.
    pub async fn restart(&mut self) {
        self.child = spawn(self.program, &self.config, &self.log);
        self.ready(true).await;
    }
}

fn spawn(program: &str, config: &Path, log: &Path) -> Child {
    let log = File::options().create(true).append(true).open(log).unwrap();
    Command::new(binary(program))
        .args(["serve", "--config"])
        .arg(config)
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// The program that was built beside this test.
pub fn binary(program: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join(program);
    assert!(path.exists(), "{} is built by ./test", path.display());
    path
}

/// The status of a path of an operations listener; nothing while it does not answer.
pub async fn ops_status(ops: SocketAddr, path: &str) -> Option<u16> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(ops).await.ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

/// Free ports of loopback. They were free a moment ago: nobody else on this machine asks for fixed ones.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let held: [TcpListener; N] = std::array::from_fn(|_| TcpListener::bind("127.0.0.1:0").unwrap());
    held.map(|listener| listener.local_addr().unwrap().port())
}

/// Two backs over one store and a public front before them, all real processes.
#[derive(Debug)]
pub struct Trio {
    /// The organisation.
    pub world: World,
    /// The backs.
    pub backs: [Process; 2],
    /// The front.
    pub front: Process,
    /// The front, for browsers.
    pub public: SocketAddr,
}

impl Trio {
    /// Starts all three over one store.
    pub async fn start(store: &str) -> Self {
        Self::in_world(World::build().await, store).await
    }

    /// Starts all three in a world, over one store. The second back lives in the folder `second` where there is one, with
    /// a business database of its own.
    pub async fn in_world(world: World, store: &str) -> Self {
        let ports: [[u16; 4]; 2] = {
            let all = free_ports::<8>();
            [[all[0], all[1], all[2], all[3]], [all[4], all[5], all[6], all[7]]]
        };
        let second = if world.path("second").exists() { "second/back2.toml" } else { "back2.toml" };
        let configs =
            [world.back_toml("back1.toml", ports[0], store), world.back_toml(second, ports[1], store)];
        let opened = Checked::open(&configs[0], Arc::new(SystemClock), Arc::new(SystemRandom)).await.unwrap();
        sample_accounts(&opened.identity).await;
        opened.store.close().await;
        let at = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
        let first = Process::start("vantail-back", &configs[0], at(ports[0][3])).await;
        let second = Process::start("vantail-back", &configs[1], at(ports[1][3])).await;
        let [https, ops] = free_ports();
        let data = [at(ports[0][0]), at(ports[1][0])];
        let files = [at(ports[0][1]), at(ports[0][2]), at(ports[1][1]), at(ports[1][2])];
        let config = world.front_toml("public", [https, ops], &data, &files);
        let front = Process::start("vantail-front", &config, at(ops)).await;
        Self { world, backs: [first, second], front, public: at(https) }
    }

    /// Somebody at the front.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.public, &self.world.pki.ca())
    }
}
