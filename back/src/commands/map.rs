//! `vantail-back map`: the data map before a back serves it.

mod check;
mod draft;
mod explain;

use std::process::ExitCode;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Prove the data map against itself and against the live database, and tell every mistake in one run, each with its
    /// file, line, column and a remedy. Ends with 0 when the map is good, also when there are warnings; 1 when it has
    /// mistakes; 2 when the configuration itself is wrong; 3 when the database is away.
    Check(check::Arguments),
    /// Look at a live database and print a first data map for it, which passes `map check` as it is: the tables of
    /// persons, how rows lead to them, what columns hold, pages with titles in French and English. Everything that
    /// was guessed is marked "to check". Only reads, and only counts and short words of lists.
    Draft(draft::Arguments),
    /// Say in plain sentences what the data map means for each kind of person: what is shown to whom, what is kept, for how
    /// long and why, what erasure does and what stands in its way. Reads the map alone, not the database.
    Explain(explain::Arguments),
}

pub(super) async fn run(command: Command) -> ExitCode {
    match command {
        Command::Check(arguments) => check::check(&arguments).await,
        Command::Draft(arguments) => draft::draft(&arguments).await,
        Command::Explain(arguments) => explain::explain(&arguments),
    }
}
