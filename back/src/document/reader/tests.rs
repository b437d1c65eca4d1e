use std::{fs::File, io::Write as _, pin::pin};

use futures_util::StreamExt as _;
use proptest::prelude::*;
use vantail_shared::piece;

use super::*;
use crate::document::{content::FileContent, visits::Visits};

fn file_of(bytes: &[u8]) -> Arc<File> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Arc::new(file)
}

fn open(file: &Arc<File>) -> Content {
    Content::File(FileContent::new(file.clone(), Visits::default()))
}

fn limits(places: usize) -> StreamLimits {
    StreamLimits::new(places, Duration::from_mins(1), Duration::from_mins(10))
}

async fn collect(reader: Reader) -> Result<Vec<u8>, Code> {
    let mut bytes = Vec::new();
    let mut stream = pin!(reader.into_stream(|_| Vec::new()));
    while let Some(piece) = stream.next().await {
        bytes.extend(piece.map_err(|status| Failure::from_status(&status).code)?);
    }
    Ok(bytes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn the_asked_bytes_come_in_order(size in 0usize..700_000, from: prop::sample::Index, to: prop::sample::Index) {
        let content: Vec<u8> = (0..size).map(|i| u8::try_from(i % 251).unwrap()).collect();
        let (a, b) = (from.index(size + 1), to.index(size + 1));
        let (offset, end) = (a.min(b), a.max(b));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let read = runtime.block_on(async {
            let reader = Reader::begin(open(&file_of(&content)), offset as u64, (end - offset) as u64, &limits(1)).unwrap();
            collect(reader).await
        });
        prop_assert_eq!(read.unwrap(), &content[offset..end]);
    }
}

#[tokio::test]
async fn a_file_that_became_shorter_breaks_the_stream() {
    let file = file_of(&vec![1; 600_000]);
    let reader = Reader::begin(open(&file), 0, 600_000, &limits(1)).unwrap();
    file.set_len(300_000).unwrap();
    assert_eq!(collect(reader).await, Err(Code::Changed));
}

#[tokio::test]
async fn a_reader_that_takes_nothing_is_let_go_and_its_place_is_free() {
    let limits = StreamLimits::new(1, Duration::from_millis(50), Duration::from_mins(1));
    let reader = Reader::begin(open(&file_of(&vec![1; 600_000])), 0, 600_000, &limits).unwrap();
    let mut stream = Box::pin(reader.into_stream(|_| Vec::new()));
    assert!(stream.next().await.unwrap().is_ok());
    assert_eq!(Reader::begin(open(&file_of(b"x")), 0, 1, &limits).unwrap_err().code, Code::Busy);
    while Reader::begin(open(&file_of(b"x")), 0, 1, &limits).is_err() {
        tokio::task::yield_now().await;
    }
    let after = stream.next().await.unwrap().unwrap_err();
    assert_eq!(Failure::from_status(&after).code, Code::Timeout);
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn no_stream_lives_longer_than_the_total_however_lively() {
    let limits = StreamLimits::new(1, Duration::from_mins(1), Duration::from_millis(50));
    // More than can be read in that time.
    let file = file_of(&[]);
    file.set_len(1 << 40).unwrap();
    assert_eq!(drain(Reader::begin(open(&file), 0, 1 << 40, &limits).unwrap()).await, Err(Code::Timeout));
}

/// Reads to the end without keeping anything.
async fn drain(reader: Reader) -> Result<(), Code> {
    let mut stream = pin!(reader.into_stream(|_| Vec::new()));
    while let Some(piece) = stream.next().await {
        piece.map_err(|status| Failure::from_status(&status).code)?;
        tokio::task::yield_now().await;
    }
    Ok(())
}

#[tokio::test]
async fn each_piece_stands_behind_its_head() {
    let head = |length: usize| format!("{length}:").into_bytes();
    let all = piece::LENGTH as usize + 4464;
    let reader = Reader::begin(open(&file_of(&vec![b'x'; all])), 0, all as u64, &limits(1)).unwrap();
    let pieces: Vec<_> = reader.into_stream(head).map(Result::unwrap).collect().await;
    assert_eq!(pieces.len(), 2);
    assert!(pieces[0].starts_with(b"55296:xx") && pieces[1].starts_with(b"4464:xx"));
    assert_eq!((pieces[0].len(), pieces[1].len()), (55_302, 4469));
}
