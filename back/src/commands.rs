//! The command line. Exit status: 0 done, 1 done with findings or refused, 2 wrong usage or configuration,
//! 3 could not finish (try again).

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use serde_json::json;
use tracing::error;
use vantail_shared::{clock::SystemClock, config::Fault, lifecycle, random::SystemRandom, telemetry};

use crate::{
    app::App,
    checked::{Checked, NotOpen},
};

const USAGE: u8 = 2;
const NOT_FINISHED: u8 = 3;
/// Time that threads blocked in the system get at the end.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// The gate's side next to the database.
#[derive(Debug, Parser)]
#[command(name = "vantail-back", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and documents to fronts.
    Serve {
        /// The configuration file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
    },
    /// Check the configuration and everything that it names: certificates, databases, data map, folders. Changes nothing.
    Check {
        /// The configuration file.
        #[arg(long, value_name = "FILE")]
        config: PathBuf,
        /// Print one JSON value.
        #[arg(long)]
        json: bool,
    },
}

/// Does what was asked.
pub fn run(arguments: Arguments) -> ExitCode {
    let runtime = match vantail_shared::runtime::build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("the runtime does not start: {error}"));
            return ExitCode::from(NOT_FINISHED);
        }
    };
    let status = match arguments.command {
        Command::Serve { config } => runtime.block_on(serve(&config)),
        Command::Check { config, json } => runtime.block_on(check(&config, json)),
    };
    // A read that hangs in a folder of the network must not keep the process.
    runtime.shutdown_timeout(LAST_WAIT);
    status
}

async fn serve(config: &Path) -> ExitCode {
    let checked = match Checked::open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await {
        Ok(checked) => checked,
        Err(not_open) => {
            tell(&not_open.to_string());
            return status(&not_open);
        }
    };
    telemetry::init(checked.config.log, &checked.config.log_level);
    match listen(checked).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error!(error = format!("{error:#}"), "not serving");
            tell(&format!("{error:#}"));
            ExitCode::from(NOT_FINISHED)
        }
    }
}

async fn listen(checked: Checked) -> Result<()> {
    let (lifecycle, reloads) = lifecycle::signals()?;
    App::bind(checked, Arc::new(SystemClock)).await?.run(lifecycle, reloads).await
}

async fn check(config: &Path, as_json: bool) -> ExitCode {
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

fn list(faults: &[Fault]) -> Vec<serde_json::Value> {
    let entry = |fault: &Fault| {
        json!({
            "file": fault.at.file.display().to_string(), "line": fault.at.line, "column": fault.at.column,
            "problem": fault.problem, "remedy": fault.remedy,
        })
    };
    faults.iter().map(entry).collect()
}

fn status(not_open: &NotOpen) -> ExitCode {
    ExitCode::from(if not_open.may_pass() { NOT_FINISHED } else { USAGE })
}

/// To standard output; a closed pipe is nobody's problem.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// To standard error.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
