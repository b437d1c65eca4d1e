//! The roles for the business database, made word by word as the documents say: they can read what they need, and the back
//! takes them.

use std::{fs, path::Path};

use vantail_back::business::{Access, Business};
use vantail_tests::{mariadb::Server, postgres::Cluster};

/// The blocks of SQL in a document, in their order.
fn blocks(file: &str) -> Vec<String> {
    let text = read(file);
    let blocks = text.split("```sql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap()
}

/// A statement that a document names in a sentence.
fn quoted(file: &str, begin: &str) -> String {
    let text = read(file);
    let at = text.find(&format!("`{begin}")).unwrap_or_else(|| panic!("{begin} stands in {file}"));
    text[at + 1..].split('`').next().unwrap().replace('\n', " ")
}

/// What the role sees, each table with its columns; it can write nothing.
async fn seen(url: String, password: &str) -> Vec<String> {
    let access = Access { password: Some(password.into()), ..Access::new(&url) };
    let business = Business::open(access).unwrap();
    assert_eq!(business.writable().await.unwrap(), Vec::<String>::new());
    let tables = business.schema().await.unwrap().tables;
    let columns = |columns: Vec<vantail_back::map::ColumnShape>| {
        columns.into_iter().map(|column| column.name).collect::<Vec<_>>().join(" ")
    };
    tables.into_iter().map(|(name, shape)| format!("{name}: {}", columns(shape.columns))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_role_for_postgresql_is_as_documented() {
    let cluster = Cluster::start().await;
    cluster.run("postgres", "CREATE DATABASE pagila").await;
    cluster
        .run(
            "pagila",
            "CREATE TABLE customer (id int); CREATE TABLE rental (id int);
             CREATE TABLE payment (id int) PARTITION BY RANGE (id);
             CREATE TABLE payment_1 PARTITION OF payment FOR VALUES FROM (0) TO (9);
             CREATE TABLE staff (staff_id int, first_name text, password text); CREATE TABLE secret (id int)",
        )
        .await;
    let made = blocks("docs/operating.md").into_iter().find(|block| block.contains("pagila")).unwrap();
    cluster.run("pagila", &made).await;
    let tables = seen(cluster.url_of("vantail", "pagila"), "choose-a-long-one").await;
    assert_eq!(tables, ["customer: id", "payment: id", "rental: id", "staff: staff_id first_name"]);
    let temporary = "SELECT has_database_privilege('vantail', 'pagila', 'TEMPORARY')";
    assert_eq!(cluster.run("pagila", temporary).await.trim(), "f");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ten_steps_make_a_role_and_narrow_it() {
    let cluster = Cluster::start().await;
    cluster.run("postgres", "CREATE DATABASE school").await;
    cluster.run("school", "CREATE TABLE pupil (id int); CREATE TABLE mark (id int)").await;
    let made = blocks("README.md").into_iter().find(|block| block.contains("CREATE ROLE vantail")).unwrap();
    cluster.run("school", &made).await;
    let url = cluster.url_of("vantail", "school");
    assert_eq!(seen(url.clone(), "a-long-random-password").await, ["mark: id", "pupil: id"]);
    cluster.run("school", &quoted("README.md", "REVOKE SELECT")).await;
    cluster.run("school", "GRANT SELECT ON pupil TO vantail").await;
    assert_eq!(seen(url, "a-long-random-password").await, ["pupil: id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_user_for_mariadb_is_as_documented() {
    let server = Server::start().await;
    let tables = "CREATE DATABASE koha; CREATE DATABASE school;
        CREATE TABLE koha.issues (id int); CREATE TABLE koha.borrowers (borrowernumber int, password text);
        CREATE TABLE koha.secret (id int); CREATE TABLE school.pupil (id int)";
    server.run("mysql", tables).await;
    let made = blocks("docs/operating.md").into_iter().find(|block| block.contains("koha")).unwrap();
    server.run("mysql", &made).await;
    let tables = seen(server.url_of("vantail", "koha"), "choose-a-long-one").await;
    assert_eq!(tables, ["borrowers: borrowernumber", "issues: id"]);
    server.run("mysql", &quoted("README.md", "CREATE USER vantail")).await;
    let granted = server.run("mysql", "SHOW GRANTS FOR vantail@'192.0.2.%'").await;
    assert!(granted.contains("GRANT SELECT ON `school`.*"), "{granted}");
}
