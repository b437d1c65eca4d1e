mod archive;

use std::{io::Write as _, sync::Arc};

use proptest::prelude::*;

use self::archive::{Said, Zip, deflated};
use super::*;

fn find(zip: &[u8], name: &str) -> Result<Member, Failure> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(zip).unwrap();
    let entry = Archive::new(Arc::new(file), zip.len() as u64).find(name)?;
    Member::open(entry, Visits::default())
}

/// All of a member.
fn read(zip: &[u8], name: &str) -> Result<Bytes, Failure> {
    let mut member = find(zip, name)?;
    let length = usize::try_from(member.entry.size).unwrap();
    member.read_now(Part { offset: 0, length })
}

/// Why a member is not served.
fn refused(zip: &[u8], name: &str) -> String {
    let failure = read(zip, name).map(|bytes| bytes.len()).unwrap_err();
    assert_eq!(failure.code, Code::Unavailable);
    failure.explain()
}

fn text(size: usize) -> Vec<u8> {
    (0u32..)
        .flat_map(|i| (i.wrapping_mul(2_654_435_761) % 1000).to_string().into_bytes())
        .take(size)
        .collect()
}

#[test]
fn members_are_found_by_their_exact_name() {
    for (long, before) in [(false, &b""[..]), (false, b"#!/bin/sh before the archive"), (true, b"")] {
        let zip = Zip::new(long);
        let zip = zip.with("dossier/Procès-verbal.pdf", b"minutes", true).with("a.txt", b"stored", false);
        let zip = zip.with("dossier/", b"", false).with("empty", b"", false).with("empty too", b"", true);
        let zip = zip.finish(before, "a comment with PK\x05\x06 in it");
        assert_eq!(read(&zip, "dossier/Procès-verbal.pdf").unwrap(), "minutes");
        assert_eq!(read(&zip, "a.txt").unwrap(), "stored");
        assert_eq!(
            (read(&zip, "empty").unwrap(), read(&zip, "empty too").unwrap()),
            (Bytes::new(), Bytes::new())
        );
        for missing in
            ["A.txt", "a.tx", "./a.txt", "/a.txt", "dossier/", "dossier", "", "../a.txt", "a.txt\0"]
        {
            assert_eq!(read(&zip, missing).unwrap_err().code, Code::NotFound, "{missing:?}");
        }
    }
}

#[test]
fn what_cannot_be_served_is_refused_before_a_byte_leaves() {
    let content = text(3000);
    let one = |kept: &[u8], said: &Said| Zip::default().with_said("a", kept, said).finish(b"", "");
    let encrypted = Said { flags: 1, ..Said::of(&content, 0) };
    assert!(refused(&one(&content, &encrypted), "a").contains("encrypted"));
    assert!(refused(&one(&content, &Said::of(&content, 14)), "a").contains("method 14"));
    let wrong = Said { checksum: 7, ..Said::of(&content, 8) };
    assert!(refused(&one(&deflated(&content), &wrong), "a").contains("checksum"));
    let wrong = Said { checksum: 7, ..Said::of(&content, 0) };
    assert!(refused(&one(&content, &wrong), "a").contains("checksum"));
    let garbled = one(&vec![0xff; 900], &Said::of(&content, 8));
    assert_eq!(read(&garbled, "a").unwrap_err().code, Code::Unavailable);
    // More comes out than was said, although the checksum of the beginning is right.
    let longer = Said::of(&content[..1000], 8);
    assert!(refused(&one(&deflated(&content), &longer), "a").contains("longer"));
    let shorter = Said { size: 9000, ..Said::of(&content, 8) };
    assert_eq!(read(&one(&deflated(&content), &shorter), "a").unwrap_err().code, Code::Changed);
    let two_sizes = Said { size: 2, ..Said::of(&content, 0) };
    assert!(refused(&one(&content, &two_sizes), "a").contains("two sizes"));
    let twice = Zip::default().with("a", b"1", false).with("a", b"2", false).finish(b"", "");
    assert!(refused(&twice, "a").contains("same name"));
}

#[test]
fn a_bomb_is_refused_by_what_it_says() {
    let zeros = vec![0; 2 * 1024 * 1024];
    let zip = Zip::default().with("zeros", &zeros, true).with("text", &text(2 * 1024 * 1024), true);
    let zip = zip.with("stored", &zeros, false).finish(b"", "");
    assert!(refused(&zip, "zeros").contains("bounds"));
    assert_eq!(read(&zip, "text").unwrap(), text(2 * 1024 * 1024));
    assert_eq!(read(&zip, "stored").unwrap(), zeros, "what is stored is as large as it is");
    let huge = Said { size: u32::MAX - 1, ..Said::of(b"x", 8) };
    let zip = Zip::default().with_said("a", &vec![1; 20_000_000], &huge).finish(b"", "");
    assert!(refused(&zip, "a").contains("bounds"));
}

#[test]
fn a_file_that_is_cut_or_changed_anywhere_never_gives_other_bytes() {
    let (first, second) = (text(400), text(700));
    let zip = Zip::default().with("first", &first, true).with("second", &second, false).finish(b"", "end");
    for at in 0..zip.len() {
        let cut = &zip[..at];
        assert!(read(cut, "first").is_err(), "cut at {at}");
        let mut changed = zip.clone();
        changed[at] ^= 0x41;
        for (name, content) in [("first", &first), ("second", &second)] {
            if let Ok(bytes) = read(&changed, name) {
                assert_eq!(bytes, content, "changed at {at}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn parts_are_slices(
        size in 0usize..200_000,
        deflate: bool,
        asked in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6),
    ) {
        let content = text(size);
        let zip = Zip::default().with("other", b"before", true).with("a", &content, deflate).finish(b"", "");
        let mut member = find(&zip, "a").unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        for (a, b) in asked {
            let (a, b) = (a.index(size + 1), b.index(size + 1));
            let (from, to) = (a.min(b), a.max(b));
            let piece = runtime.block_on(member.read(from as u64, to - from, b"head".to_vec())).unwrap();
            prop_assert_eq!(&piece[..4], b"head");
            prop_assert_eq!(&piece[4..], &content[from..to]);
            let now = member.read_now(Part { offset: from as u64, length: to - from }).unwrap();
            prop_assert_eq!(now, &content[from..to]);
        }
    }

    #[test]
    fn no_bytes_make_the_reader_stumble(bytes in prop::collection::vec(any::<u8>(), 0..400), cut in 0usize..120) {
        let _ = read(&bytes, "a");
        let mut zip = Zip::default().with("a", b"content", true).finish(b"", "");
        let at = zip.len().saturating_sub(cut);
        zip.splice(at..at, bytes);
        let _ = read(&zip, "a");
    }
}
