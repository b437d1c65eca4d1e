//! Mails as files: for demonstrations and tests.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::Path,
};

/// Writes a file that is there as a whole or not at all. The same mail again takes the place of the one before.
pub(super) fn write(folder: &Path, name: &str, mail: &[u8]) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Two backs may write the same mail at once: each has a file of its own until the end.
    let unfinished = folder.join(format!(".{name}.{}", std::process::id()));
    let mut file = File::options().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(mail)?;
    file.sync_all()?;
    fs::rename(&unfinished, folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_there_as_a_whole_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let mails = folder.path().join("mails");
        write(&mails, "one.eml", b"first").unwrap();
        write(&mails, "one.eml", b"again").unwrap();
        let files: Vec<_> = mails.read_dir().unwrap().map(|file| file.unwrap().path()).collect();
        assert_eq!(files, [mails.join("one.eml")]);
        assert_eq!(fs::read(&files[0]).unwrap(), b"again");
    }
}
