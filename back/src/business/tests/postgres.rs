use sqlx::PgConnection;

use super::*;
use crate::store::testing::{Place, Server};

const ENDLESS: &str = "SELECT count(*) FROM generate_series(1, 1000000000000)";

#[tokio::test]
async fn a_restarted_server_is_asked_again_at_once() {
    let server = Server::start();
    let business = Business::open(&server.database()).unwrap();
    business.ping().await.unwrap();
    server.down();
    let begun = Instant::now();
    assert_eq!(business.ping().await.unwrap_err().code, Code::Unavailable);
    assert!(begun.elapsed() < Duration::from_secs(3));
    server.up();
    business.ping().await.unwrap();
    // The connection that is kept is of the server that was.
    server.down();
    server.up();
    business.ping().await.unwrap();
}

#[tokio::test]
async fn a_server_that_hangs_is_unavailable_in_time() {
    let server = Server::start();
    let business = Business::open(&server.database()).unwrap();
    business.ping().await.unwrap();
    server.freeze();
    let begun = Instant::now();
    assert_eq!(business.ping().await.unwrap_err().code, Code::Unavailable);
    assert!(begun.elapsed() < Duration::from_secs(3));
    server.thaw();
    business.ping().await.unwrap();
}

#[tokio::test]
async fn an_endless_statement_ends_in_time_whoever_waits_for_it() {
    let place = Place::postgres();
    let access = Access { statement_seconds: 1, ..Access::new(&place.url) };
    let business = Business::open(access).unwrap();
    let begun = Instant::now();
    assert_eq!(run(&business, ENDLESS).await.unwrap_err().code, Code::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(2));
    // As many callers as there are connections go away; a later one is told to come back, then gets through.
    for _ in 0..8 {
        let gone = tokio::time::timeout(Duration::from_millis(5), run(&business, ENDLESS)).await;
        assert!(gone.is_err());
    }
    assert_eq!(business.ping().await.unwrap_err().code, Code::Busy);
    while business.ping().await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(10));
    }
}

#[tokio::test]
async fn nothing_can_be_written() {
    let place = Place::postgres();
    drop(writer::<PgConnection>(&place.url, "CREATE TABLE person (id integer)").await);
    let business = Business::open(&place.url).unwrap();
    for sql in ["DELETE FROM public.person", "CREATE TABLE public.x (y integer)", "TRUNCATE public.person"] {
        assert!(run(&business, sql).await.is_err(), "{sql}");
    }
}

#[tokio::test]
async fn a_changed_table_is_told_and_comes_back() {
    let place = Place::postgres();
    let mut writer: PgConnection = writer(&place.url, "CREATE TABLE person (id integer, name text)").await;
    let business = Business::open(&place.url).unwrap();
    let ask = "SELECT name, id FROM public.person";
    run(&business, ask).await.unwrap();
    // A plan that was prepared for another type of column is made anew.
    sqlx::query("ALTER TABLE person ALTER name TYPE varchar(30), ALTER id TYPE bigint")
        .execute(&mut writer)
        .await
        .unwrap();
    run(&business, ask).await.unwrap();
    sqlx::query("ALTER TABLE person RENAME name TO label").execute(&mut writer).await.unwrap();
    assert_eq!(run(&business, ask).await.unwrap_err().code, Code::Unavailable);
    business.ping().await.unwrap();
    sqlx::query("ALTER TABLE person RENAME label TO name").execute(&mut writer).await.unwrap();
    run(&business, ask).await.unwrap();
}

#[tokio::test]
async fn a_role_that_can_write_is_told_apart_and_sees_what_it_may_read() {
    let place = Place::postgres();
    let sql = "CREATE ROLE reads_alone LOGIN; CREATE ROLE changes_too LOGIN; \
               CREATE TABLE person (id integer PRIMARY KEY, name text, secret text); CREATE TABLE hidden (id integer); \
               GRANT SELECT (id, name) ON person TO reads_alone; GRANT SELECT ON person TO changes_too; \
               GRANT UPDATE (name) ON person TO changes_too";
    drop(writer::<PgConnection>(&place.url, sql).await);
    let open = |role: &str| Business::open(&place.url.replace("postgres@", &format!("{role}@"))).unwrap();
    assert_eq!(open("postgres").writable().await.unwrap(), ["it is a superuser"]);
    assert_eq!(open("changes_too").writable().await.unwrap(), ["it may write public.person"]);
    let reader = open("reads_alone");
    assert_eq!(reader.writable().await.unwrap(), Vec::<String>::new());
    let schema = reader.schema().await.unwrap();
    let names: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["person"]);
    let person = schema.table(&TableName::plain("person")).unwrap();
    let columns: Vec<&str> = person.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(columns, ["id", "name"]);
}

