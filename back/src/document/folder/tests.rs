use std::{fs, os::unix::fs::symlink};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

fn world() -> (TempDir, Folder) {
    let world = TempDir::new().unwrap();
    let root = world.path().join("root");
    fs::create_dir_all(root.join("2024")).unwrap();
    fs::write(root.join("2024/appel.pdf"), b"%PDF inside").unwrap();
    fs::write(world.path().join("secret.pdf"), b"outside").unwrap();
    symlink("../secret.pdf", root.join("link-out.pdf")).unwrap();
    symlink("/etc/passwd", root.join("absolute-link.pdf")).unwrap();
    symlink("..", root.join("up")).unwrap();
    symlink("2024/appel.pdf", root.join("link-in.pdf")).unwrap();
    (world, Folder::new(&root, Tags::new(&[3; 32])))
}

fn open(folder: &Folder, path: &str) -> Result<OpenDocument, Code> {
    folder.open_file(path, |_| Ok(None)).map_err(|failure| failure.code)
}

/// The bytes of a part that is read while the document is opened.
fn part(folder: &Folder, path: &str, offset: u64, length: usize) -> Result<Bytes, Code> {
    let opened = folder.open_file(path, |_| Ok(Some(Part { offset, length })));
    opened.map(|document| document.read.unwrap()).map_err(|failure| failure.code)
}

#[test]
fn a_document_opens_below_its_root() {
    let (_world, folder) = world();
    for path in ["2024/appel.pdf", "./2024/../2024/appel.pdf", "link-in.pdf"] {
        let document = open(&folder, path).unwrap();
        assert_eq!(document.facts.size, 11, "{path}");
        assert_eq!(part(&folder, path, 5, 6).unwrap(), "inside");
        assert_eq!(part(&folder, path, 5, 7), Err(Code::Changed));
    }
    assert_eq!(folder.presence("2024/appel.pdf", None), Presence::Bytes(11));
}

#[test]
fn nothing_leads_out_of_the_root() {
    let (_world, folder) = world();
    let out = [
        "../secret.pdf",
        "/etc/passwd",
        "link-out.pdf",
        "absolute-link.pdf",
        "up/secret.pdf",
        "2024/../../secret.pdf",
    ];
    for path in out.into_iter().chain(["", "2024", ".", "missing.pdf", "2024/appel.pdf\0.txt"]) {
        assert_eq!(open(&folder, path).unwrap_err(), Code::NotFound, "{path}");
        assert_eq!(folder.presence(path, None), Presence::Missing, "{path}");
    }
}

#[test]
fn a_fifo_is_no_document() {
    let (world, folder) = world();
    rustix::fs::mkfifoat(rustix::fs::CWD, world.path().join("root/fifo.pdf"), Mode::RWXU).unwrap();
    assert_eq!(open(&folder, "fifo.pdf").unwrap_err(), Code::NotFound);
}

#[test]
fn a_root_that_is_away_is_told_apart() {
    let (world, folder) = world();
    fs::rename(world.path().join("root"), world.path().join("away")).unwrap();
    assert_eq!(open(&folder, "2024/appel.pdf").unwrap_err(), Code::Unavailable);
    assert_eq!(folder.presence("2024/appel.pdf", None), Presence::Unknown);
    fs::rename(world.path().join("away"), world.path().join("root")).unwrap();
    assert!(open(&folder, "2024/appel.pdf").is_ok());
}

#[test]
fn the_tag_changes_with_the_file() {
    let (world, folder) = world();
    let tag = |path| open(&folder, path).unwrap().facts.etag;
    let first = tag("2024/appel.pdf");
    assert_eq!(first, tag("link-in.pdf"));
    fs::write(world.path().join("root/2024/appel.pdf"), b"%PDF longer inside").unwrap();
    assert_ne!(first, tag("2024/appel.pdf"));
}

#[tokio::test]
async fn opening_at_once_finds_the_same_and_nothing_outside() {
    let (world, folder) = world();
    let wanted = Part { offset: 5, length: 6 };
    let read = async |path| {
        let opened = folder.open(path, None, move |_| Ok(Some(wanted))).await;
        opened.map(|document| (document.facts, document.read.unwrap())).map_err(|failure| failure.code)
    };
    assert!(folder.open_at_once("2024/appel.pdf").is_none(), "nobody has looked where the root is");
    let first = read("2024/appel.pdf").await.unwrap();
    assert_eq!(folder.local.get(), Some(&true), "the tests' own folder is local");
    assert_eq!(folder.open_at_once("2024/appel.pdf").unwrap().1, first.0);
    assert_eq!(read("2024/appel.pdf").await.unwrap(), first);
    for path in ["../secret.pdf", "link-out.pdf", "absolute-link.pdf", "up/secret.pdf", "2024", "missing.pdf"]
    {
        assert!(folder.open_at_once(path).is_none(), "{path}");
        assert_eq!(read(path).await.unwrap_err(), Code::NotFound, "{path}");
    }
    fs::write(world.path().join("root/2024/appel.pdf"), b"%PDF").unwrap();
    assert_eq!(read("2024/appel.pdf").await.unwrap_err(), Code::Changed);
}

proptest! {
    #[test]
    fn no_path_reads_the_outside(path in "(\\.\\./|/|up/|2024/|\\./|link-out.pdf|secret.pdf|[a-z]{1,3}){1,8}") {
        let (_world, folder) = world();
        if open(&folder, &path).is_ok() {
            prop_assert_eq!(part(&folder, &path, 0, 11).unwrap(), "%PDF inside");
        }
    }
}
