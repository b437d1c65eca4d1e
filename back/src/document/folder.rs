//! Documents in folders. A path from the database is opened below its root and nowhere else: the kernel refuses
//! whatever leads out (openat2 with `RESOLVE_BENEATH`), be it `..`, an absolute path or a symbolic link.

use std::{
    fs::File,
    io,
    os::{fd::OwnedFd, unix::fs::FileExt as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use aws_lc_rs::hmac;
use bytes::Bytes;
use data_encoding::HEXLOWER;
use rustix::fs::{FileType, Mode, OFlags, ResolveFlags, Stat, fstat, open, openat2};
use tokio::task::spawn_blocking;
use vantail_shared::failure::{Code, Failure};

use crate::page::FileFacts;

/// A fifo in the folder must not hold the thread, a terminal not become ours.
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY);
/// Longest path that is tried, in bytes.
const MAX_PATH: usize = 1024;

/// The named roots of the configuration.
#[derive(Debug, Clone)]
pub struct Folders {
    roots: Arc<Vec<(String, PathBuf)>>,
    tags: Arc<hmac::Key>,
}

/// A document that is open for reading.
#[derive(Debug)]
pub struct OpenDocument {
    /// The file.
    pub file: Arc<File>,
    /// Bytes.
    pub size: u64,
    /// A strong entity tag, with quotation marks: changes with the file's identity, size and time.
    pub etag: String,
}

/// A root that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct RootError {
    path: PathBuf,
    source: io::Error,
}

impl OpenDocument {
    /// Reads a part that was found to lie within the document.
    ///
    /// # Errors
    /// `Changed` when the file has become shorter meanwhile.
    pub fn read_part(&self, offset: u64, length: u64) -> Result<Bytes, Failure> {
        let mut part = vec![0; usize::try_from(length).map_err(Failure::internal)?];
        self.file.read_exact_at(&mut part, offset).map_err(|error| Failure::because(Code::Changed, error))?;
        Ok(part.into())
    }
}

impl Folders {
    /// `secret` keys the entity tags, so that they tell nothing about the file system.
    pub fn new(roots: Vec<(String, PathBuf)>, secret: &[u8; 32]) -> Self {
        Self { roots: Arc::new(roots), tags: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret)) }
    }

    /// Whether a folder can serve as a root.
    ///
    /// # Errors
    /// It cannot be opened as a folder.
    pub fn check_root(path: &Path) -> Result<(), RootError> {
        open_root(path).map(drop).map_err(|error| RootError { path: path.to_owned(), source: error.into() })
    }

    /// Opens a document and does `work` with it in the same visit to the blocking threads: a folder may lie on a
    /// network, where even opening waits.
    ///
    /// # Errors
    /// `NotFound` when there is no such file below the root, `Unavailable` when the root itself is away, and what
    /// `work` returns.
    pub async fn open<T: Send + 'static>(
        &self,
        root: &str,
        path: &str,
        work: impl FnOnce(OpenDocument) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let folders = self.clone();
        let (root, path) = (root.to_owned(), path.to_owned());
        spawn_blocking(move || work(folders.open_now(&root, &path)?)).await.map_err(Failure::internal)?
    }

    fn open_now(&self, root: &str, path: &str) -> Result<OpenDocument, Failure> {
        let (fd, stat) = self.locate(root, path, READ)?;
        let size = u64::try_from(stat.st_size).map_err(Failure::internal)?;
        Ok(OpenDocument { file: Arc::new(File::from(fd)), size, etag: self.etag(&stat) })
    }

    fn locate(&self, root: &str, path: &str, mode: OFlags) -> Result<(OwnedFd, Stat), Failure> {
        let not_found = |error: rustix::io::Errno| Failure::because(Code::NotFound, io::Error::from(error));
        let folder = self.roots.iter().find(|(name, _)| name == root);
        let (_, folder) = folder.ok_or_else(|| Failure::internal("a root that is not configured"))?;
        if path.is_empty() || path.len() > MAX_PATH {
            return Err(Failure::new(Code::NotFound));
        }
        let below =
            open_root(folder).map_err(|error| Failure::because(Code::Unavailable, io::Error::from(error)))?;
        let flags = mode | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
        let fd = openat2(&below, path, flags, Mode::empty(), resolve).map_err(not_found)?;
        let stat = fstat(&fd).map_err(not_found)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(Failure::new(Code::NotFound));
        }
        Ok((fd, stat))
    }

    fn etag(&self, stat: &Stat) -> String {
        let mut context = hmac::Context::with_key(&self.tags);
        for fact in [
            i128::from(stat.st_dev),
            i128::from(stat.st_ino),
            i128::from(stat.st_size),
            i128::from(stat.st_mtime),
            i128::from(stat.st_mtime_nsec),
        ] {
            context.update(&fact.to_be_bytes());
        }
        format!("\"{}\"", HEXLOWER.encode(&context.sign().as_ref()[..16]))
    }
}

fn open_root(path: &Path) -> rustix::io::Result<OwnedFd> {
    open(path, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

impl FileFacts for Folders {
    fn size(&self, root: &str, path: &str) -> Option<u64> {
        let (_, stat) = self.locate(root, path, OFlags::PATH).ok()?;
        u64::try_from(stat.st_size).ok()
    }
}

#[cfg(test)]
mod tests;