#[tokio::test]
async fn the_catalog_knows_partitions_children_views_and_keys() {
    let place = Place::postgres();
    let sql = "CREATE SCHEMA other; CREATE TABLE other.\"Owner\" (id integer PRIMARY KEY); \
               CREATE TABLE whole (id integer, on_day date NOT NULL, owner integer, PRIMARY KEY (id, on_day)) \
                 PARTITION BY RANGE (on_day); \
               CREATE TABLE part PARTITION OF whole FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'); \
               ALTER TABLE part ADD FOREIGN KEY (owner) REFERENCES other.\"Owner\"; \
               CREATE TABLE parent (id integer UNIQUE); \
               CREATE TABLE child (more integer REFERENCES other.\"Owner\") INHERITS (parent); \
               CREATE TABLE wide (a integer, b integer, c integer) INHERITS (parent); \
               CREATE MATERIALIZED VIEW empty AS SELECT id FROM parent WITH NO DATA; \
               CREATE VIEW shown AS SELECT id FROM parent; \
               CREATE TABLE made (a numeric(8,3) NOT NULL CHECK (a > 0), b numeric GENERATED ALWAYS AS (a * 2) STORED, c varchar(7)); \
               COMMENT ON COLUMN made.a IS 'what it costs'; \
               CREATE DOMAIN word AS varchar(40) CHECK (VALUE <> ''); \
               CREATE DOMAIN other.mail AS word NOT NULL CHECK (VALUE LIKE '%@%'); \
               CREATE TABLE typed (id integer, first word, second other.mail)";
    drop(writer::<PgConnection>(&place.url, sql).await);
    let schema = Business::open(&place.url).unwrap().schema().await.unwrap();
    let table = |name: &str| schema.table(&name.parse().unwrap()).unwrap();
    let owner = "other.\"Owner\"".parse::<TableName>().unwrap();
    for name in ["whole", "part"] {
        assert_eq!(table(name).foreign.len(), 1, "{name}");
        assert_eq!((&table(name).foreign[0].table, table(name).primary.len()), (&owner, 2));
    }
    assert_eq!((table("whole").kind, table("part").kind), (TableKind::Table, TableKind::Part));
    assert_eq!((table("child").kind, table("child").foreign.len()), (TableKind::Part, 1));
    assert_eq!(table("wide").kind, TableKind::Table, "its parent shows a quarter of it");
    // The parent has no such column.
    assert_eq!((table("parent").foreign.len(), table("parent").unique.len()), (0, 1));
    assert!(table("empty").columns.is_empty());
    assert_eq!((table("shown").kind, table("shown").columns.len()), (TableKind::View, 1));
    let made = table("made");
    let [a, b, c] = made.columns.as_slice() else { panic!("three columns") };
    assert_eq!(
        (a.nature, a.nullable, a.comment.as_str()),
        (Nature::Decimal(Some(3)), false, "what it costs")
    );
    assert!(b.generated && !a.generated);
    assert_eq!(made.checks, ["(a > (0)::numeric)"]);
    assert_eq!((c.max_length, c.sql_type.as_str()), (Some(7), "character varying(7)"));
    // A domain and what stands below it.
    let [id, first, second] = table("typed").columns.as_slice() else { panic!("three columns") };
    assert!(id.checks.is_empty() && table("typed").checks.is_empty());
    assert_eq!(first.checks, ["((VALUE)::text <> ''::text)"]);
    assert_eq!(second.checks, ["((VALUE)::text ~~ '%@%'::text)", "((VALUE)::text <> ''::text)"]);
    assert_eq!((first.nullable, second.nullable, second.max_length), (true, false, Some(40)));
}

#[tokio::test]
async fn what_stays_is_told_from_what_may_pass() {
    let place = Place::postgres();
    let nowhere = place.url.replace("/test", "/nowhere");
    let failure = Business::open(&nowhere).unwrap().schema().await.unwrap_err();
    assert!(!Business::may_pass(&failure), "{}", failure.explain());
    let zone = Access { time_zone: "Europe/Nowhere".to_owned(), ..Access::new(&place.url) };
    let failure = Business::open(zone).unwrap().schema().await.unwrap_err();
    assert!(!Business::may_pass(&failure), "{}", failure.explain());
    let away = Business::open("postgres://vantail@127.0.0.1:1/business").unwrap();
    assert!(Business::may_pass(&away.schema().await.unwrap_err()));
}

#[test]
fn no_password_is_printed() {
    let business = Business::open("postgres://vantail:secret@host/business").unwrap();
    assert!(!format!("{business:?}").contains("secret"));
    let access = Access::new("mysql://vantail:secret@host/business");
    assert!(!format!("{access:?}").contains("secret"));
    let error = Business::open("postgres://vantail:secret@ho st/business").unwrap_err();
    assert!(!error.to_string().contains("secret"));
}
