//! `vantail-back account remind`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;

use super::{open, refuse};
use crate::{
    commands::output::{USAGE, say, tell},
    terms::{Reminding, Remiss},
};

#[derive(Debug, Args)]
pub(in crate::commands) struct Arguments {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// This kind of person alone, or "staff".
    #[arg(long)]
    kind: Option<String>,
    /// Those alone to whom the text was never shown.
    #[arg(long, conflicts_with = "not_accepted")]
    not_seen: bool,
    /// Those as well who have refused.
    #[arg(long)]
    not_accepted: bool,
    /// Days for which a reminder holds.
    #[arg(long, value_name = "N", default_value_t = 14, value_parser = clap::value_parser!(u16).range(1..=365))]
    every_days: u16,
    /// Count only.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn remind(arguments: &Arguments) -> ExitCode {
    let checked = match open(&arguments.config).await {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    if !checked.outbox.configured() {
        tell("no mail is sent: write a table [mail] into the configuration");
        return ExitCode::from(USAGE);
    }
    let kind = arguments.kind.as_deref();
    if let Some(unknown) = kind.filter(|kind| *kind != "staff" && checked.people.map().kind(kind).is_none()) {
        tell(&format!("the data map has no kind of person {unknown:?}"));
        return ExitCode::from(USAGE);
    }
    let remiss = match (arguments.not_seen, arguments.not_accepted) {
        (true, _) => Remiss::Unseen,
        (false, true) => Remiss::NotAccepted,
        (false, false) => Remiss::Unanswered,
    };
    let (every_days, dry_run) = (i64::from(arguments.every_days), arguments.dry_run);
    let asked = Reminding { kind, remiss, every_days, dry_run };
    match checked.terms.remind(&checked.outbox, &checked.people, &asked).await {
        Ok(done) => {
            let verb = if dry_run { "would be written to" } else { "are written to" };
            say(&format!("{:>8}  {verb}", done.written));
            say(&format!("{:>8}  had a reminder in the last {every_days} days", done.lately));
            say(&format!("{:>8}  have no address", done.unreachable));
            ExitCode::SUCCESS
        }
        Err(failure) => refuse(&failure, ""),
    }
}
