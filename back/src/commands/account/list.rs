//! `vantail-back account list`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::json;

use super::{open, refuse};
use crate::commands::output::say;

#[derive(Debug, Args)]
pub(in crate::commands) struct Arguments {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(super) async fn list(arguments: &Arguments) -> ExitCode {
    let checked = match open(&arguments.config).await {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    let census = match checked.identity.census().await {
        Ok(census) => census,
        Err(failure) => return refuse(&failure, ""),
    };
    if arguments.json {
        say(&json!(census).to_string());
        return ExitCode::SUCCESS;
    }
    if census.groups.is_empty() {
        say("There are no accounts.");
    }
    for group in &census.groups {
        let source = group.source.as_deref().map(|source| format!(", kept by {source}")).unwrap_or_default();
        let form = group.old_form.as_deref().map(|form| format!(", old form {form}")).unwrap_or_default();
        let (count, kind, state, from) = (group.accounts, &group.kind, &group.state, &group.password);
        say(&format!("{count:>8}  {kind:<16} {state:<10} password {from}{form}{source}"));
    }
    say(&format!("{:>8}  letters that wait", census.waiting_letters));
    say(&format!("{:>8}  passwords still in the form of another system", census.old_forms));
    ExitCode::SUCCESS
}
