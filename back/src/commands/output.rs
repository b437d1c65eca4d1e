//! What commands print, and the status that they end with.

use std::{io::Write as _, process::ExitCode};

use serde_json::json;
use vantail_shared::config::Fault;

use crate::checked::NotOpen;

/// Something was found that somebody should mend.
pub(super) const FOUND: u8 = 1;
/// The call or the configuration is wrong.
pub(super) const USAGE: u8 = 2;
/// What is needed is away: the same may be tried again.
pub(super) const NOT_FINISHED: u8 = 3;

/// To standard output; a closed pipe is nobody's problem.
pub(super) fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// To standard error.
pub(super) fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Faults as JSON.
pub(super) fn list(faults: &[Fault]) -> Vec<serde_json::Value> {
    let entry = |fault: &Fault| {
        json!({
            "file": fault.at.file.display().to_string(), "line": fault.at.line, "column": fault.at.column,
            "problem": fault.problem, "remedy": fault.remedy,
        })
    };
    faults.iter().map(entry).collect()
}

/// The status for what keeps a back from starting.
pub(super) fn status(not_open: &NotOpen) -> ExitCode {
    ExitCode::from(if not_open.may_pass() { NOT_FINISHED } else { USAGE })
}
