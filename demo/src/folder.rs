//! The folder that holds all that the demo writes, and nothing of anybody else.

use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

/// Goes up whenever older samples no longer fit: they are made anew then.
const VERSION: u32 = 5;
/// Tells a folder of the demo from any other.
const MARKER: &str = ".vantail-demo";
/// What belongs to the sample and is made with it.
const SAMPLE: [&str; 15] = [
    "business.db",
    "store.db",
    "store.db-wal",
    "store.db-shm",
    "documents",
    "map.toml",
    "map",
    "users.json",
    "letters",
    "letters.json",
    "old-portal.json",
    "people.csv",
    "provider.json",
    "mail",
    "sample.json",
];

/// The folder, locked against a second demo.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

/// What the sample in the folder was made with.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    version: u32,
    /// How many persons.
    pub persons: u32,
    /// The database that is not a file of the folder's.
    pub database: Option<String>,
}

impl Made {
    /// A sample as this program makes it.
    pub fn new(persons: u32, database: Option<String>) -> Self {
        Self { version: VERSION, persons, database }
    }
}

impl Folder {
    /// Opens or makes the folder.
    ///
    /// # Errors
    /// It holds something else, another demo runs in it, or it cannot be written.
    pub fn open(path: &Path) -> Result<Self> {
        // The databases are named by URL, where these mean something else.
        if path.to_string_lossy().contains(['?', '#', '%']) {
            bail!("{} holds one of ? # %: name another folder with --dir", path.display());
        }
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
        made.with_context(|| format!("making {}", path.display()))?;
        let path = path.canonicalize().with_context(|| format!("opening {}", path.display()))?;
        let marker = path.join(MARKER);
        if !marker.exists() && fs::read_dir(&path)?.next().is_some() {
            bail!("{} is not empty and not the demo's: name another folder with --dir", path.display());
        }
        let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&marker)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                bail!("a demo runs in {} already: end it, or use --dir", path.display())
            }
            Err(TryLockError::Error(error)) => return Err(error).context("locking the folder"),
        }
        for name in ["logs", "mail"] {
            fs::create_dir_all(path.join(name))?;
        }
        Ok(Self { path, _lock: lock })
    }

    /// A file or folder in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether it holds the whole of this sample.
    pub fn has_sample(&self, wanted: &Made) -> bool {
        let made = fs::read(self.join("sample.json"))
            .ok()
            .and_then(|text| serde_json::from_slice::<Made>(&text).ok());
        made.as_ref() == Some(wanted)
    }

    /// Notes that the sample is whole: the last step of making one.
    pub fn note_sample(&self, made: &Made) -> Result<()> {
        self.write("sample.json", &serde_json::to_string(made)?)
    }

    /// Removes the sample, also one that is half made.
    pub fn clear_sample(&self) -> Result<()> {
        // The note first: what is left after a failure counts as no sample.
        SAMPLE.iter().rev().try_for_each(|name| self.remove(name))?;
        Ok(["mail", "map"].iter().try_for_each(|name| fs::create_dir_all(self.join(name)))?)
    }

    /// Removes a file or a folder of the demo's, if it is there.
    pub fn remove(&self, name: &str) -> Result<()> {
        let path = self.join(name);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("removing {}", path.display()))
            }
            _ => Ok(()),
        }
    }

    /// Replaces a file that only the owner may read.
    pub fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.join(name);
        vantail_certs::write_atomically(&path, text.as_bytes(), 0o600)
            .with_context(|| format!("writing {}", path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("documents")).unwrap();
        assert!(Folder::open(folder.path()).unwrap_err().to_string().contains("--dir"));
        assert!(folder.path().join("documents").exists());
    }

    #[test]
    fn a_name_that_no_database_address_can_hold_is_refused_before_anything_is_made() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Folder::open(&folder.path().join("why?")).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn one_demo_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Folder::open(folder.path()).unwrap();
        assert!(Folder::open(folder.path()).is_err());
        drop(first);
        assert!(Folder::open(folder.path()).is_ok());
    }

    #[test]
    fn a_sample_counts_only_when_it_is_whole_and_of_the_right_size() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Folder::open(folder.path()).unwrap();
        let (made, other) = (Made::new(300, None), Made::new(301, None));
        assert!(!folder.has_sample(&made));
        folder.note_sample(&made).unwrap();
        assert!(folder.has_sample(&made) && !folder.has_sample(&other));
        folder.write("business.db", "x").unwrap();
        folder.clear_sample().unwrap();
        assert!(
            !folder.has_sample(&made) && !folder.join("business.db").exists() && folder.join("mail").exists()
        );
    }
}
