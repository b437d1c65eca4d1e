//! Documents in columns: the pieces are slices of what plain SQL has put there, for their own person alone.

use super::*;
use crate::{
    map::samples,
    query::{digest, digest_of, located, piece, size_of},
};

/// What a column holds that was filled with these digits: bytes, or in `SQLite` the digits as a text.
fn kept(dialect: Dialect, content: &[u8]) -> Vec<u8> {
    let digits = data_encoding::HEXLOWER.encode(content);
    if dialect == Dialect::Sqlite { digits.into_bytes() } else { content.to_vec() }
}

fn pieces_are_slices_for_their_own_person(dialect: Dialect) {
    run(async {
        let mut database = Anywhere::open(dialect, "pieces").await;
        let content: Vec<u8> = (0..50_000u32).map(|i| (i * 31).to_le_bytes()[0]).collect();
        for person in 1..3 {
            let row = vec![some(person), some("tenant"), None, None, None, None, None];
            database.insert("person", row).await;
        }
        let scans =
            [(1, 1, Some(&content[..])), (2, 1, Some(&[])), (3, 1, None), (4, 2, Some(&content[..7]))];
        for (id, person, content) in scans {
            let digits = content.map(|content| data_encoding::HEXLOWER.encode(content));
            let row = vec![some(id), some(person), some("Scan"), digits, None, None];
            database.insert("scan", row).await;
        }
        let map = database.map_of(&samples::scans());
        let (kind, set) = (map.kind("tenant").unwrap(), map.set("scans").unwrap());
        let ask = async |person: &str, id: &str, offset: u64, length: usize| {
            let (person, key) = ([person.to_owned()], [id.to_owned()]);
            let asked = piece(whom(&map, kind, &person), set, &key, offset, length).unwrap();
            let (answer, bytes) = database.business.read_piece(asked).await.unwrap();
            let found = size_of(&answer).map(|size| (size, bytes.to_vec()));
            let here = located(whom(&map, kind, &person), set, &key);
            assert_eq!(here.is_some(), dialect == Dialect::Sqlite);
            if let Some(here) = here {
                let read = database.business.read_located(here, offset, length).await.unwrap();
                assert_eq!(read.map(|(size, bytes)| (size, bytes.to_vec())), found, "read where it lies");
            }
            found
        };
        let digest_for = async |person: &str, id: &str| {
            let (person, key) = ([person.to_owned()], [id.to_owned()]);
            let whom = whom(&map, kind, &person);
            if let Some(asked) = digest(whom, set, &key) {
                digest_of(&database.business.read_first(asked).await.unwrap())
            } else {
                let here = located(whom, set, &key).unwrap();
                database.business.digest_located(here).await.unwrap()
            }
        };
        let whole = kept(dialect, &content);
        let size = whole.len() as u64;
        for (offset, length) in [(0, 1), (0, 50_000), (49_990, 10), (7, 4096), (33_333, 1)] {
            let slice = whole[offset..offset + length].to_vec();
            let found = ask("1", "1", offset as u64, length).await;
            assert_eq!(found, Some((size, slice)), "{offset} {length}");
        }
        assert_eq!(ask("1", "1", size - 3, 10).await, Some((size, whole[whole.len() - 3..].to_vec())));
        assert_eq!(ask("1", "1", size, 10).await, Some((size, Vec::new())));
        assert_eq!(ask("1", "2", 0, 10).await, Some((0, Vec::new())));
        let short = kept(dialect, &content[..7]);
        assert_eq!(ask("2", "4", 0, 100).await, Some((short.len() as u64, short)));
        let sum = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &whole);
        assert_eq!(digest_for("1", "1").await, Some(data_encoding::HEXLOWER.encode(sum.as_ref())));
        for (person, id) in [("1", "3"), ("1", "4"), ("2", "1"), ("9", "1"), ("1", "9"), ("1", "x")] {
            assert_eq!(ask(person, id, 0, 10).await, None, "{person} {id}");
            assert_eq!(digest_for(person, id).await, None, "{person} {id}");
        }
    });
}

over_every_dialect!(pieces_are_slices_for_their_own_person);
