//! The command line. Exit status: 0 done, 1 done with findings or refused, 2 wrong usage or configuration,
//! 3 could not finish (try again).

mod account;
mod check;
mod map;
mod output;
mod serve;

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Parser, Subcommand};

use output::{NOT_FINISHED, tell};

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
    /// Accounts: made with their letters, imported, listed, reset, disabled.
    #[command(subcommand)]
    Account(account::Command),
    /// The data map: a first one from a live database, its check, and what it means in plain words. Changes nothing.
    #[command(subcommand)]
    Map(map::Command),
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
        Command::Serve { config } => runtime.block_on(serve::serve(&config)),
        Command::Check { config, json } => runtime.block_on(check::check(&config, json)),
        Command::Account(command) => runtime.block_on(account::run(command)),
        Command::Map(command) => runtime.block_on(map::run(command)),
    };
    // A read that hangs in a folder of the network must not keep the process.
    runtime.shutdown_timeout(LAST_WAIT);
    status
}
