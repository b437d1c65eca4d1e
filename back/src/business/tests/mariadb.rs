use sqlx::MySqlConnection;

use super::*;
use crate::business::testing::mariadb::{Server, is_mysql};

/// `MySQL` says nothing when a sleep alone is cut off.
const ENDLESS: &str = "SELECT SLEEP(60) FROM information_schema.TABLES";

#[tokio::test]
async fn an_endless_statement_ends_in_time_whoever_waits_for_it() {
    let server = Server::shared().await;
    let access = Access { statement_seconds: 1, ..Access::new(&server.url(&server.database())) };
    let business = Business::open(access).unwrap();
    let begun = Instant::now();
    assert_eq!(run(&business, ENDLESS).await.unwrap_err().code, Code::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(2));
    for _ in 0..8 {
        let gone = tokio::time::timeout(Duration::from_millis(5), run(&business, ENDLESS)).await;
        assert!(gone.is_err());
    }
    while business.ping().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test]
async fn connections_that_were_ended_are_opened_again_at_once() {
    let server = Server::shared().await;
    let name = server.database();
    let business = Business::open(&server.url(&name)).unwrap();
    business.ping().await.unwrap();
    server.run(&format!(
        "SET @own = (SELECT id FROM information_schema.processlist WHERE db = '{name}'); KILL CONNECTION @own"
    ));
    business.ping().await.unwrap();
}

