//! A MariaDB server of the test's own, with Debian's binaries, on a socket in a folder; or a `MySQL` server in its place,
//! where `VANTAIL_MYSQLD` names the program.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use sqlx::{Connection as _, MySqlConnection};
use tempfile::TempDir;
use tokio::process::Command;

use crate::{at_end::AtEnd, server_user::ServerUser, until::until};

/// Makes the server and keeps it running, as the user `$2` when it is `MariaDB` and that is not empty, with the further
/// options `$3`; while there is a file `stopped` it stays down. It keeps nothing safe from a crash of the machine, and is
/// much faster for it.
///
/// `MySQL` reads its own files after it has become another user, who may have no way to them: it stays who it is. It is
/// as it comes, but for dates of zeros and foreign keys to what is not unique, which real databases have.
const BEGIN: &str = r#"
cd "$1" || exit 1
PATH="$PATH:/usr/sbin"
if [ -n "$VANTAIL_MYSQLD" ]; then
  kind="--user=$(id -un) --mysqlx=OFF --secure-file-priv=NULL --restrict-fk-on-non-standard-key=OFF --sql-mode="
  "$VANTAIL_MYSQLD" --no-defaults $kind --initialize-insecure --datadir="$1/data" --skip-log-bin \
    --innodb-flush-method=nosync --innodb-doublewrite=0 > install.log 2>&1
else
  kind="${2:+--user=$2} --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci"
  mariadb-install-db --no-defaults ${2:+--user="$2"} --auth-root-authentication-method=normal --skip-test-db \
    --skip-name-resolve --datadir="$1/data" > install.log 2>&1
fi
touch keep
while [ -e keep ]; do
  if [ -e stopped ]; then sleep 0.02; continue; fi
  "${VANTAIL_MYSQLD:-mariadbd}" --no-defaults $kind --datadir="$1/data" --tmpdir="$1" --socket="$1/socket" \
    --pid-file="$1/pid" --skip-name-resolve --skip-log-bin --performance-schema=OFF --default-time-zone=+00:00 \
    --innodb-buffer-pool-size=256M --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync \
    --innodb-doublewrite=0 $3 >> server.log 2>&1
done &
loop=$!"#;
const END: &str = r#"
rm -f "$1/keep"
[ -e "$1/pid" ] && kill "$(cat "$1/pid")"; wait "$loop"
rm -rf "$1""#;

/// A server that ends with the value, and with this process.
#[derive(Debug)]
pub struct Server {
    folder: PathBuf,
    _end: AtEnd,
}

impl Server {
    /// Makes and starts a server on a socket alone.
    pub async fn start() -> Self {
        Self::start_with("--skip-networking", &[]).await
    }

    /// Makes and starts a server with further options, in which `$1` is its folder, and with these files in that folder.
    pub async fn start_with(options: &str, files: &[(&str, &Path)]) -> Self {
        let folder = TempDir::with_prefix("my").unwrap().keep();
        let owner = ServerUser::when_root("mysql");
        if let Some(owner) = owner {
            owner.own(&folder);
        }
        for (name, from) in files {
            std::fs::copy(from, folder.join(name)).unwrap();
            if let Some(owner) = owner {
                owner.own(&folder.join(name));
            }
        }
        let user = if owner.is_some() { "mysql" } else { "" };
        let options = options.replace("$1", folder.to_str().unwrap());
        let end = AtEnd::run(BEGIN, END, &[folder.to_str().unwrap(), user, &options]);
        let server = Self { folder, _end: end };
        until("MariaDB to answer", async || MySqlConnection::connect(&server.url()).await.ok()).await;
        server
    }

    /// Stops it, and every connection with it.
    pub async fn stop(&self) {
        std::fs::write(self.folder.join("stopped"), "").unwrap();
        let pid = std::fs::read_to_string(self.folder.join("pid")).unwrap();
        let killed = Command::new("kill").args(["-TERM", pid.trim()]).status();
        assert!(killed.await.unwrap().success());
        let gone = async || MySqlConnection::connect(&self.url()).await.is_err().then_some(());
        until("MariaDB to be gone", gone).await;
    }

    /// Starts it again.
    pub async fn restart(&self) {
        std::fs::remove_file(self.folder.join("stopped")).unwrap();
        until("MariaDB to answer", async || MySqlConnection::connect(&self.url()).await.ok()).await;
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
