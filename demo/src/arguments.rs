//! The command line.

use std::path::PathBuf;

use clap::Parser;

/// Starts Vantail with a sample organisation: a PKI, a property manager's database and documents, one back, a public
/// front and a staff front, each a process of its own. Runs until Ctrl-C.
///
/// Exit status: 0 ended as asked, 2 wrong usage, 3 could not start or go on.
#[derive(Debug, Parser)]
#[command(name = "vantail-demo", version)]
pub struct Arguments {
    /// Where everything is written; what is there is used again.
    #[arg(long, default_value = ".vantail")]
    pub dir: PathBuf,
    /// The first of eight ports: back data N, files N+1 and N+2, public front N+3, staff front N+4, and for operations
    /// (/livez, /readyz, /metrics) N+5 of the back, N+6 and N+7 of the fronts. Without it: 7440, 7441, 7442, 8443, 9443,
    /// and 7449, 8449, 9449.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=65_528))]
    pub port_base: Option<u16>,
    /// Persons in the sample organisation. Another number than before makes a new sample.
    #[arg(long, value_name = "N", default_value_t = 300, value_parser = clap::value_parser!(u32).range(20..=20_000))]
    pub persons: u32,
    /// Make everything anew: certificates, database, documents, accounts, data map.
    #[arg(long)]
    pub reset: bool,
    /// Write what is printed as JSON once everything answers.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
}
