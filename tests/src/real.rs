//! Four databases that nobody here designed, each with the right answers of its README. They are loaded once for all
//! tests of a program, and only read.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use tokio::sync::OnceCell;

use crate::{mariadb::Server, postgres::Cluster};

/// The DVD rental of PostgreSQL's users.
pub static PAGILA: RealSet = RealSet::new("pagila");
/// A library on MariaDB.
pub static KOHA: RealSet = RealSet::new("koha");
/// Property management on PostgreSQL, with mixed-case names.
pub static CONDO: RealSet = RealSet::new("condo");
/// A consortium of libraries on PostgreSQL, in many schemas, with inheritance.
pub static EVERGREEN: RealSet = RealSet::new("evergreen");

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static SERVER: OnceCell<Server> = OnceCell::const_new();

/// One of the databases.
#[derive(Debug)]
pub struct RealSet {
    /// Its name: that of its folder, of its map and of the database.
    pub name: &'static str,
    loaded: OnceCell<()>,
    reader: OnceCell<String>,
}

impl RealSet {
    const fn new(name: &'static str) -> Self {
        Self { name, loaded: OnceCell::const_new(), reader: OnceCell::const_new() }
    }

    /// Its folder, with the dump, `README.md`, `checks.sql` and the answers.
    pub fn folder(&self) -> PathBuf {
        let given = std::env::var_os("VANTAIL_DATA").map(PathBuf::from);
        let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
        let folder = given.unwrap_or_else(beside).join(self.name);
        assert!(
            folder.join("README.md").is_file(),
            "{} is missing: the real databases are kept apart from the sources. Put the folder \"data\" of the shared \
             material beside the repository as ../shared/data, or name its place in VANTAIL_DATA",
            folder.display()
        );
        folder
    }

    /// Loads it, unless another test has, and returns its address for the owner.
    pub async fn url(&self) -> String {
        self.loaded.get_or_init(|| self.load()).await;
        if self.is_mariadb() {
            server().await.url_of("root", self.name)
        } else {
            cluster().await.url_of("postgres", self.name)
        }
    }

    /// Its data map.
    pub fn map(&self) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("maps").join(self.name).with_extension("toml")
    }

    /// Its address for a role that may read what the map names and nothing else.
    pub async fn reader(&self) -> &str {
        self.reader.get_or_init(|| self.grant()).await
    }

    /// The socket of its server.
    pub async fn socket(&self) -> PathBuf {
        if self.is_mariadb() { server().await.socket() } else { cluster().await.socket() }
    }

    async fn grant(&self) -> String {
        self.url().await;
        let map = self.map_text();
        let words = map.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.')));
        if self.is_mariadb() {
            let tables = server().await.run(self.name, "SHOW TABLES").await;
            let named: Vec<String> = tables
                .lines()
                .filter(|table| words.clone().any(|word| word.split('.').next() == Some(table)))
                .map(|table| format!("`{table}`"))
                .collect();
            return server().await.reader(self.name, &named).await;
        }
        let listed =
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema)'";
        let (mut schemas, mut tables) = (BTreeSet::new(), Vec::new());
        for line in cluster().await.run(self.name, listed).await.lines() {
            let (schema, table) = line.split_once('|').unwrap();
            let full = format!("{schema}.{table}");
            let is_named = |word: &str| match schema {
                "public" => word.split('.').next() == Some(table),
                _ => word == full || word.strip_prefix(&full).is_some_and(|rest| rest.starts_with('.')),
            };
            if words.clone().any(is_named) {
                schemas.insert(schema.to_owned());
                tables.push(format!("\"{schema}\".\"{table}\""));
            }
        }
        cluster().await.reader(self.name, &schemas, &tables).await
    }

    /// The map with what it includes.
    fn map_text(&self) -> String {
        let folder = self.map().with_extension("");
        let included = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        let files = included.chain([self.map()]);
        files.map(|file| std::fs::read_to_string(file).unwrap()).collect()
    }

    /// Runs the statements of a file of its folder and returns what they print.
    pub async fn print(&self, file: &str) -> String {
        self.url().await;
        let file = self.folder().join(file);
        if self.is_mariadb() {
            server().await.feed(self.name, &file).await
        } else {
            cluster().await.feed(self.name, &file).await
        }
    }

    async fn load(&self) {
        let (name, folder) = (self.name, self.folder());
        if self.is_mariadb() {
            let server = server().await;
            server.run("mysql", &format!("CREATE DATABASE {name}")).await;
            server.feed(name, &folder.join("koha-1-real.sql.gz")).await;
            server.feed(name, &folder.join("koha-2-generated.sql.gz")).await;
            return;
        }
        let cluster = cluster().await;
        cluster
            .run("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING UTF8 LOCALE 'C'"))
            .await;
        if name == EVERGREEN.name {
            // Its functions need it, as its README says; the back must not.
            let path = format!("ALTER DATABASE {name} SET search_path TO evergreen, public, pg_catalog");
            cluster.run("postgres", &path).await;
        }
        cluster.feed(name, &folder.join(format!("{name}.sql.gz"))).await;
    }

    fn is_mariadb(&self) -> bool {
        self.name == KOHA.name
    }
}

/// The cluster of the real databases; tests may make databases of their own in it.
pub async fn cluster() -> &'static Cluster {
    CLUSTER.get_or_init(Cluster::start).await
}

/// The MariaDB server of the real databases; tests may make databases of their own in it.
pub async fn server() -> &'static Server {
    SERVER.get_or_init(Server::start).await
}
