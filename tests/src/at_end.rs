//! What must happen even when the test program falls: servers end, their folders go.

use std::process::{Child, Command, Stdio};

/// A script that runs when the value is dropped or this process has ended, however it ended: a shell waits for the
/// end of its standard input, which the kernel closes.
#[derive(Debug)]
pub struct AtEnd(Child);

impl AtEnd {
    /// Starts the shell. `before` runs at once, `after` at the end; both see `arguments` as `$1`, `$2`...
    pub fn run(before: &str, after: &str, arguments: &[&str]) -> Self {
        // Ctrl-C reaches the whole process group: the script must outlive it.
        let script = format!("trap '' INT TERM HUP\n{before}\nread -r _\n{after}");
        let mut shell = Command::new("sh");
        shell.args(["-c", &script, "sh"]).args(arguments);
        shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Self(shell.spawn().unwrap())
    }
}

impl Drop for AtEnd {
    fn drop(&mut self) {
        drop(self.0.stdin.take());
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_runs_at_the_end_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let (begun, ended) = (folder.path().join("begun"), folder.path().join("ended"));
        let arguments = [begun.to_str().unwrap(), ended.to_str().unwrap()];
        let at_end = AtEnd::run("touch \"$1\"", "[ -e \"$1\" ] && touch \"$2\"", &arguments);
        assert!(!ended.exists());
        drop(at_end);
        assert!(begun.exists() && ended.exists());
    }
}
