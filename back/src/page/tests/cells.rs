//! Documents in columns and in zip files, from the list to the bytes.

use proptest::prelude::*;

use super::*;
use crate::document::{Place, Stores, Tags};

async fn world() -> World {
    World::with(&samples::scans()).await
}

/// Puts a document of the first tenant into the table, under the number 1.
async fn put(world: &mut World, content: Option<&[u8]>) {
    let insert = "INSERT OR REPLACE INTO scan VALUES (1, 1, 'Scan', ?, 'application/pdf', 'scan-1.pdf')";
    sqlx::query(insert).bind(content).execute(&mut world.database.writer).await.unwrap();
}

fn content(size: usize) -> Vec<u8> {
    (0u32..).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[3]).take(size).collect()
}

fn key() -> Vec<String> {
    vec!["1".to_owned()]
}

#[tokio::test]
async fn a_document_in_a_column_is_listed_with_what_the_database_knows() {
    let mut world = world().await;
    put(&mut world, Some(&content(1234))).await;
    let zoe = session("tenant", "1");
    let papers = world.papers(&zoe).await;
    let scan = papers.iter().find(|paper| paper.title == "Scan").unwrap();
    assert_eq!(
        (scan.size, scan.media_type.as_str(), scan.store_away),
        (Some(1234), "application/pdf", false)
    );
    let found = world.pages.document(&zoe, &scan.handle).await.unwrap();
    let (media, name) = (Some("application/pdf".to_owned()), Some("scan-1.pdf".to_owned()));
    let blob = DocumentSource::Blob { set: "scans".to_owned(), key: key(), media, name };
    assert_eq!((found.title.as_str(), found.source), ("Scan", blob));
    let zipped = papers.iter().find(|paper| paper.title == "zipped Scan").unwrap();
    let (root, path, member) = ("main".to_owned(), "Scan.zip".to_owned(), "scan-1.pdf".to_owned());
    let found = world.pages.document(&zoe, &zipped.handle).await.unwrap();
    assert_eq!(found.source, DocumentSource::Member { root, path, member });

    put(&mut world, None).await;
    let papers = world.papers(&zoe).await;
    let scan = papers.iter().find(|paper| paper.title == "Scan").unwrap();
    assert_eq!((scan.size, scan.store_away), (None, false), "an empty column holds no document");
}

#[tokio::test]
async fn every_piece_asks_whose_the_row_is() {
    let mut world = world().await;
    put(&mut world, Some(&content(2_000_000))).await;
    let cell = |person: &str| world.pages.cell(&session("tenant", person), "scans", &key());
    let (own, other, nobody) = (cell("1"), cell("3"), cell("9"));
    let (size, first) = own.piece(0, 100).await.unwrap();
    assert_eq!((size, &first[..]), (2_000_000, &content(100)[..]));
    for stranger in [&other, &nobody] {
        assert_eq!(stranger.piece(0, 100).await.unwrap_err().code, Code::NotFound);
    }
    for wrong in [vec!["2".to_owned()], vec![], vec!["1".to_owned(), "1".to_owned()]] {
        let cell = world.pages.cell(&session("tenant", "1"), "scans", &wrong);
        assert_eq!(cell.piece(0, 100).await.unwrap_err().code, Code::NotFound);
    }
    let writer = &mut world.database.writer;
    sqlx::query("UPDATE scan SET person_id = 3").execute(&mut *writer).await.unwrap();
    assert_eq!(own.piece(100, 100).await.unwrap_err().code, Code::NotFound, "midway it became another's");
    assert!(other.piece(100, 100).await.is_ok());
    sqlx::query("UPDATE person SET kind = 'owner' WHERE id = 3").execute(writer).await.unwrap();
    assert_eq!(
        other.piece(100, 100).await.unwrap_err().code,
        Code::NotFound,
        "midway the person is another kind"
    );
    std::fs::remove_file(world.database.path()).unwrap();
    assert_eq!(own.piece(0, 100).await.unwrap_err().code, Code::Unavailable);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn parts_are_slices(
        size in 0usize..1_500_000,
        asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (mut world, whole) = (world().await, content(size));
            put(&mut world, Some(&whole)).await;
            let stores = Stores::new(Vec::new(), Tags::new(&[1; 32]));
            let place = Place::Cell(world.pages.cell(&session("tenant", "1"), "scans", &key()));
            let mut document = stores.open(&place, |_| Ok(None)).await.unwrap();
            assert_eq!(document.facts.size, size as u64);
            for (a, b) in asked {
                let (a, b) = (a.index(size + 1), b.index(size + 1));
                let (from, to) = (a.min(b), a.max(b));
                let piece = document.content.read(from as u64, to - from, Vec::new()).await.unwrap();
                assert!(piece == whole[from..to], "{from}..{to} of {size}");
            }
        });
    }
}
