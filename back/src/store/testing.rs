//! Stores for tests: an embedded one in a folder of its own, and databases of a real PostgreSQL of this test run.

use std::{
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
};

use tempfile::TempDir;

use super::{Store, StoreError, connection::on};

const PROGRAMS: &str = "/usr/lib/postgresql/15/bin";

/// Waits for the end of its input, then ends the server by its process id, also when a test left it frozen.
const END: &str = r#"cat
head=$(head -n 1 "$0/data/postmaster.pid")
kill -CONT $head $(ps -o pid= --ppid $head)
kill -INT $head
rm -rf "$0""#;

/// A store's address, and what must live as long as it.
pub(crate) struct Place {
    pub(crate) url: String,
    _folder: Option<TempDir>,
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("store.db").display());
        Self { url, _folder: Some(folder) }
    }

    /// An empty database of a server that all tests of this run share.
    pub(crate) fn postgres() -> Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        Self { url: SERVER.get_or_init(Server::start).database(), _folder: None }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }
}

/// A PostgreSQL of its own, on a socket in a folder of its own.
pub(crate) struct Server {
    folder: PathBuf,
    databases: AtomicU32,
    /// Ends the server when our end of its pipe closes, however this process ends.
    _guard: Child,
}

impl Server {
    pub(crate) fn start() -> Self {
        let folder = tempfile::Builder::new().prefix("vantail-pg-").tempdir().unwrap().keep();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        run(program("initdb")
            .args(["--username=postgres", "--auth=trust", "--no-sync", "--pgdata"])
            .arg(&data));
        let guard = Command::new("sh")
            .args(["-c", END])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { folder, databases: AtomicU32::new(0), _guard: guard };
        server.up();
        server
    }

    /// Starts it and waits until it answers.
    pub(crate) fn up(&self) {
        let options = format!("-k {} -h '' -F -c max_connections=300", self.folder.display());
        let log = self.folder.join("log");
        run(program("pg_ctl")
            .args(["start", "--wait", "-o", &options])
            .arg("--log")
            .arg(log)
            .arg("-D")
            .arg(self.data()));
    }

    /// Stops it without goodbye, as a crash would.
    pub(crate) fn down(&self) {
        run(program("pg_ctl").args(["stop", "--wait", "--mode=immediate", "-D"]).arg(self.data()));
    }

    /// Stops all its processes where they are, as a host that hangs would: connections stay, nothing answers.
    pub(crate) fn freeze(&self) {
        self.signal("STOP");
    }

    /// Lets them go on.
    pub(crate) fn thaw(&self) {
        self.signal("CONT");
    }

    fn signal(&self, signal: &str) {
        let all = "head=$(head -n 1 \"$0/postmaster.pid\"); kill -\"$1\" $head $(ps -o pid= --ppid $head)";
        run(Command::new("sh").args(["-c", all]).arg(self.data()).arg(signal));
    }

    /// The address of a new, empty database.
    pub(crate) fn database(&self) -> String {
        let name = format!("test{}", self.databases.fetch_add(1, Ordering::Relaxed));
        run(program("createdb").arg("--host").arg(&self.folder).args(["--username=postgres", &name]));
        format!("postgres://postgres@localhost/{name}?host={}", self.folder.display())
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }
}

/// PostgreSQL refuses to run as root: then its own user runs it.
fn program(name: &str) -> Command {
    let path = format!("{PROGRAMS}/{name}");
    if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--", &path]);
        command
    } else {
        Command::new(path)
    }
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn run(command: &mut Command) {
    // From a folder that every user may enter; the server must not inherit our output.
    command.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().unwrap();
    assert!(status.success(), "{command:?}: {status}");
}

/// The mails that were put into the outbox: to whom, and which text.
pub(crate) async fn mails(store: &Store) -> Result<Vec<(Option<String>, String)>, StoreError> {
    const SELECT: &str = "SELECT recipient, message FROM outbox ORDER BY id";
    let mut connection = store.reader().await?;
    on!(&mut connection, link => sqlx::query_as(SELECT).fetch_all(link).await)
}

/// A statement past the program.
pub(crate) async fn give(store: &Store, statement: &'static str) -> Result<(), StoreError> {
    let mut connection = store.writer().await?;
    on!(&mut connection, link => sqlx::query(statement).execute(link).await.map(drop))?;
    connection.commit().await
}

/// The words of an account's lines in the journal, oldest first.
pub(crate) async fn journal(store: &Store, account: i64) -> Result<Vec<String>, StoreError> {
    const SELECT: &str = "SELECT kind FROM journal WHERE subject = $1 ORDER BY id";
    let mut connection = store.reader().await?;
    on!(&mut connection, link => sqlx::query_scalar(SELECT).bind(account).fetch_all(link).await)
}

/// Gives an account a password as another system kept it: what is hashed, and its form.
pub(crate) async fn bring(store: &Store, account: i64, hash: &str, form: &str) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET password = $1, password_form = $2, password_from = 'legacy' \
        WHERE id = $3";
    let mut connection = store.writer().await?;
    on!(&mut connection, link => {
        sqlx::query(UPDATE).bind(hash).bind(form).bind(account).execute(link).await.map(drop)
    })?;
    connection.commit().await
}

/// Puts an account back to where the two letters are under way; the password is good until then.
pub(crate) async fn invite(store: &Store, account: i64, until: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET state = 'invited', password_from = 'initial', password_at = NULL, \
        verified_at = NULL, initial_until = $1 WHERE id = $2";
    let mut connection = store.writer().await?;
    on!(&mut connection, link => sqlx::query(UPDATE).bind(until).bind(account).execute(link).await.map(drop))?;
    connection.commit().await
}

/// Makes an account one whose password nobody knows.
pub(crate) async fn scramble(store: &Store, account: i64) -> Result<(), StoreError> {
    const UPDATE: &str = "UPDATE account SET password_from = 'scrambled' WHERE id = $1";
    let mut connection = store.writer().await?;
    on!(&mut connection, link => sqlx::query(UPDATE).bind(account).execute(link).await.map(drop))?;
    connection.commit().await
}

/// One test, run over an embedded store and over PostgreSQL.
macro_rules! over_both_stores {
    ($($test:ident),+ $(,)?) => {
        mod over_sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test($crate::store::testing::Place::sqlite()).await;
            })+
        }
        mod over_postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $test() {
                super::$test($crate::store::testing::Place::postgres()).await;
            })+
        }
    };
}
pub(crate) use over_both_stores;
