//! The way to a database server over TLS: only a server with the right name and a certificate of the right authority is
//! spoken to, and nothing is said in the clear.

use std::path::Path;

use tempfile::TempDir;
use vantail_back::business::Business;
use vantail_tests::{mariadb::Server, pki::Pki, postgres::Cluster, processes::free_ports};

/// Certificates of the server, and an authority that nobody knows.
struct Trust {
    folder: TempDir,
    ours: Pki,
    other: Pki,
}

impl Trust {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let ours = Pki::create(&folder.path().join("ours"));
        let other = Pki::create(&folder.path().join("other"));
        Self { folder, ours, other }
    }

    fn files(&self) -> [(&'static str, std::path::PathBuf); 3] {
        let web = self.ours.files("https-web");
        [("cert.pem", web.cert), ("key.pem", web.key), ("ca.pem", self.ours.ca())]
    }
}

fn named<'a>(files: &'a [(&'static str, std::path::PathBuf)]) -> Vec<(&'a str, &'a Path)> {
    files.iter().map(|(name, path)| (*name, path.as_path())).collect()
}

/// Whether the tables can be read over an address.
async fn reads(url: String) -> Result<(), String> {
    let business = Business::open(&url).unwrap();
    business.schema().await.map(drop).map_err(|failure| failure.explain())
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_is_spoken_to_over_tls_alone() {
    let trust = Trust::new();
    let [port] = free_ports();
    let rules = trust.folder.path().join("hba");
    std::fs::write(&rules, "local all all trust\nhostssl all all 127.0.0.0/8 trust\n").unwrap();
    let mut files = trust.files().to_vec();
    files.push(("hba", rules));
    let options = format!(
        "-c listen_addresses=127.0.0.1,127.0.0.2 -c port={port} -c ssl=on -c ssl_cert_file=$1/cert.pem \
         -c ssl_key_file=$1/key.pem -c hba_file=$1/hba"
    );
    let _cluster = Cluster::start_with(&options, &named(&files)).await;
    let url = |host: &str, settings: &str| format!("postgres://postgres@{host}:{port}/postgres?{settings}");
    let (ca, other) = (trust.ours.ca(), trust.other.ca());
    let full = |ca: &Path| format!("sslmode=verify-full&sslrootcert={}", ca.display());
    assert_eq!(reads(url("127.0.0.1", &full(&ca))).await, Ok(()));
    assert!(reads(url("127.0.0.1", &full(&other))).await.is_err(), "a certificate of nobody we know");
    assert!(reads(url("127.0.0.2", &full(&ca))).await.is_err(), "another name");
    let refused = reads(url("127.0.0.1", "sslmode=disable")).await.unwrap_err();
    assert!(refused.contains("pg_hba"), "the server was there: {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn mariadb_is_spoken_to_over_tls_alone() {
    let trust = Trust::new();
    let [port] = free_ports();
    let options = format!(
        "--bind-address=127.0.0.1,127.0.0.2 --port={port} --ssl-ca=$1/ca.pem --ssl-cert=$1/cert.pem --ssl-key=$1/key.pem"
    );
    let server = Server::start_with(&options, &named(&trust.files())).await;
    server
        .run(
            "mysql",
            "CREATE DATABASE away; CREATE USER reader@'%' REQUIRE SSL; GRANT SELECT ON away.* TO reader@'%';
             CREATE USER secret@'%' IDENTIFIED BY 'a-long-one' REQUIRE SSL; GRANT SELECT ON away.* TO secret@'%'",
        )
        .await;
    let url = |host: &str, settings: &str| format!("mysql://reader@{host}:{port}/away?{settings}");
    let (ca, other) = (trust.ours.ca(), trust.other.ca());
    let full = |ca: &Path| format!("ssl-mode=VERIFY_IDENTITY&ssl-ca={}", ca.display());
    assert_eq!(reads(url("127.0.0.1", &full(&ca))).await, Ok(()));
    let secret = url("127.0.0.1", &full(&ca)).replace("reader@", "secret:a-long-one@");
    assert_eq!(reads(secret).await, Ok(()));
    assert!(reads(url("127.0.0.1", &full(&other))).await.is_err(), "a certificate of nobody we know");
    assert!(reads(url("127.0.0.2", &full(&ca))).await.is_err(), "another name");
    let refused = reads(url("127.0.0.1", "ssl-mode=DISABLED")).await.unwrap_err();
    assert!(refused.contains("1045"), "the server was there: {refused}");
}
