//! Accounts made by the operator's command, and what stands in the letters that it writes.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{pair::Pair, processes::binary};

/// A name and a password, as two letters tell them.
#[derive(Debug)]
pub struct Told {
    /// The sign-in name.
    pub login: String,
    /// The initial password.
    pub password: String,
}

/// `vantail-back account ...` with the configuration in a folder.
pub fn account(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary("vantail-back"));
    command.arg("account").args(arguments).arg("--config").arg(folder.join("back.toml"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Makes the account of a person beside a running back, and reads both letters.
pub fn invite(pair: &Pair, kind: &str, key: &str) -> Told {
    let folder = pair.world.path(&format!("letters-{kind}-{key}"));
    let letters = folder.to_str().unwrap();
    let arguments = ["create", "--kind", kind, "--key", key, "--letters", letters];
    let output = account(pair.world.folder.path(), &arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files: Vec<PathBuf> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 2, "{files:?}");
    let secrets: Vec<String> = files.iter().map(|file| secret(file)).collect();
    let of = |groups: usize| secrets.iter().find(|secret| secret.split('-').count() == groups);
    Told { login: of(3).expect("a name").clone(), password: of(5).expect("a password").clone() }
}

/// The groups of four signs on a sheet: three are a name, five a password.
pub fn secret(path: &Path) -> String {
    let output = Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let group =
        |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let found: Vec<&str> = text
        .split_whitespace()
        .filter(|word| matches!(word.split('-').count(), 3 | 5) && word.split('-').all(group))
        .collect();
    assert_eq!(found.len(), 1, "{} tells one secret: {found:?}", path.display());
    found[0].to_owned()
}
