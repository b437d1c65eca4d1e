//! The front's daemon: reads its configuration, binds, serves, drains.

mod command;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    match command::Arguments::parse().command {
        command::Command::Serve(file) => command::serve(&file),
        command::Command::Check(file) => command::check(&file),
    }
}
