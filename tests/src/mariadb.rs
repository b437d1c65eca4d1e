//! A MariaDB server of the test's own, with Debian's binaries, on a socket in a folder.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use sqlx::{Connection as _, MySqlConnection};
use tempfile::TempDir;
use tokio::process::Command;

use crate::{at_end::AtEnd, server_user::ServerUser, until::until};

/// Makes and starts the server as the user `$2`, or as this one when that is empty. It keeps nothing safe from a crash
/// of the machine, and is much faster for it.
const BEGIN: &str = r#"
cd "$1" || exit 1
PATH="$PATH:/usr/sbin"
mariadb-install-db --no-defaults ${2:+--user="$2"} --auth-root-authentication-method=normal --skip-test-db \
  --skip-name-resolve --datadir="$1/data" > install.log 2>&1
mariadbd --no-defaults ${2:+--user="$2"} --datadir="$1/data" --tmpdir="$1" --socket="$1/socket" --pid-file="$1/pid" \
  --skip-networking --skip-name-resolve --skip-log-bin --performance-schema=OFF --default-time-zone=+00:00 \
  --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci --innodb-buffer-pool-size=256M \
  --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 > server.log 2>&1 &
pid=$!"#;
const END: &str = r#"
kill "$pid"; wait "$pid"
rm -rf "$1""#;

/// A server that ends with the value, and with this process.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    _end: AtEnd,
}

impl Server {
    /// Makes and starts a server.
    pub async fn start() -> Self {
        let folder = TempDir::with_prefix("my").unwrap().keep();
        let owner = ServerUser::when_root("mysql");
        if let Some(owner) = owner {
            owner.own(&folder);
        }
        let user = if owner.is_some() { "mysql" } else { "" };
        let end = AtEnd::run(BEGIN, END, &[folder.to_str().unwrap(), user]);
        let server = Self { folder, _end: end };
        until("MariaDB to answer", async || MySqlConnection::connect(&server.url()).await.ok()).await;
        server
    }

    /// The address of the server's own database, for its root.
    pub fn url(&self) -> String {
        self.url_of("root", "mysql")
    }

    /// The address of a database for a user.
    pub fn url_of(&self, user: &str, database: &str) -> String {
        format!("mysql://{user}@localhost/{database}?socket={}/socket", self.folder.display())
    }

    /// Its socket.
    pub fn socket(&self) -> PathBuf {
        self.folder.join("socket")
    }

    /// Runs statements in a database, as root; returns what was printed, fields apart by tabs.
    pub async fn run(&self, database: &str, sql: &str) -> String {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--default-character-set=utf8mb4", "-N", "-B"]);
        client.arg(format!("--socket={}/socket", self.folder.display())).args(["-e", sql, database]);
        let done = client.stdin(Stdio::null()).output().await.unwrap();
        assert!(done.status.success(), "{sql}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Feeds a file of statements to a database, unpacking it when it ends in `.gz`; returns what was printed, fields
    /// apart by tabs.
    pub async fn feed(&self, database: &str, file: &Path) -> String {
        let unpack = if file.extension().is_some_and(|ending| ending == "gz") { "gunzip -c" } else { "cat" };
        let script = format!(
            "{unpack} \"$1\" | mariadb --no-defaults --user=root --default-character-set=utf8mb4 -N -B --socket=\"$2\"/socket \"$3\""
        );
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, "sh"]).arg(file).arg(&self.folder).arg(database);
        let done = shell.stdin(Stdio::null()).output().await.unwrap();
        assert!(done.status.success(), "{}: {}", file.display(), String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }

    /// Makes a user that may read these tables and nothing else, as `docs/operating.md` says, and returns its address.
    /// The tables are written as in SQL.
    pub async fn reader(&self, database: &str, tables: &[String]) -> String {
        let user = format!("{database}_reader");
        let grants = tables.iter().map(|table| format!("GRANT SELECT ON {table} TO {user}@localhost;"));
        let sql = format!("CREATE USER {user}@localhost;{}", grants.collect::<String>());
        self.run(database, &sql).await;
        self.url_of(&user, database)
    }
}
