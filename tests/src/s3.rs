//! A real S3 server of the test's own: moto, installed by `./test`, behind TLS on loopback. It checks signatures.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::{SocketAddr, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use vantail_shared::tls::Files;

use crate::processes::free_ports;

/// The server with one bucket, `papers`. It ends with the value, or with this process.
#[derive(Debug)]
pub struct S3 {
    port: u16,
    certificate: Files,
    child: Child,
    output: BufReader<ChildStdout>,
    access_key: String,
    secret_key: String,
}

impl S3 {
    /// Starts a server that holds the files of a folder below `org/`.
    pub fn start(certificate: Files, objects: &Path) -> Self {
        let [port] = free_ports();
        let (child, output) = spawn(port, &certificate, objects);
        let keys = String::new();
        let mut server =
            Self { port, certificate, child, output, access_key: keys.clone(), secret_key: keys };
        let keys = server.line();
        let key = |name: &str| keys[name].as_str().unwrap().to_owned();
        (server.access_key, server.secret_key) = (key("access"), key("secret"));
        server
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).expect("the server begins, see ./test")
    }

    /// The table of a back's configuration for it; the keys are written into files of `folder`.
    pub fn documents(&self, folder: &Path) -> String {
        std::fs::write(folder.join("access"), &self.access_key).unwrap();
        std::fs::write(folder.join("secret"), &self.secret_key).unwrap();
        format!(
            "[documents.main]\ns3 = \"https://127.0.0.1:{}\"\nbucket = \"papers\"\nregion = \"eu-west-3\"\nprefix = \"org\"\n\
             access_key_file = \"access\"\nsecret_key_file = \"secret\"\nca_file = \"{}\"\n",
            self.port,
            self.certificate.ca.display(),
        )
    }

    /// Takes the folder's files in again.
    pub fn load(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"load\n").unwrap();
        self.line();
    }

    /// Stops it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it hang: connections are taken by the kernel, and nothing is answered.
    pub fn freeze(&self) {
        kill_process(self.pid(), Signal::STOP).unwrap();
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        kill_process(self.pid(), Signal::CONT).unwrap();
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().try_into().unwrap()).unwrap()
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(port: u16, certificate: &Files, objects: &Path) -> (Child, BufReader<ChildStdout>) {
    let python = std::env::var_os("VANTAIL_S3").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/test-tools/s3/bin/python"),
        PathBuf::from,
    );
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    assert!(TcpStream::connect_timeout(&address, Duration::from_millis(100)).is_err());
    let mut child = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/s3_server.py"))
        .arg(port.to_string())
        .args([&certificate.cert, &certificate.key])
        .arg(objects)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("moto is installed by ./test");
    let output = BufReader::new(child.stdout.take().unwrap());
    (child, output)
}
