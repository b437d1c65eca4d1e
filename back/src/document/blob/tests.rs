use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use proptest::prelude::*;

use super::*;

/// A cell in memory that counts what it is asked for.
#[derive(Debug, Default)]
struct Memory {
    content: Mutex<Vec<u8>>,
    asked: AtomicUsize,
    largest: AtomicUsize,
    digests: bool,
}

#[async_trait]
impl Cell for Memory {
    async fn piece(&self, offset: u64, length: usize) -> Result<(u64, Bytes), Failure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.largest.fetch_max(length, Ordering::Relaxed);
        let content = self.content.lock().unwrap();
        let from = usize::try_from(offset).unwrap().min(content.len());
        let to = (from + length).min(content.len());
        Ok((content.len() as u64, Bytes::copy_from_slice(&content[from..to])))
    }

    async fn digest(&self) -> Result<Option<String>, Failure> {
        Ok(self.digests.then(|| format!("{:?}", self.content.lock().unwrap())))
    }
}

fn memory(size: usize) -> (Arc<Memory>, Vec<u8>) {
    let content: Vec<u8> =
        (0u32..).map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()[3]).take(size).collect();
    (Arc::new(Memory { content: content.clone().into(), ..Memory::default() }), content)
}

async fn open(cell: &Arc<Memory>) -> OpenDocument {
    Blob::open(cell.clone(), &Tags::new(&[5; 32]), |_| Ok(None)).await.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn parts_are_slices(
        size in 0usize..2_000_000,
        asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..5),
    ) {
        let (cell, content) = memory(size);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut document = open(&cell).await;
            assert_eq!(document.facts.size, size as u64);
            for (a, b) in asked {
                let (a, b) = (a.index(size + 1), b.index(size + 1));
                let (from, to) = (a.min(b), a.max(b));
                let piece = document.content.read(from as u64, to - from, b"head".to_vec()).await.unwrap();
                assert_eq!(&piece[..4], b"head");
                assert_eq!(&piece[4..], &content[from..to]);
            }
        });
        prop_assert!(cell.largest.load(Ordering::Relaxed) <= STATEMENT);
    }
}

#[tokio::test]
async fn a_document_is_read_in_few_statements() {
    let (cell, content) = memory(3 * STATEMENT);
    let mut document = open(&cell).await;
    let mut read = Vec::new();
    while read.len() < content.len() {
        read.extend(document.content.read(read.len() as u64, 64 * 1024, Vec::new()).await.unwrap());
    }
    assert_eq!(read, content);
    assert_eq!(cell.asked.load(Ordering::Relaxed), 4, "three pieces and the end for the tag");
    let (small, _) = memory(1000);
    let whole = Part { offset: 0, length: 1000 };
    Blob::open(small.clone(), &Tags::new(&[5; 32]), move |_| Ok(Some(whole))).await.unwrap();
    assert_eq!(small.asked.load(Ordering::Relaxed), 1, "a small one comes with its facts");
}

#[tokio::test]
async fn the_tag_is_strong_where_all_bytes_made_it() {
    let larger = STATEMENT + 1;
    for (size, digests, weak) in [
        (0, false, false),
        (1000, false, false),
        (STATEMENT, false, false),
        (larger, true, false),
        (larger, false, true),
    ] {
        let (cell, _) = memory(size);
        let content = Mutex::new(cell.content.lock().unwrap().clone());
        let cell = Arc::new(Memory { content, digests, ..Memory::default() });
        let first = open(&cell).await.facts.etag;
        assert_eq!(first.starts_with("W/"), weak, "{size}");
        assert_eq!(first, open(&cell).await.facts.etag);
        for at in [0, size / 2, size.saturating_sub(1)] {
            if at < size && !(weak && at == size / 2) {
                cell.content.lock().unwrap()[at] ^= 1;
                assert_ne!(first, open(&cell).await.facts.etag, "byte {at} of {size}");
                cell.content.lock().unwrap()[at] ^= 1;
            }
        }
    }
}

#[tokio::test]
async fn a_document_that_changes_its_size_breaks_the_stream() {
    let (cell, _) = memory(2 * STATEMENT);
    let mut document = open(&cell).await;
    cell.content.lock().unwrap().push(1);
    let end = STATEMENT as u64 * 2 - 10;
    assert_eq!(document.content.read(end, 10, Vec::new()).await.unwrap_err().code, Code::Changed);
}
