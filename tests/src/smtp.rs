//! A real mail server of the test's own: aiosmtpd, installed by `./test`, on loopback.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
};

use serde_json::Value;
use vantail_shared::tls::Files;

use crate::processes::free_ports;

/// The password of the account `portal`.
const PASSWORD: &str = "right horse";

/// A mail that the server was given whole.
#[derive(Debug, Clone)]
pub struct Received {
    /// Who receives it.
    pub to: String,
    /// It came over TLS.
    pub protected: bool,
    /// From somebody who had signed in.
    pub signed_in: bool,
    /// The server said that it has it.
    pub taken: bool,
    /// Header and body.
    pub data: String,
}

impl Received {
    /// The value of a header; empty when there is none.
    pub fn header(&self, name: &str) -> &str {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default();
        let line = head.split("\r\n").find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_default()
    }
}

/// The server. It ends with the value, or with this process.
#[derive(Debug)]
pub struct Smtp {
    port: u16,
    protection: &'static str,
    certificate: Files,
    child: Option<Child>,
    received: Arc<Mutex<Vec<Received>>>,
    obeyed: Option<mpsc::Receiver<()>>,
}

impl Smtp {
    /// Starts a server with `starttls`, `tls` or `none`.
    pub fn start(protection: &'static str, certificate: Files) -> Self {
        let [port] = free_ports();
        let mut server =
            Self { port, protection, certificate, child: None, received: Arc::default(), obeyed: None };
        server.up();
        server
    }

    /// Starts it again, on the same port.
    pub fn up(&mut self) {
        let python = std::env::var_os("VANTAIL_SMTP").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/test-tools/smtp/bin/python"),
            PathBuf::from,
        );
        let mut child = Command::new(python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/smtp_server.py"))
            .args([&self.port.to_string(), self.protection])
            .args([&self.certificate.cert, &self.certificate.key])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("aiosmtpd is installed by ./test");
        let output = BufReader::new(child.stdout.take().unwrap());
        let (obeys, obeyed) = mpsc::channel();
        let received = Arc::clone(&self.received);
        thread::spawn(move || listen(output, &received, &obeys));
        obeyed.recv().expect("the server begins, see ./test");
        (self.child, self.obeyed) = (Some(child), Some(obeyed));
    }

    /// Ends it: connections are refused from now on.
    pub fn down(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Says how the next mails fare: see the server.
    pub fn fare(&mut self, mode: &str) {
        let input = self.child.as_mut().unwrap().stdin.as_mut().unwrap();
        writeln!(input, "{mode}").unwrap();
        self.obeyed.as_ref().unwrap().recv().unwrap();
    }

    /// The table of a back's configuration for it; the password is written into a file of `folder`.
    pub fn mail(&self, folder: &Path) -> String {
        std::fs::write(folder.join("mail-password"), PASSWORD).unwrap();
        let account = if self.protection == "none" {
            String::new()
        } else {
            let ca = self.certificate.ca.display();
            format!("user = \"portal\"\npassword_file = \"mail-password\"\nca_file = \"{ca}\"\n")
        };
        format!(
            "[mail]\nfrom = \"Cabinet Morel <portal@morel.example>\"\nsmtp = \"localhost:{}\"\nsecurity = \"{}\"\n{account}\
             public_url = \"https://portal.morel.example\"\nstaff_url = \"https://staff.morel.example\"\n",
            self.port, self.protection,
        )
    }

    /// Everything that it was given, oldest first.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// How often each mail was given, by its Message-ID.
    pub fn counts(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for mail in self.received() {
            *counts.entry(mail.header("Message-ID").to_owned()).or_default() += 1;
        }
        counts
    }
}

impl Drop for Smtp {
    fn drop(&mut self) {
        self.down();
    }
}

fn listen(output: BufReader<ChildStdout>, received: &Mutex<Vec<Received>>, obeys: &mpsc::Sender<()>) {
    for line in output.lines().map_while(Result::ok) {
        let Ok(line) = serde_json::from_str::<Value>(&line) else { continue };
        let Some(data) = line["data"].as_str() else {
            let _ = obeys.send(());
            continue;
        };
        received.lock().unwrap().push(Received {
            to: line["to"][0].as_str().unwrap_or_default().to_owned(),
            protected: line["protected"] == true,
            signed_in: line["user"] == true,
            taken: line["taken"] == true,
            data: data.to_owned(),
        });
    }
}
