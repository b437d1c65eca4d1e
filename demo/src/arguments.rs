//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

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
    /// The first of nine ports: back data N, files N+1 and N+2, public front N+3, staff front N+4, and for operations
    /// (/livez, /readyz, /metrics) N+5 of the back, N+6 and N+7 of the fronts; the provider of sign-ins N+8. Without it: 7440,
    /// 7441, 7442, 8443, 9443, 7449, 8449, 9449 and 9444.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=65_527))]
    pub port_base: Option<u16>,
    /// What the sample is made of.
    #[command(flatten)]
    pub size: Size,
    /// Another task than starting the demo.
    #[command(subcommand)]
    pub task: Option<Task>,
    /// Make everything anew: certificates, database, documents, accounts, data map.
    #[arg(long)]
    pub reset: bool,
    /// Write what is printed as JSON once everything answers.
    #[arg(long, value_name = "FILE")]
    pub ready_file: Option<PathBuf>,
}

/// How large the sample is, and where its business database is.
#[derive(Debug, Clone, Args)]
pub struct Size {
    /// Persons in the sample organisation. Another number than before makes a new sample. Beyond 5,000 the rows of
    /// documents point to some hundred files that stand for all; beyond 20,000 the books of most buildings begin one to
    /// three years ago, so that a million persons have some twenty million lines.
    #[arg(long, value_name = "N", default_value_t = 2_000, value_parser = clap::value_parser!(u32).range(40..=1_000_000))]
    pub persons: u32,
    /// An empty PostgreSQL, MariaDB or MySQL database to fill, and to serve from, instead of a SQLite file: postgres://... or
    /// mysql://...
    #[arg(long, value_name = "URL")]
    pub database: Option<String>,
}

/// Another task than starting the demo.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Fills an empty database with the sample organisation, and does nothing else.
    Fill {
        /// What the sample is made of; here --database may be sqlite:PATH too, and must be given.
        #[command(flatten)]
        size: Size,
        /// Writes the files of documents into this folder.
        #[arg(long, value_name = "DIR")]
        documents: Option<PathBuf>,
    },
}
