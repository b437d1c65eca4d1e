//! Documents in a folder. A path from the database is opened below its root and nowhere else: the kernel refuses
//! whatever leads out (openat2 with `RESOLVE_BENEATH`), be it `..`, an absolute path or a symbolic link.

use std::{
    fs::File,
    io,
    os::{fd::OwnedFd, unix::fs::FileExt as _},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use bytes::Bytes;
use rustix::fs::{FileType, Mode, OFlags, ResolveFlags, Stat, fstat, open, openat2};
use vantail_shared::failure::{Code, Failure};

use super::{
    content::{Content, FileContent, file_failure},
    member::{Archive, Member},
    open::{Facts, OpenDocument, Part, Presence},
    tag::Tags,
    visits::{OPENING, Visits},
};
use crate::direct::is_local;

/// A fifo in the folder must not hold the thread, a terminal not become ours.
const READ: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY);
/// Longest path that is tried, in bytes.
const MAX_PATH: usize = 1024;

/// A folder with documents.
#[derive(Debug, Clone)]
pub struct Folder {
    path: Arc<Path>,
    tags: Tags,
    visits: Visits,
    /// Whether the root is on local storage, once a visit has looked.
    local: Arc<OnceLock<bool>>,
}

/// A root that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct RootError {
    path: PathBuf,
    source: io::Error,
}

impl Folder {
    /// Names a folder; nothing is opened before it is needed.
    pub fn new(path: &Path, tags: Tags) -> Self {
        Self { path: path.into(), tags, visits: Visits::default(), local: Arc::default() }
    }

    /// Whether a folder can serve as a root.
    ///
    /// # Errors
    /// It cannot be opened as a folder.
    pub fn check_root(path: &Path) -> Result<(), RootError> {
        open_root(path).map(drop).map_err(|error| RootError { path: path.to_owned(), source: error.into() })
    }

    /// Opens a file, or a member of one, and reads in the same visit to the blocking threads the part that `now` asks
    /// for: a folder may lie on a network, where even opening waits.
    ///
    /// # Errors
    /// `NotFound` when there is no such file below the root, `Unavailable` when the root itself is away, and what
    /// `now` returns.
    pub(super) async fn open(
        &self,
        path: &str,
        member: Option<&str>,
        now: impl FnOnce(&Facts) -> Result<Option<Part>, Failure> + Send + 'static,
    ) -> Result<OpenDocument, Failure> {
        if let Some((file, facts)) = member.is_none().then(|| self.open_at_once(path)).flatten() {
            let read = match now(&facts)? {
                Some(part) => Some(file.read(part.offset, part.length, Vec::new()).await?),
                None => None,
            };
            return Ok(OpenDocument { facts, read, content: Content::File(file) });
        }
        let folder = self.clone();
        let (path, member) = (path.to_owned(), member.map(str::to_owned));
        let open = move || match member {
            None => folder.open_file(&path, now),
            Some(member) => folder.open_member(&path, &member, now),
        };
        self.visits.visit(OPENING, open).await
    }

    fn open_file(
        &self,
        path: &str,
        now: impl FnOnce(&Facts) -> Result<Option<Part>, Failure>,
    ) -> Result<OpenDocument, Failure> {
        let (fd, stat) = self.locate(path, READ, ResolveFlags::empty())?;
        self.local.get_or_init(|| is_local(&self.path));
        let facts = self.facts(&stat)?;
        let file = Arc::new(File::from(fd));
        let read = now(&facts)?.map(|part| read_part(&file, part)).transpose()?;
        Ok(OpenDocument { facts, read, content: Content::File(FileContent::new(file, self.visits.clone())) })
    }

    /// Opens a file on local storage whose every name the kernel has in memory; nothing when it would have to look
    /// elsewhere, and when there is no such file.
    fn open_at_once(&self, path: &str) -> Option<(FileContent, Facts)> {
        if !*self.local.get()? {
            return None;
        }
        let (fd, stat) = self.locate(path, READ, ResolveFlags::CACHED | ResolveFlags::NO_XDEV).ok()?;
        let facts = self.facts(&stat).ok()?;
        Some((FileContent::new(Arc::new(File::from(fd)), self.visits.clone()), facts))
    }

