//! A large document in a column of SQLite: through real processes, in little memory.

use std::fs;

use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use vantail_tests::{
    organisation::{self, ELEONORE},
    pair::World,
    processes::Trio,
};

const SIZE: usize = 64 * 1024 * 1024;
/// What a back may need for it beside what it needs anyway, in bytes: pieces on their way and a page cache.
const BESIDE: u64 = 16 * 1024 * 1024;

const PLANS: &str = r#"
[documents.plans]
table = "plan"
link = "plan.person_id = person.id"
key = ["id"]
title = "{title}"
blob = "content"
media = "{type}"
"#;

async fn world() -> World {
    let world = World::build().await;
    let map = organisation::MAP.replace("documents = [\"own\"]", "documents = [\"plans\"]");
    fs::write(world.path("map.toml"), map + PLANS).unwrap();
    let options = SqliteConnectOptions::new().filename(world.path("business.db"));
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    let table =
        "create table plan (id integer primary key, person_id integer, title text, content blob, type text)";
    sqlx::raw_sql(table).execute(&mut database).await.unwrap();
    sqlx::query("insert into plan values (1, 1, 'Plan', ?, 'application/pdf')")
        .bind(organisation::content(SIZE))
        .execute(&mut database)
        .await
        .unwrap();
    database.close().await.unwrap();
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_cell_takes_little_memory() {
    let trio = Trio::in_world(world().await, "sqlite:store.db").await;
    let mut visitor = trio.visitor();
    assert_eq!(visitor.sign_in(ELEONORE.login, ELEONORE.password).await.status, 303);
    let link = visitor.get("/p/documents").await.links("/d/")[0].split('?').next().unwrap().to_owned();
    let before = [0, 1].map(|back| trio.backs[back].peak_memory());
    let content = organisation::content(SIZE);
    let whole = visitor.get(&link).await;
    assert_eq!(whole.status, 200);
    assert!(whole.body == content, "{} bytes", whole.body.len());
    let etag = whole.header("etag").to_owned();
    assert!(etag.starts_with('"'), "all bytes made the tag: {etag}");
    let last = visitor.get_with(&link, &[("range", "bytes=-1000"), ("if-range", &etag)]).await;
    assert_eq!(last.status, 206);
    assert!(last.body == content[SIZE - 1000..]);
    let after = [0, 1].map(|back| trio.backs[back].peak_memory());
    for (before, after) in before.into_iter().zip(after) {
        assert!(after < before + BESIDE, "{} KiB more", (after - before) / 1024);
    }
}
