//! A daemon as a process of the demo's.

use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
    time::Duration,
};

use anyhow::{Context as _, Result};
use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    process::{Child, Command},
    time::timeout,
};

/// Seconds that a daemon may take to end before it is ended.
const GRACE: Duration = Duration::from_secs(15);
/// Lines of its log that are shown when a daemon ends by itself.
const LAST_LINES: usize = 12;

/// A running daemon.
#[derive(Debug)]
pub struct Daemon {
    /// `back`, `public` or `staff`: also the name of its configuration and its log.
    pub name: &'static str,
    /// Its process id while the demo started it.
    pub pid: u32,
    /// How to start it again by hand.
    pub command: String,
    log: PathBuf,
    child: Child,
}

impl Daemon {
    /// Starts `program serve --config config`, with its output in `log`.
    pub fn start(name: &'static str, program: &Path, config: &Path, log: &Path) -> Result<Self> {
        let output = File::create(log).with_context(|| format!("making {}", log.display()))?;
        let child = Command::new(program)
            .args(["serve", "--config"])
            .arg(config)
            // The output goes to a file.
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        let pid = child.id().context("a process that has just been started has an id")?;
        let command = format!("{} serve --config {}", program.display(), config.display());
        Ok(Self { name, pid, command, log: log.to_owned(), child })
    }

    /// Waits until it ends.
    pub async fn ended(&mut self) -> std::io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks it to end, and ends it when it does not within the grace.
    pub async fn stop(&mut self) {
        let Some(pid) = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) else {
            return;
        };
        // Fails only when it has ended meanwhile.
        kill_process(pid, Signal::TERM).ok();
        if timeout(GRACE, self.child.wait()).await.is_err() {
            self.child.kill().await.ok();
        }
    }

    /// The end of its log.
    pub fn last_words(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
    }

    /// Where its output is.
    pub fn log(&self) -> &Path {
        &self.log
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    /// A program that writes its arguments and then does what `then` says. Written by another process: were it open for
    /// writing in this one, a test that forks at the same moment could make it "busy".
    fn program(folder: &Path, then: &str) -> PathBuf {
        let path = folder.join("daemon");
        let write = "printf '%s\\n' '#!/bin/sh' 'echo \"$@\"' \"$1\" > \"$0\" && chmod 700 \"$0\"";
        let written =
            std::process::Command::new("sh").args(["-c", write]).arg(&path).arg(then).status().unwrap();
        assert!(written.success());
        path
    }

    #[tokio::test]
    async fn a_daemon_ends_when_it_is_asked() {
        let folder = tempfile::tempdir().unwrap();
        let program = program(folder.path(), "exec sleep 600");
        let log = folder.path().join("log");
        let mut daemon = Daemon::start("back", &program, Path::new("back.toml"), &log).unwrap();
        daemon.stop().await;
        let status = daemon.ended().await.unwrap();
        assert_eq!(status.signal(), Some(Signal::TERM.as_raw()));
        // Twice is no error.
        daemon.stop().await;
    }

    #[tokio::test]
    async fn the_last_words_of_a_daemon_that_fell_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let program = program(folder.path(), "seq 100; echo 'no store' >&2; exit 3");
        let log = folder.path().join("log");
        let mut daemon = Daemon::start("back", &program, Path::new("back.toml"), &log).unwrap();
        assert_eq!(daemon.ended().await.unwrap().code(), Some(3));
        let words = daemon.last_words();
        assert!(words.ends_with("100\nno store") && words.lines().count() == LAST_LINES, "{words}");
        assert!(std::fs::read_to_string(&log).unwrap().starts_with("serve --config back.toml\n"));
    }
}
