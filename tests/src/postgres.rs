//! A PostgreSQL cluster of the test's own, with Debian's binaries, on a socket in a folder.

use std::{
    collections::BTreeSet,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Stdio,
};

use tempfile::TempDir;
use tokio::process::Command;

use crate::{at_end::AtEnd, server_user::ServerUser};

/// Asks the server to end, waits until it has, and takes its folder away.
const END: &str = r#"
[ -e "$1/data/postmaster.pid" ] && kill -INT "$(head -n 1 "$1/data/postmaster.pid")"
n=0; while [ -e "$1/data/postmaster.pid" ] && [ $n -lt 100 ]; do sleep 0.05; n=$((n + 1)); done
rm -rf "$1""#;

/// A cluster that ends with the value, and with this process.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    owner: Option<ServerUser>,
    /// Further options of the server.
    options: String,
    _end: AtEnd,
}

impl Cluster {
    /// Makes and starts a cluster on a socket alone.
    pub async fn start() -> Self {
        Self::start_with("", &[]).await
    }

    /// Makes and starts a cluster with further options, in which `$1` is its folder, and with these files in that folder.
    pub async fn start_with(options: &str, files: &[(&str, &Path)]) -> Self {
        let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is installed by ./test");
        let newest = versions.map(|entry| entry.unwrap().path()).max().unwrap();
        let folder = TempDir::with_prefix("pg").unwrap().keep();
        let end = AtEnd::run("", END, &[folder.to_str().unwrap()]);
        let owner = ServerUser::when_root("postgres");
        if let Some(owner) = owner {
            owner.own(&folder);
        }
        for (name, from) in files {
            let to = folder.join(name);
            std::fs::copy(from, &to).unwrap();
            // The server refuses a key that others may read.
            std::fs::set_permissions(&to, std::fs::Permissions::from_mode(0o600)).unwrap();
            if let Some(owner) = owner {
                owner.own(&to);
            }
        }
        let options = options.replace("$1", folder.to_str().unwrap());
        let mut cluster = Self { folder, binaries: newest.join("bin"), owner, options, _end: end };
        let data = cluster.data();
        let made = cluster
            .command("initdb")
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D"])
            .arg(data)
            .status();
        assert!(made.await.unwrap().success());
        cluster.restart().await;
        cluster
    }

    /// The address of the first database, for its superuser.
    pub fn url(&self) -> String {
        self.url_of("postgres", "postgres")
    }

    /// The address of a database for a role.
    pub fn url_of(&self, role: &str, database: &str) -> String {
        format!("postgres://{role}@localhost/{database}?host={}", self.folder.display())
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    /// Runs statements in a database, as the superuser; returns what was printed, fields apart by `|`.
    pub async fn run(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new("psql");
        psql.args([
            "-X",
            "-q",
            "-At",
            "-F",
            "|",
            "-v",
            "ON_ERROR_STOP=1",
            "-U",
            "postgres",
            "-d",
            database,
            "-h",
        ]);
        let done = psql.arg(&self.folder).args(["-c", sql]).stdin(Stdio::null()).output().await.unwrap();
        assert!(done.status.success(), "{sql}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Feeds a file of statements to a database, unpacking it when it ends in `.gz`; returns what was printed, fields
    /// apart by `|`.
    pub async fn feed(&self, database: &str, file: &Path) -> String {
        let unpack = if file.extension().is_some_and(|ending| ending == "gz") { "gunzip -c" } else { "cat" };
        let mut shell = Command::new("sh");
        let script = format!(
            "{unpack} \"$1\" | psql -X -q -At -F '|' -v ON_ERROR_STOP=1 -h \"$2\" -U postgres -d \"$3\""
        );
        shell.args(["-c", &script, "sh"]).arg(file).arg(&self.folder).arg(database);
        let done = shell.stdin(Stdio::null()).output().await.unwrap();
        assert!(done.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Makes a role that may read these tables and nothing else, as `docs/operating.md` says, and returns its address.
    /// The tables are written as in SQL, with their schemas.
    pub async fn reader(&self, database: &str, schemas: &BTreeSet<String>, tables: &[String]) -> String {
        let role = format!("{database}_reader");
        let schemas: Vec<&str> = schemas.iter().map(String::as_str).collect();
        let (schemas, tables) = (schemas.join(", "), tables.join(", "));
        self.run(
            database,
            &format!(
                "CREATE ROLE {role} LOGIN;
                 ALTER ROLE {role} SET default_transaction_read_only = on;
                 REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC;
                 GRANT USAGE ON SCHEMA {schemas} TO {role};
                 GRANT SELECT ON {tables} TO {role};"
            ),
        )
        .await;
        self.url_of(&role, database)
    }

    /// Stops it at once, as a power cut of its host would.
    pub async fn stop(&mut self) {
        self.control(&["stop", "-m", "immediate"]).await;
    }

    /// Starts it again.
    pub async fn restart(&mut self) {
        // A crash of the server loses nothing without fsync: only one of the machine would.
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c fsync=off -c full_page_writes=off {}",
            self.folder.display(),
            self.options
        );
        self.control(&["start", "-o", &options]).await;
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    async fn control(&mut self, arguments: &[&str]) {
        let data = self.data();
        let done = self.command("pg_ctl").args(["-w", "-s", "-D"]).arg(data).args(arguments).status();
        assert!(done.await.unwrap().success(), "pg_ctl {arguments:?}");
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.binaries.join(program));
        command.current_dir(&self.folder).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(owner) = self.owner {
            command.uid(owner.user).gid(owner.group);
        }
        command
    }
}
