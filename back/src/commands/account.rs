//! `vantail-back account`.

mod create;
mod import;
mod list;
mod one;
mod remind;

use std::{path::Path, process::ExitCode, sync::Arc};

use clap::Subcommand;
use vantail_shared::{
    clock::SystemClock,
    failure::{Code, Failure},
    random::SystemRandom,
};

use super::output::{FOUND, NOT_FINISHED, USAGE, status, tell};
use crate::checked::Checked;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make accounts with an initial password each, and write the two letters that carry sign-in name and password. A run
    /// that was cut off goes on when the same is asked for again.
    Create(create::Arguments),
    /// Keep accounts in step with a list or a directory, or take over passwords that another system kept.
    Import(import::Arguments),
    /// How many accounts there are, in which state, from where. Names and addresses are not told.
    List(list::Arguments),
    /// Give one account a new initial password and write its letters; its sessions end.
    Reset(one::Reset),
    /// Disable an account: its sessions end and nobody signs in with it.
    Disable(one::Switch),
    /// Enable an account again.
    Enable(one::Switch),
    /// Write to those who have not answered terms in force.
    Remind(remind::Arguments),
}

pub(super) async fn run(command: Command) -> ExitCode {
    match command {
        Command::Create(arguments) => create::create(&arguments).await,
        Command::Import(arguments) => import::import(&arguments).await,
        Command::List(arguments) => list::list(&arguments).await,
        Command::Reset(arguments) => one::reset(&arguments).await,
        Command::Disable(arguments) => one::disable(&arguments).await,
        Command::Enable(arguments) => one::enable(&arguments).await,
        Command::Remind(arguments) => remind::remind(&arguments).await,
    }
}

/// Everything that a configuration names, or why it cannot be had.
async fn open(config: &Path) -> Result<Checked, ExitCode> {
    Checked::open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await.map_err(|not_open| {
        tell(&not_open.to_string());
        status(&not_open)
    })
}

/// Tells why something could not be done.
fn refuse(failure: &Failure, nobody: &str) -> ExitCode {
    match failure.code {
        Code::NotFound => {
            tell(nobody);
            ExitCode::from(FOUND)
        }
        Code::Unavailable | Code::Busy | Code::Timeout => {
            tell(&format!(
                "not finished: {}. Ask for the same again: what is done stays done.",
                why(failure)
            ));
            ExitCode::from(NOT_FINISHED)
        }
        _ => {
            tell(&format!("not done: {}", why(failure)));
            ExitCode::from(USAGE)
        }
    }
}

/// The cause of a failure in words.
fn why(failure: &Failure) -> String {
    let cause = failure.explain();
    if !cause.is_empty() {
        return cause;
    }
    let code = match failure.code {
        Code::Busy => "there is too much to do just now",
        Code::NotFound => "what was asked for is gone",
        Code::Timeout | Code::Unavailable => "there is no answer",
        _ => "it was refused",
    };
    code.to_owned()
}