    fn facts(&self, stat: &Stat) -> Result<Facts, Failure> {
        Ok(Facts { size: size(stat)?, etag: self.tags.tag(&[&identity(stat)]) })
    }

    fn open_member(
        &self,
        path: &str,
        member: &str,
        now: impl FnOnce(&Facts) -> Result<Option<Part>, Failure>,
    ) -> Result<OpenDocument, Failure> {
        let (fd, stat) = self.locate(path, READ, ResolveFlags::empty())?;
        let entry = Archive::new(Arc::new(File::from(fd)), size(&stat)?).find(member)?;
        let facts =
            Facts { size: entry.size, etag: self.tags.tag(&[&identity(&stat), &entry.header.to_be_bytes()]) };
        let mut member = Member::open(entry, self.visits.clone())?;
        let read = now(&facts)?.map(|part| member.read_now(part)).transpose()?;
        Ok(OpenDocument { facts, read, content: Content::Member(Box::new(member)) })
    }

    /// The sizes of files and members, in one visit.
    pub(super) async fn presences(&self, wanted: Vec<(String, Option<String>)>) -> Vec<Presence> {
        let (folder, count) = (self.clone(), wanted.len());
        let look = move || {
            Ok(wanted.iter().map(|(path, member)| folder.presence(path, member.as_deref())).collect())
        };
        let seen = self.visits.visit(OPENING, look).await;
        seen.unwrap_or_else(|_| vec![Presence::Unknown; count])
    }

    fn presence(&self, path: &str, member: Option<&str>) -> Presence {
        let flags = if member.is_some() { READ } else { OFlags::PATH };
        let size = self.locate(path, flags, ResolveFlags::empty()).and_then(|(fd, stat)| match member {
            None => size(&stat),
            Some(member) => {
                Archive::new(Arc::new(File::from(fd)), size(&stat)?).find(member).map(|entry| entry.size)
            }
        });
        Presence::of(size)
    }

    fn locate(&self, path: &str, mode: OFlags, how: ResolveFlags) -> Result<(OwnedFd, Stat), Failure> {
        let not_found = |error: rustix::io::Errno| Failure::because(Code::NotFound, io::Error::from(error));
        if path.is_empty() || path.len() > MAX_PATH {
            return Err(Failure::new(Code::NotFound));
        }
        let below = open_root(&self.path)
            .map_err(|error| Failure::because(Code::Unavailable, io::Error::from(error)))?;
        let flags = mode | OFlags::CLOEXEC;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS | how;
        let fd = openat2(&below, path, flags, Mode::empty(), resolve).map_err(not_found)?;
        let stat = fstat(&fd).map_err(not_found)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(Failure::new(Code::NotFound));
        }
        Ok((fd, stat))
    }
}

fn open_root(path: &Path) -> rustix::io::Result<OwnedFd> {
    open(path, OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
}

fn size(stat: &Stat) -> Result<u64, Failure> {
    u64::try_from(stat.st_size).map_err(Failure::internal)
}

/// What changes with the file: its identity, size and time.
fn identity(stat: &Stat) -> Vec<u8> {
    let facts = [
        i128::from(stat.st_dev),
        i128::from(stat.st_ino),
        i128::from(stat.st_size),
        i128::from(stat.st_mtime),
        i128::from(stat.st_mtime_nsec),
    ];
    facts.iter().flat_map(|fact| fact.to_be_bytes()).collect()
}

fn read_part(file: &File, part: Part) -> Result<Bytes, Failure> {
    let mut bytes = vec![0; part.length];
    file.read_exact_at(&mut bytes, part.offset).map_err(file_failure)?;
    Ok(bytes.into())
}

#[cfg(test)]
mod tests;
