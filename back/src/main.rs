//! `vantail-back`: see the crate's documentation for what it does, `commands` for how it is asked.

use std::process::ExitCode;

use clap::Parser as _;
use vantail_back::commands::{self, Arguments};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    commands::run(Arguments::parse())
}