#[tokio::test]
async fn nothing_can_be_written() {
    let server = Server::shared().await;
    let url = server.url(&server.database());
    drop(writer::<MySqlConnection>(&url, "CREATE TABLE person (id INT)").await);
    let business = Business::open(&url).unwrap();
    for sql in ["DELETE FROM person", "CREATE TABLE x (y INT)", "TRUNCATE TABLE person"] {
        assert!(run(&business, sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_changed_table_is_told_and_comes_back() {
    let server = Server::shared().await;
    let url = server.url(&server.database());
    let mut writer: MySqlConnection = writer(&url, "CREATE TABLE person (id INT, name TEXT)").await;
    let business = Business::open(&url).unwrap();
    let ask = "SELECT name, id FROM person";
    run(&business, ask).await.unwrap();
    sqlx::query("ALTER TABLE person MODIFY id BIGINT, MODIFY name VARCHAR(30)")
        .execute(&mut writer)
        .await
        .unwrap();
    run(&business, ask).await.unwrap();
    sqlx::query("ALTER TABLE person RENAME COLUMN name TO label").execute(&mut writer).await.unwrap();
    assert_eq!(run(&business, ask).await.unwrap_err().code, Code::Unavailable);
    sqlx::query("ALTER TABLE person RENAME COLUMN label TO name").execute(&mut writer).await.unwrap();
    run(&business, ask).await.unwrap();
}

#[tokio::test]
async fn a_role_that_can_write_is_told_apart_and_sees_what_it_may_read() {
    let server = Server::shared().await;
    let name = server.database();
    drop(
        writer::<MySqlConnection>(
            &server.url(&name),
            "CREATE TABLE person (id INT); CREATE TABLE hidden (id INT)",
        )
        .await,
    );
    let whose = if is_mysql() { "TO" } else { "FOR" };
    server.run(&format!(
        "CREATE USER reads_{name}@localhost; CREATE USER changes_{name}@localhost; CREATE ROLE may_{name}; \
         GRANT SELECT ON {name}.person TO reads_{name}@localhost; GRANT INSERT ON {name}.* TO may_{name}; \
         GRANT SELECT ON {name}.* TO changes_{name}@localhost; GRANT may_{name} TO changes_{name}@localhost; \
         SET DEFAULT ROLE may_{name} {whose} changes_{name}@localhost"
    ));
    let open = |user: String| Business::open(&server.url_for(&user, &name)).unwrap();
    let reader = open(format!("reads_{name}"));
    assert_eq!(reader.writable().await.unwrap(), Vec::<String>::new());
    let told = open(format!("changes_{name}")).writable().await.unwrap();
    assert_eq!(told, [format!("it may INSERT on `{name}`.*")]);
    let schema = reader.schema().await.unwrap();
    assert_eq!(schema.tables.keys().map(ToString::to_string).collect::<Vec<_>>(), ["person"]);
    assert_eq!(schema.default_schema.as_ref(), Some(&name));
}

#[tokio::test]
async fn the_catalog_knows_keys_and_natures() {
    let server = Server::shared().await;
    let url = server.url(&server.database());
    let sql = "CREATE TABLE owner (id INT PRIMARY KEY, card VARCHAR(16) NOT NULL UNIQUE); \
               CREATE TABLE `odd ``table` (a INT, b INT, owner INT, truth TINYINT(1), price DECIMAL(28,6) CHECK (price >= 0), \
                 kind ENUM('x'), twice INT AS (a * 2) VIRTUAL, note TEXT COLLATE utf8mb4_bin COMMENT 'said', \
                 PRIMARY KEY (b, a), FOREIGN KEY (owner) REFERENCES owner (id)); \
               CREATE VIEW shown AS SELECT a FROM `odd ``table`; \
               CREATE VIEW broken AS SELECT card FROM owner; ALTER TABLE owner DROP COLUMN card";
    drop(writer::<MySqlConnection>(&url, sql).await);
    let schema = Business::open(&url).unwrap().schema().await.unwrap();
    let odd = schema.table(&TableName::plain("odd `table")).unwrap();
    assert_eq!(odd.primary, ["b", "a"]);
    assert_eq!(
        (odd.foreign[0].table.clone(), odd.foreign[0].to.as_slice()),
        (TableName::plain("owner"), &["id".to_owned()][..])
    );
    let nature = |name: &str| odd.column(name).unwrap().nature;
    assert_eq!(
        (nature("truth"), nature("price"), nature("kind")),
        (Nature::Truth, Nature::Decimal(Some(6)), Nature::Enum)
    );
    let note = odd.column("note").unwrap();
    assert_eq!((note.comment.as_str(), note.collation.as_deref()), ("said", Some("utf8mb4_bin")));
    let [check] = odd.checks.as_slice() else { panic!("{:?}", odd.checks) };
    assert_eq!(check.trim_matches(['(', ')']), "`price` >= 0");
    assert!(odd.column("twice").unwrap().generated);
    assert_eq!(schema.table(&TableName::plain("shown")).unwrap().kind, TableKind::View);
}

/// A constraint with all that `MySQL` writes in its own way; one that nobody enforces is none.
#[tokio::test]
async fn who_can_only_read_is_told_of_keys_and_constraints() {
    let server = Server::shared().await;
    let name = server.database();
    let unenforced = if is_mysql() { ", CHECK (state <> 'gone') NOT ENFORCED" } else { "" };
    server.run(&format!(
        "USE {name}; CREATE TABLE owner (id INT PRIMARY KEY); \
         CREATE TABLE ware (id INT PRIMARY KEY, owner INT, state VARCHAR(20), FOREIGN KEY (owner) REFERENCES owner (id), \
           CHECK (state IN ('it''s', 'é€', '日本')){unenforced}); \
         CREATE USER only_{name}@localhost; GRANT SELECT ON {name}.owner TO only_{name}@localhost; \
         GRANT SELECT ON {name}.ware TO only_{name}@localhost"
    ));
    let told = async |user: &str| {
        let schema = Business::open(&server.url_for(user, &name)).unwrap().schema().await.unwrap();
        schema.table(&TableName::plain("ware")).unwrap().clone()
    };
    let (reader, root) = (told(&format!("only_{name}")).await, told("root").await);
    assert_eq!((reader.primary.as_slice(), reader.foreign.len()), (&["id".to_owned()][..], 1));
    // MariaDB tells constraints to those alone who may change something.
    assert_eq!(reader.checks, if is_mysql() { root.checks.clone() } else { Vec::new() });
    let [check] = root.checks.as_slice() else { panic!("{:?}", root.checks) };
    let plain = check.replace("_utf8mb4", "").replace("','", "', '");
    assert!(plain.contains("'é€', '日本'") && plain.contains(r"'it\'s'"), "{check}");
}
