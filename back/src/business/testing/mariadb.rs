//! A MariaDB server of this test run, with Debian's binaries, on a socket; or a `MySQL` server in its place, where
//! `VANTAIL_MYSQLD` names the program.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use sqlx::{Connection as _, MySqlConnection};

/// Makes and runs the server, and ends it when the input ends, however this process ends. `MySQL` reads its own files after
/// it has become another user, who may have no way to them: it stays who it is.
const RUN: &str = r#"
cd "$1" || exit 1
PATH="$PATH:/usr/sbin"
if [ -n "$VANTAIL_MYSQLD" ]; then
  kind="--user=$(id -un) --mysqlx=OFF --secure-file-priv=NULL"
  "$VANTAIL_MYSQLD" --no-defaults $kind --initialize-insecure --datadir="$1/data" --skip-log-bin \
    --innodb-flush-method=nosync --innodb-doublewrite=0 > install.log 2>&1
else
  kind="${2:+--user=$2} --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci"
  mariadb-install-db --no-defaults ${2:+--user="$2"} --auth-root-authentication-method=normal --skip-test-db \
    --skip-name-resolve --datadir="$1/data" > install.log 2>&1
fi
"${VANTAIL_MYSQLD:-mariadbd}" --no-defaults $kind --datadir="$1/data" --tmpdir="$1" --socket="$1/socket" --pid-file="$1/pid" \
  --skip-networking --skip-name-resolve --skip-log-bin --performance-schema=OFF --innodb-buffer-pool-size=64M \
  --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --innodb-doublewrite=0 > server.log 2>&1 &
pid=$!
cat
kill "$pid"; wait "$pid"
rm -rf "$1""#;

/// Whether it is `MySQL` that stands in its place.
pub(crate) fn is_mysql() -> bool {
    std::env::var_os("VANTAIL_MYSQLD").is_some()
}

/// A server with databases of their own for each test.
pub(crate) struct Server {
    folder: PathBuf,
    databases: AtomicU32,
    _guard: Child,
}

impl Server {
    /// The server that all tests of this run share.
    pub(crate) async fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        let server = SERVER.get_or_init(Self::start);
        let begun = std::time::Instant::now();
        while MySqlConnection::connect(&server.url("mysql")).await.is_err() {
            assert!(begun.elapsed().as_secs() < 60, "the server does not start");
            tokio::task::yield_now().await;
        }
        server
    }

    fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("vantail-my-").tempdir().unwrap().keep();
        let user = if rustix::process::geteuid().is_root() { "mysql" } else { "" };
        if !user.is_empty() {
            let owned = Command::new("chown").arg(user).arg(&folder).status().unwrap();
            assert!(owned.success());
        }
        let guard = Command::new("sh")
            .args(["-c", RUN, "sh"])
            .arg(&folder)
            .arg(user)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { folder, databases: AtomicU32::new(0), _guard: guard }
    }

    /// The address of a database for the server's root.
    pub(crate) fn url(&self, database: &str) -> String {
        self.url_for("root", database)
    }

    /// The address of a database for a user.
    pub(crate) fn url_for(&self, user: &str, database: &str) -> String {
        format!("mysql://{user}@localhost/{database}?socket={}/socket", self.folder.display())
    }

    /// The name of a new, empty database.
    pub(crate) fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("CREATE DATABASE {name}"));
        name
    }

    /// Runs statements as the server's root.
    pub(crate) fn run(&self, sql: &str) {
        let mut client = Command::new("mariadb");
        client.args(["--no-defaults", "--user=root", "--default-character-set=utf8mb4"]);
        client.arg(format!("--socket={}/socket", self.folder.display())).args(["-e", sql]);
        let done = client.stdin(Stdio::null()).output().unwrap();
        assert!(done.status.success(), "{sql}: {}", String::from_utf8_lossy(&done.stderr));
    }
}
