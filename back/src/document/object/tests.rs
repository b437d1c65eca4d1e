mod server;

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};

use bytes::Bytes;
use proptest::prelude::*;
use vantail_shared::{
    clock::ManualClock,
    failure::{Code, Failure},
};

use self::server::Server;
use super::*;
use crate::document::{
    content::Content,
    open::{OpenDocument, Part, Presence},
    tag::Tags,
};

fn bucket(server: &Server) -> Bucket {
    let address = BucketAddress {
        endpoint: format!("http://{}", server.address).parse().unwrap(),
        bucket: "papers".to_owned(),
        region: "us-east-1".to_owned(),
        prefix: String::new(),
        access_key: "access".into(),
        secret_key: "secret".into(),
        ca: PathBuf::new(),
    };
    Bucket::new(&address, Arc::new(ManualClock::at(0)), Tags::new(&[1; 32])).unwrap()
}

fn content(size: usize) -> Vec<u8> {
    (0u32..).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[3]).take(size).collect()
}

async fn open(bucket: &Bucket) -> Result<OpenDocument, Failure> {
    bucket.open("a.pdf", |_| Ok(None)).await
}

async fn read(content: &mut Content, from: usize, to: usize) -> Result<Bytes, Code> {
    content.until(to as u64);
    let piece = content.read(from as u64, to - from, Vec::new()).await;
    piece.map_err(|failure| failure.code)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn parts_are_slices_however_often_the_connection_breaks(
        size in 1usize..300_000,
        breaks in 30_000usize..400_000,
        asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let whole = content(size);
            let server = Server::start(whole.clone()).await;
            server.manners.lock().unwrap().breaks_after = breaks;
            let mut document = open(&bucket(&server)).await.unwrap();
            assert_eq!(document.facts.size, size as u64);
            for (a, b) in asked {
                let (a, b) = (a.index(size + 1), b.index(size + 1));
                let (from, to) = (a.min(b), a.max(b));
                let (middle, content) = (from.midpoint(to), &mut document.content);
                content.until(to as u64);
                let first = content.read(from as u64, middle - from, b"head".to_vec()).await.unwrap();
                let second = content.read(middle as u64, to - middle, Vec::new()).await.unwrap();
                assert_eq!(&first[..4], b"head");
                assert_eq!([&first[4..], &second].concat(), &whole[from..to]);
            }
        });
    }
}

#[tokio::test]
async fn a_document_that_changes_midway_is_never_mixed() {
    let server = Server::start(content(200_000)).await;
    server.manners.lock().unwrap().breaks_after = 100_000;
    let mut document = open(&bucket(&server)).await.unwrap();
    assert_eq!(read(&mut document.content, 0, 90_000).await.unwrap(), content(90_000));
    server.manners.lock().unwrap().etag = "\"two\"";
    assert_eq!(read(&mut document.content, 90_000, 200_000).await, Err(Code::Changed));
}

#[tokio::test]
async fn a_store_that_brings_nothing_is_given_up() {
    let server = Server::start(content(1000)).await;
    let bucket = bucket(&server);
    let mut document = open(&bucket).await.unwrap();
    server.manners.lock().unwrap().breaks_after = 0;
    assert_eq!(read(&mut document.content, 0, 1000).await, Err(Code::Unavailable));
    server.manners.lock().unwrap().breaks_after = usize::MAX;
    server.manners.lock().unwrap().ignores_ranges = true;
    assert_eq!(read(&mut document.content, 0, 10).await, Err(Code::Unavailable), "the whole is no part");
    server.manners.lock().unwrap().ignores_ranges = false;
    assert_eq!(read(&mut document.content, 0, 10).await.unwrap(), content(10));
}

#[tokio::test]
async fn small_documents_follow_each_other_on_one_connection() {
    let server = Server::start(content(1000)).await;
    let bucket = bucket(&server);
    for _ in 0..20 {
        let whole = |_: &_| Ok(Some(Part { offset: 0, length: 1000 }));
        assert_eq!(bucket.open("a.pdf", whole).await.unwrap().read.unwrap(), content(1000));
        assert_eq!(bucket.presences(vec!["a.pdf".to_owned()]).await, [Presence::Bytes(1000)]);
    }
    assert_eq!(server.requests.load(Ordering::SeqCst), 60);
    let connections = server.connections.load(Ordering::SeqCst);
    assert!(connections < 10, "{connections} connections");
}
