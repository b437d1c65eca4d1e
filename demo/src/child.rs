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
