//! Documents in an object store, in zip files and in the database: through the pair they are like files.

use std::{fs, process::Command, time::Duration};

use http::Method;
use http_body_util::{BodyExt as _, Full};
use sqlx::{Connection as _, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::time::Instant;
use vantail_tests::{
    organisation::{self, ELEONORE, LARGE, QUENTIN},
    pair::{Pair, World},
    s3::S3,
    until::until_within,
    web::{Answer, Visitor},
};

const PROMPT: Duration = Duration::from_secs(3);

/// The documents of the organisation in a bucket instead of a folder.
async fn with_bucket() -> (S3, Pair) {
    let mut world = World::build().await;
    let server = S3::start(world.pki.files("https-web"), &world.path("documents"));
    world.documents = server.documents(world.folder.path());
    (server, Pair::in_world(world, "sqlite:store.db").await)
}

/// The links of the documents page, each once, newest first.
async fn links(visitor: &mut Visitor) -> Vec<String> {
    let page = visitor.get("/p/documents").await;
    assert_eq!(page.status, 200);
    let all = page.links("/d/").into_iter();
    let mut links: Vec<String> = all.map(|link| link.split('?').next().unwrap().to_owned()).collect();
    links.dedup();
    links
}

/// A document is served whole, in parts, by condition and by its head.
async fn assert_served(visitor: &mut Visitor, link: &str, content: &[u8]) {
    let whole = visitor.get(link).await;
    assert_eq!(whole.status, 200);
    assert!(whole.body == content, "{} bytes instead of {}", whole.body.len(), content.len());
    let size = content.len();
    assert_eq!(whole.header("content-length"), size.to_string());
    let etag = whole.header("etag").to_owned();
    for (range, from, to) in [
        ("bytes=0-0".to_owned(), 0, 1),
        (format!("bytes={}-", size / 2), size / 2, size),
        (format!("bytes=-{}", size / 3), size - size / 3, size),
    ] {
        let part = visitor.get_with(link, &[("range", &range)]).await;
        assert_eq!(part.status, 206, "{range}");
        assert_eq!(part.header("content-range"), format!("bytes {from}-{}/{size}", to - 1));
        assert!(part.body == content[from..to], "{range}");
    }
    let beyond = visitor.get_with(link, &[("range", &format!("bytes={size}-"))]).await;
    assert_eq!(beyond.status, 416);
    let known = visitor.get_with(link, &[("if-none-match", &etag)]).await;
    assert_eq!((known.status.as_u16(), known.body.len(), known.header("etag")), (304, 0, etag.as_str()));
    let head = visitor.request(Method::HEAD, link).body(Full::default()).unwrap();
    let head = visitor.send(head).await.unwrap();
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), size.to_string());
    let saved = visitor.get(&format!("{link}?download")).await;
    assert!(saved.header("content-disposition").starts_with("attachment"));
}

