//! A PostgreSQL cluster of the test's own, with Debian's binaries, on a socket in a folder.

use std::{os::unix::fs::chown, path::PathBuf, process::Stdio};

use tempfile::TempDir;
use tokio::process::Command;

/// A cluster that ends with the value.
#[derive(Debug)]
pub struct Cluster {
    folder: TempDir,
    binaries: PathBuf,
    owner: Option<(u32, u32)>,
}

impl Cluster {
    /// Makes and starts a cluster.
    pub async fn start() -> Self {
        let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed by ./test");
        let newest = versions.map(|entry| entry.unwrap().path()).max().unwrap();
        let folder = TempDir::with_prefix("pg").unwrap();
        // PostgreSQL does not run as root: it runs as its own user then.
        let owner = rustix::process::getuid().is_root().then(postgres_user);
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        let mut cluster = Self { folder, binaries: newest.join("bin"), owner };
        let data = cluster.data();
        let made = cluster
            .command("initdb")
            .args(["-A", "trust", "-U", "postgres", "--no-sync", "-D"])
            .arg(data)
            .status();
        assert!(made.await.unwrap().success());
        cluster.restart().await;
        cluster
    }

    /// The store's URL.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/postgres?host={}", self.folder.path().display())
    }

    /// Stops it at once, as a power cut of its host would.
    pub async fn stop(&mut self) {
        self.control(&["stop", "-m", "immediate"]).await;
    }

    /// Starts it again.
    pub async fn restart(&mut self) {
        let options =
            format!("-c listen_addresses='' -c unix_socket_directories='{}'", self.folder.path().display());
        self.control(&["start", "-o", &options]).await;
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    async fn control(&mut self, arguments: &[&str]) {
        let data = self.data();
        let done = self.command("pg_ctl").args(["-w", "-s", "-D"]).arg(data).args(arguments).status();
        assert!(done.await.unwrap().success(), "pg_ctl {arguments:?}");
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        command
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let file = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap_or_default();
        let pid =
            file.lines().next().and_then(|line| line.parse().ok()).and_then(rustix::process::Pid::from_raw);
        if let Some(pid) = pid {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        }
    }
}

fn postgres_user() -> (u32, u32) {
    let users = std::fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:")).expect("the user postgres");
    let mut fields = line.split(':').skip(2).map(|field| field.parse().unwrap());
    (fields.next().unwrap(), fields.next().unwrap())
}
