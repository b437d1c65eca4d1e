//! The command line. Exit status: 0 done, 1 done with findings or refused, 2 wrong usage or configuration,
//! 3 could not finish (try again).

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Result;
use clap::{Parser, Subcommand};
use serde_json::json;
use tracing::error;
use vantail_shared::{clock::SystemClock, config::Fault, lifecycle, random::SystemRandom, telemetry};

use crate::{app::App, checked::Checked};

const USAGE: u8 = 2;
const NOT_FINISHED: u8 = 3;

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
    /// Check the configuration and everything that it names: certificates, databases, data map, folders.
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
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("the runtime does not start: {error}"));
            return ExitCode::from(NOT_FINISHED);
        }
    };
    match arguments.command {
        Command::Serve { config } => runtime.block_on(serve(&config)),
        Command::Check { config, json } => runtime.block_on(check(&config, json)),
    }
}

async fn open(config: &Path) -> Result<Checked, Vec<Fault>> {
    Checked::open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await
}

async fn serve(config: &Path) -> ExitCode {
    let checked = match open(config).await {
        Ok(checked) => checked,
        Err(faults) => {
            tell(&describe(&faults));
            return ExitCode::from(USAGE);
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
    let faults = open(config).await.err().unwrap_or_default();
    if as_json {
        let list: Vec<_> = faults
            .iter()
            .map(|fault| {
                json!({
                    "file": fault.at.file.display().to_string(), "line": fault.at.line, "column": fault.at.column,
                    "problem": fault.problem, "remedy": fault.remedy,
                })
            })
            .collect();
        say(&json!({ "faults": list }).to_string());
    } else if faults.is_empty() {
        say("The configuration is good.");
    } else {
        say(&describe(&faults));
    }
    if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(USAGE) }
}

fn describe(faults: &[Fault]) -> String {
    let mut text: Vec<String> = faults.iter().map(ToString::to_string).collect();
    text.push(match faults.len() {
        1 => "1 mistake; nothing was started.".to_owned(),
        count => format!("{count} mistakes; nothing was started."),
    });
    text.join("\n")
}

/// To standard output; a closed pipe is nobody's problem.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// To standard error.
fn tell(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
