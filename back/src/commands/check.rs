//! `vantail-back check`.

use std::{path::Path, process::ExitCode, sync::Arc};

use serde_json::json;
use vantail_shared::clock::SystemClock;

use super::output::{list, say, status};
use crate::checked::Checked;

pub(super) async fn check(config: &Path, as_json: bool) -> ExitCode {
    let result = Checked::look(config, Arc::new(SystemClock)).await;
    if as_json {
        let (faults, away) =
            result.as_ref().err().map_or((&[][..], &[][..]), |found| (&found.faults, &found.away));
        say(&json!({ "faults": list(faults), "away": list(away) }).to_string());
    } else {
        match &result {
            Ok(()) => say("The configuration is good."),
            Err(not_open) => say(&not_open.to_string()),
        }
    }
    result.map_or_else(|not_open| status(&not_open), |()| ExitCode::SUCCESS)
}