fn assert_away(answer: &Answer, began: Instant) {
    assert_eq!(answer.status, 503);
    assert!(began.elapsed() < PROMPT, "answered after {:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bucket_serves_like_a_folder() {
    let (mut server, pair) = with_bucket().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    assert_eq!(links.len(), 4, "what is missing or leads outside has no link");
    assert_served(&mut visitor, &links[0], &organisation::content(10_240)).await;
    assert_served(&mut visitor, &links[1], &organisation::content(LARGE)).await;
    let name = visitor.get(&links[0]).await.header("content-disposition").to_owned();
    assert!(name.contains("Quittance"), "{name}");
    assert_eq!(pair.signed_in(QUENTIN).await.get(&links[0]).await.status, 404);

    let etag = visitor.get(&links[0]).await.header("etag").to_owned();
    fs::write(pair.world.path("documents/2026/quittance.pdf"), organisation::content(9_000)).unwrap();
    server.load();
    let changed = visitor.get_with(&links[0], &[("if-none-match", &etag)]).await;
    assert_eq!((changed.status.as_u16(), changed.body.len()), (200, 9_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_store_that_is_away_takes_only_its_documents_along() {
    let (mut server, pair) = with_bucket().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    for frozen in [true, false] {
        if frozen {
            server.freeze();
        } else {
            server.kill();
        }
        for link in &links[..2] {
            let began = Instant::now();
            assert_away(&visitor.get(link).await, began);
        }
        for page in ["/", "/p/statement", "/p/documents"] {
            let began = Instant::now();
            let answer = visitor.get(page).await;
            assert_eq!(answer.status, 200, "{page}");
            assert!(began.elapsed() < PROMPT, "{page} after {:?}", began.elapsed());
        }
        // Nobody can tell what is missing now: everything may be tried.
        assert!(visitor.get("/p/documents").await.links("/d/").len() >= links.len());
        if frozen {
            server.thaw();
            until_within(Duration::from_secs(10), "the store to be found again", async || {
                (visitor.clone().get(&links[1]).await.status == 200).then_some(())
            })
            .await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_ends_midway_breaks_the_answer() {
    let world = World::build().await;
    fs::write(world.path("documents/2026/pv.pdf"), organisation::content(64 * 1024 * 1024)).unwrap();
    let mut world = world;
    let mut server = S3::start(world.pki.files("https-web"), &world.path("documents"));
    world.documents = server.documents(world.folder.path());
    let pair = Pair::in_world(world, "sqlite:store.db").await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    let request = visitor.request(Method::GET, &links[1]).body(Full::default()).unwrap();
    let mut response = visitor.begin(request).await.unwrap();
    assert!(response.body_mut().frame().await.unwrap().unwrap().is_data());
    server.kill();
    assert!(response.into_body().collect().await.is_err(), "the answer must not end as if it were whole");
}

/// Sets beside the organisation's own: scans in a column, and copies of them in a zip file.
const SCANS: &str = r#"
[documents.scans]
table = "scan"
link = ["scan.person_id = person.id"]
key = ["id"]
title = "{title}"
date = "made_on"
blob = "content"
media = "{type}"
name = "{name}"

[documents.zipped]
table = "scan"
link = ["scan.person_id = person.id"]
key = ["id"]
title = "{title} (zip)"
date = "made_on"
root = "main"
file = "scans-{person_id}.zip"
member = "{name}"
"#;

/// The sizes of the scans: one that travels at once, one in pieces, one that has no bytes anywhere.
const SIZES: [usize; 2] = [9_000, LARGE];

/// A world whose documents page shows nothing but the scans of Eleonore, newest first, each before its zipped copy.
async fn with_scans() -> Pair {
    let world = World::build().await;
    let map = organisation::MAP.replace("documents = [\"own\"]", "documents = [\"scans\", \"zipped\"]");
    fs::write(world.path("map.toml"), map + SCANS).unwrap();
    let options = SqliteConnectOptions::new().filename(world.path("business.db"));
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    let table = "create table scan (id integer primary key, person_id integer, title text, made_on text, \
                 content blob, type text, name text)";
    sqlx::raw_sql(table).execute(&mut database).await.unwrap();
    for (index, content) in SIZES.map(organisation::content).map(Some).into_iter().chain([None]).enumerate() {
        let name = format!("scan n° {index}.pdf");
        sqlx::query("insert into scan values (?, 1, ?, ?, ?, 'application/pdf', ?)")
            .bind(i64::try_from(index).unwrap())
            .bind(format!("Scan {index}"))
            .bind(format!("2026-01-{}", 20 - index))
            .bind(content.as_deref())
            .bind(&name)
            .execute(&mut database)
            .await
            .unwrap();
        if let Some(content) = content {
            fs::write(world.path(&name), content).unwrap();
        }
    }
    database.close().await.unwrap();
    zip(&world, "scans-1.zip", &["scan n° 0.pdf", "scan n° 1.pdf"]);
    Pair::in_world(world, "sqlite:store.db").await
}

/// Makes a zip file with another tool than ours, every second member stored as it is.
fn zip(world: &World, name: &str, members: &[&str]) {
    let script = "import sys, zipfile as z\n\
                  with z.ZipFile(sys.argv[1], 'w') as zip:\n \
                  for i, m in enumerate(sys.argv[2:]): zip.write(m, m, z.ZIP_DEFLATED if i % 2 else z.ZIP_STORED)";
    let made = Command::new("python3")
        .current_dir(world.folder.path())
        .args(["-c", script])
        .arg(world.path("documents").join(name))
        .args(members)
        .status();
    assert!(made.unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_and_zip_files_serve_like_a_folder() {
    let pair = with_scans().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let page = visitor.get("/p/documents").await;
    assert!(page.text().contains("Scan 2") && page.text().contains("Scan 2 (zip)"));
    let links = links(&mut visitor).await;
    assert_eq!(links.len(), 4, "what has no bytes has no link");
    for (at, link) in links.iter().enumerate() {
        assert_served(&mut visitor, link, &organisation::content(SIZES[at / 2])).await;
        assert_eq!(visitor.get(link).await.header("content-type"), "application/pdf");
        assert_eq!(pair.signed_in(QUENTIN).await.get(link).await.status, 404);
    }
    let saved = visitor.get(&format!("{}?download", links[0])).await.header("content-disposition").to_owned();
    assert!(saved.contains("scan"), "the row's own name: {saved}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_zip_file_that_is_damaged_serves_nothing_of_it() {
    let pair = with_scans().await;
    let mut visitor = pair.signed_in(ELEONORE).await;
    let links = links(&mut visitor).await;
    let path = pair.world.path("documents/scans-1.zip");
    let whole = fs::read(&path).unwrap();
    // Within the first member, which is stored: only its checksum can tell.
    let mut changed = whole.clone();
    changed[5_000] ^= 1;
    fs::write(&path, &changed).unwrap();
    assert_eq!(visitor.get(&links[1]).await.status, 503);
    assert_eq!(visitor.get(&links[3]).await.body, organisation::content(LARGE), "the other one is whole");
    // Within the second, which is deflated and travels as a stream.
    let mut changed = whole.clone();
    let at = whole.len() - 1_000;
    changed[at] ^= 1;
    fs::write(&path, &changed).unwrap();
    let request = visitor.request(Method::GET, &links[3]).body(Full::default()).unwrap();
    let outcome = visitor.clone().send(request).await;
    assert!(outcome.is_err(), "the answer must not end as if it were whole");
    fs::write(&path, &whole[..whole.len() - 10]).unwrap();
    assert_eq!(visitor.get(&links[1]).await.status, 503);
    fs::remove_file(&path).unwrap();
    assert_eq!(visitor.get(&links[1]).await.status, 404);
    assert_eq!(visitor.get(&links[0]).await.status, 200, "the column is still there");
}
