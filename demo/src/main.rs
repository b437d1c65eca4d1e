//! `vantail-demo`: what `cargo run` starts.

use std::process::ExitCode;

use clap::Parser as _;
use vantail_demo::{arguments::Arguments, run};

fn main() -> ExitCode {
    run::run(&Arguments::parse())
}
