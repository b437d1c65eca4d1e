//! People who wait for their first sign-in: the daemon's own commands make their accounts and write their letters, and take
//! passwords of old over.

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use crate::{
    folder::Folder,
    users::{Candidate, Invited},
};

/// The letters of those who wait.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Letters(pub Vec<Letter>);

/// The letters of one person.
#[derive(Debug, Serialize, Deserialize)]
pub struct Letter {
    /// The person's name.
    pub person: String,
    /// Whether an address of mail is known.
    pub reachable: bool,
    /// One file with the sign-in name, one with the password.
    pub files: Vec<PathBuf>,
}

/// Makes accounts for those who wait, with their letters in a folder for each, and notes where these are.
pub async fn send(folder: &Folder, programs: &Path, invited: &Invited) -> Result<()> {
    let mut letters = Letters::default();
    for (candidate, reachable, name) in
        [(&invited.reachable, true, "with-mail"), (&invited.unreachable, false, "without-mail")]
    {
        let Some(candidate) = candidate else { continue };
        let into = folder.join("letters").join(name);
        let made = Command::new(programs.join("vantail-back"))
            .args(["account", "create", "--json", "--config"])
            .arg(folder.join("back.toml"))
            .args(["--kind", candidate.owner.unwrap_or("individual"), "--key", &candidate.id.to_string()])
            .arg("--letters")
            .arg(&into)
            .output()
            .await
            .context("starting vantail-back")?;
        if !made.status.success() {
            bail!("the letters were not written:\n{}", String::from_utf8_lossy(&made.stderr));
        }
        letters.0.push(Letter { person: candidate.name.clone(), reachable, files: files(&into)? });
    }
    folder.write("letters.json", &serde_json::to_string_pretty(&letters)?)
}

/// Takes the passwords of the intranet over.
pub async fn take_over(folder: &Folder, programs: &Path) -> Result<()> {
    let taken = Command::new(programs.join("vantail-back"))
        .args(["account", "import", "--legacy", "employee", "--json", "--config"])
        .arg(folder.join("back.toml"))
        .output()
        .await
        .context("starting vantail-back")?;
    // Some have left and kept no password: that is told by 1, and is no failure.
    if !matches!(taken.status.code(), Some(0 | 1)) {
        bail!("the passwords of old were not taken over:\n{}", String::from_utf8_lossy(&taken.stderr));
    }
    Ok(())
}

/// Writes a list for `account import --csv`.
pub fn list(folder: &Folder, listed: &[(Candidate, String)]) -> Result<()> {
    let mut text = "key,login,email,kind,person\n".to_owned();
    for (number, (candidate, email)) in listed.iter().enumerate() {
        let kind = candidate.owner.unwrap_or("individual");
        writeln!(text, "hr-{:03},list{:03},{email},{kind},{}", number + 1, number + 1, candidate.id)?;
    }
    folder.write("people.csv", &text)
}

/// What [`send`] noted.
pub fn read(folder: &Folder) -> Result<Letters> {
    let file = folder.join("letters.json");
    let text = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("reading {}", file.display()))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "pdf") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
