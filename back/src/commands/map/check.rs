//! `vantail-back map check`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::json;

use crate::{
    checked::MapFindings,
    commands::output::{FOUND, NOT_FINISHED, USAGE, list, say},
};

#[derive(Debug, Args)]
pub(in crate::commands) struct Arguments {
    /// The configuration file of the back, which names the map and the database.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Take columns that look personal and that nobody declared for mistakes, whatever the map says of `strict`.
    #[arg(long)]
    strict: bool,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(super) async fn check(arguments: &Arguments) -> ExitCode {
    let found = MapFindings::look(&arguments.config, arguments.strict).await;
    if arguments.json {
        let value = json!({
            "faults": list(&found.faults), "warnings": list(&found.warnings), "away": list(&found.away),
        });
        say(&value.to_string());
    } else {
        say(&found.to_string());
    }
    match &found {
        found if found.is_misconfigured => ExitCode::from(USAGE),
        found if !found.faults.is_empty() => ExitCode::from(FOUND),
        found if !found.away.is_empty() => ExitCode::from(NOT_FINISHED),
        _ => ExitCode::SUCCESS,
    }
}
