//! The mails that left a back into its folder.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::until::until;

/// A letter box: what was taken out is not found again.
#[derive(Debug)]
pub struct Mails {
    folder: PathBuf,
    taken: BTreeSet<PathBuf>,
}

impl Mails {
    /// The folder of a back.
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), taken: BTreeSet::new() }
    }

    /// Waits for a mail to an address whose text holds `word`, and takes it out; plain text, lines joined.
    pub async fn take(&mut self, to: &str, word: &str) -> String {
        let found = until(&format!("a mail to {to} with {word:?}"), async || self.find(to, word)).await;
        self.taken.insert(found.0);
        found.1
    }

    /// Waits for a mail with a code, and takes the code out.
    pub async fn code(&mut self, to: &str, word: &str) -> String {
        let is_code = |text: &&str| {
            let groups: Vec<_> = text.split('-').collect();
            let is_group = |group: &&str| {
                group.len() == 4 && group.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            };
            groups.len() == 3 && groups.iter().all(is_group)
        };
        let code_in = |text: &str| text.split_whitespace().find(is_code).map(str::to_owned);
        let (path, code) = until(&format!("a mail to {to} with {word:?} and a code"), async || {
            self.fresh(to, word).into_iter().find_map(|(path, text)| Some((path, code_in(&text)?)))
        })
        .await;
        self.taken.insert(path);
        code
    }

    /// How many mails there are that nobody has taken out.
    pub fn left(&self) -> usize {
        self.files().filter(|path| !self.taken.contains(path)).count()
    }

    fn find(&self, to: &str, word: &str) -> Option<(PathBuf, String)> {
        self.fresh(to, word).into_iter().next()
    }

    fn fresh(&self, to: &str, word: &str) -> Vec<(PathBuf, String)> {
        let fresh = self.files().filter(|path| !self.taken.contains(path));
        fresh
            .map(|path| (path.clone(), plain(&fs::read_to_string(path).unwrap())))
            .filter(|(_, text)| text.lines().any(|line| line == format!("To: {to}")) && text.contains(word))
            .collect()
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "eml"))
    }
}

/// Undoes quoted-printable (RFC 2045, 6.7), wherever it stands.
fn plain(mail: &str) -> String {
    let joined = mail.replace("\r\n", "\n").replace("=\n", "");
    let mut bytes = Vec::with_capacity(joined.len());
    let mut rest = joined.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = std::str::from_utf8(after.get(..2).unwrap_or(b"")).unwrap_or("");
        match u8::from_str_radix(hex, 16) {
            Ok(byte) if *first == b'=' => {
                bytes.push(byte);
                rest = &after[2..];
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
