//! Which file a name stands for, and whether reading it can take long.

use std::path::Path;

use rustix::fs::{Stat, stat, statfs};

/// Which file a name stood for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

/// Types of file systems on this machine's own storage (Linux, `statfs(2)`): ext, XFS, Btrfs, ZFS, F2FS, bcachefs, memory,
/// overlays of containers. A server's file system may keep a thread waiting for as long as the server is away.
const LOCAL: [u32; 8] =
    [0xEF53, 0x5846_5342, 0x9123_683E, 0x2FC1_2FC1, 0xF2F5_2010, 0xCA45_1A4E, 0x0102_1994, 0x794C_7630];

/// Whether a file or folder is on local storage. Asking that may itself take long where it is not.
pub(crate) fn is_local(path: &Path) -> bool {
    let kind = statfs(path).ok().and_then(|facts| u32::try_from(facts.f_type).ok());
    kind.is_some_and(|kind| LOCAL.contains(&kind))
}

impl FileId {
    /// The file that a name stands for now.
    pub(super) fn of(path: &Path) -> Option<Self> {
        let Stat { st_dev: device, st_ino: inode, .. } = stat(path).ok()?;
        Some(Self { device, inode })
    }
}
