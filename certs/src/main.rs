//! `vantail-certs`: the command line of the small PKI.

use std::process::ExitCode;

use clap::Parser as _;
use vantail_certs::command::Arguments;
use vantail_shared::clock::{Clock as _, SystemClock};

fn main() -> ExitCode {
    Arguments::parse().run(SystemClock.now(), &mut std::io::stdout(), &mut std::io::stderr())
}
