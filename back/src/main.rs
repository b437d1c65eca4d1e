//! `vantail-back`: see the crate's documentation for what it does, `commands` for how it is asked.

use std::process::ExitCode;

use clap::Parser as _;
use vantail_back::commands::{self, Arguments};

fn main() -> ExitCode {
    commands::run(Arguments::parse())
}
