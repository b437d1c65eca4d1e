//! Files of letters: readable for their owner alone, whole or not there, and on the disk before anything else happens.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use rustix::fs::{FlockOperation, flock};

/// What the name of a file ends with until it is whole.
const PART: &str = ".part";
/// No file of somebody else.
const LETTER_PART: &[u8] = b".pdf.part";

/// A folder for letters that nobody else writes to.
pub(super) struct Folder {
    path: PathBuf,
    handle: File,
}

impl Folder {
    /// Opens the folder, and makes it when it is not there; what a killed run left half written goes. Another run in it is
    /// refused with `WouldBlock`.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let handle = File::open(path)?;
        flock(&handle, FlockOperation::NonBlockingLockExclusive)?;
        for entry in fs::read_dir(path)? {
            let path = entry?.path();
            if path.as_os_str().as_encoded_bytes().ends_with(LETTER_PART) {
                fs::remove_file(path)?;
            }
        }
        Ok(Self { path: path.to_owned(), handle })
    }

    /// Writes a file; it takes the place of an older one at once and whole.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        let (path, part) = (self.path.join(name), self.path.join(format!("{name}{PART}")));
        let mut options = OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&part, &path)?;
        Ok(path)
    }

    /// Takes the files away whose names are such.
    pub(super) fn remove(&self, is_such: impl Fn(&str) -> bool) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name().to_str().is_some_and(&is_such) {
                fs::remove_file(entry.path())?;
            }
        }
        self.settle()
    }

    /// Makes the names of what was written durable.
    pub(super) fn settle(&self) -> io::Result<()> {
        self.handle.sync_all()
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn files_are_private_and_one_run_has_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("new/letters");
        let folder = Folder::open(&path).unwrap();
        fs::write(path.join("a.pdf.part"), "in the way").unwrap();
        folder.write("a.pdf", b"one").unwrap();
        let written = folder.write("a.pdf", b"two").unwrap();
        folder.settle().unwrap();
        assert_eq!(fs::read(&written).unwrap(), b"two");
        assert_eq!(fs::metadata(&written).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 1);
        assert_eq!(Folder::open(&path).err().unwrap().kind(), io::ErrorKind::WouldBlock);
        drop(folder);
        for name in ["0000001-password.pdf.part", "film.part"] {
            fs::write(path.join(name), "what a killed run or somebody else left behind").unwrap();
        }
        Folder::open(&path).unwrap();
        assert!(path.join("film.part").exists() && !path.join("0000001-password.pdf.part").exists());
    }
}
