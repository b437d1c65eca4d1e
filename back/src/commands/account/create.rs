//! `vantail-back account create`.

use std::{io::Write as _, path::PathBuf, process::ExitCode, sync::Mutex, time::Instant};

use clap::Args;
use serde_json::json;

use super::{open, refuse, why};
use crate::{
    commands::output::{FOUND, NOT_FINISHED, USAGE, say, tell},
    map::CheckedMap,
    provision::{Halt, Output, Progress, Report, Request, Wanted},
};

#[derive(Debug, Args)]
pub(in crate::commands) struct Arguments {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// A kind of person of the data map: all of them, or the one with --key.
    #[arg(long, value_name = "KIND", required_unless_present_any = ["query", "staff"])]
    kind: Option<String>,
    /// The key of one person, a value for each of its columns.
    #[arg(long, value_name = "VALUE", num_args = 1.., requires = "kind", conflicts_with = "role")]
    key: Vec<String>,
    /// Only those of the kind who hold a role today.
    #[arg(long, value_name = "ROLE", requires = "kind")]
    role: Option<String>,
    /// Whom a list of the data map names: `[lists.NAME]`.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["kind", "staff"])]
    query: Option<String>,
    /// A member of staff, by the name to show.
    #[arg(long, value_name = "NAME", conflicts_with = "kind")]
    staff: Option<String>,
    /// The address of mail of the member of staff.
    #[arg(long, value_name = "ADDRESS", requires = "staff")]
    email: Option<String>,
    /// The folder that letters are written to. It is made for its owner alone.
    #[arg(long, value_name = "DIR")]
    letters: PathBuf,
    /// Write two files, all names and all passwords, in the order of the post, not two files for each account.
    #[arg(long)]
    batch_file: bool,
    /// Give those who have an account already a new initial password.
    #[arg(long)]
    reset: bool,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

impl Arguments {
    fn wanted(&self) -> Option<Wanted> {
        if let Some(name) = &self.staff {
            return Some(Wanted::Staff { name: name.clone(), email: self.email.clone() });
        }
        if let Some(name) = &self.query {
            return Some(Wanted::List { name: name.clone() });
        }
        let kind = self.kind.clone()?;
        if self.key.is_empty() {
            return Some(Wanted::All { kind, role: self.role.clone() });
        }
        Some(Wanted::One { kind, key: self.key.clone() })
    }
}

pub(super) async fn create(arguments: &Arguments) -> ExitCode {
    let Some(wanted) = arguments.wanted() else {
        tell("say whose accounts: --kind, --query or --staff");
        return ExitCode::from(USAGE);
    };
    let request = Request { wanted, reset: arguments.reset };
    let output = Output { folder: arguments.letters.clone(), together: arguments.batch_file };
    write(&arguments.config, &request, &output, arguments.json).await
}

/// Runs a request and tells what it did.
pub(super) async fn write(
    config: &std::path::Path,
    request: &Request,
    output: &Output,
    as_json: bool,
) -> ExitCode {
    let checked = match open(config).await {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    if !checked.provision.has_letterhead() {
        tell(
            "letters need the address of the portal: write public_url in [letters] or in [mail], and staff_url for those of staff",
        );
        return ExitCode::from(USAGE);
    }
    let line = Line::default();
    let done = checked.provision.run(request, output, &|progress| line.show(progress)).await;
    line.end();
    match done {
        Ok(report) => {
            tell_of(&report, as_json);
            if report.refused > 0 { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
        }
        Err(halt) => halted(&halt, &nobody(&request.wanted, checked.people.map())),
    }
}

/// What is said where nobody was found: what the map has instead of a name that it does not have.
fn nobody(wanted: &Wanted, map: &CheckedMap) -> String {
    fn unknown<'a>(what: &str, name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
        let known: Vec<&str> = known.collect();
        let there = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        (!known.contains(&name)).then(|| format!("nobody: the map has no {what} {name:?}; it has {there}"))
    }
    let kinds =
        |kind: &str| unknown("kind of person", kind, map.kinds.iter().map(|kind| kind.id.value.as_str()));
    let roles = |role: &str| unknown("role", role, map.roles.iter().map(|role| role.id.value.as_str()));
    let told = match wanted {
        Wanted::One { kind, .. } => kinds(kind),
        Wanted::All { kind, role } => kinds(kind).or_else(|| roles(role.as_deref()?)),
        Wanted::List { name } => unknown("list", name, map.lists.iter().map(|list| list.id.value.as_str())),
        Wanted::Account { .. } | Wanted::Staff { .. } => None,
    };
    told.unwrap_or_else(|| match wanted {
        Wanted::List { name } => format!("nobody: the list {name:?} names no person now"),
        _ => "nobody: no person of this kind has this key, or they no longer count as one (`only`, `where`, `erased`, `same_as`)"
            .to_owned(),
    })
}

/// Tells why a run did not come to its end, and what to do.
fn halted(halt: &Halt, nobody: &str) -> ExitCode {
    let taken = |by: &str| format!("not begun: another run {by}. Ask again when it has ended.");
    tell(&match halt {
        Halt::Refused(failure) => return refuse(failure, nobody),
        Halt::StoreTaken => taken("makes letters over this store"),
        Halt::FolderTaken => taken("writes to this folder"),
        Halt::CutOff(failure, done) => {
            let Report { made, reset, letters, .. } = **done;
            format!(
                "not finished: {made} accounts made, {reset} reset, {letters} letters of each sort written; then: {}. Mend \
                 this and ask for the same again: what is done stays done.",
                why(failure)
            )
        }
    });
    ExitCode::from(NOT_FINISHED)
}

fn tell_of(report: &Report, as_json: bool) {
    if as_json {
        say(&json!(report).to_string());
        return;
    }
    say(&format!("Accounts: {} made, {} reset, {} there before.", report.made, report.reset, report.had));
    say(&format!("Letters: {0} with names, {0} with passwords.", report.letters));
    let notes = [
        (report.refused, "left out: disabled or erased"),
        (report.gone, "without a letter: no longer in the business database"),
        (
            report.earlier,
            "letters of each sort were written before this run was cut off, where it wrote them",
        ),
        (report.replaced, "letters whose password was replaced or used meanwhile: it opens nothing any more"),
        (
            report.waiting_elsewhere,
            "letters wait for a run that was cut off: ask for what was asked for then, or for new passwords",
        ),
        (report.without_address, "of the letters without a postal address"),
        (report.odd_signs, "of the letters with signs that cannot be printed: see to them by hand"),
    ];
    for (count, what) in notes.into_iter().filter(|(count, _)| *count > 0) {
        say(&format!("{count} {what}."));
    }
    if report.files.len() <= 20 {
        report.files.iter().for_each(|file| say(&file.display().to_string()));
    }
}

/// One line of progress on standard error: how many, how fast, how long still.
#[derive(Default)]
struct Line(Mutex<Option<(&'static str, Instant)>>);

impl Line {
    fn show(&self, progress: Progress) {
        let (what, done, all) = match progress {
            Progress::Accounts(done, all) => ("accounts", done, all),
            Progress::Letters(done, all) => ("letters", done, all),
            Progress::Passwords(done, all) => ("passwords wiped", done, all),
        };
        let mut state = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let began = match *state {
            Some((known, began)) if known == what => began,
            _ => Instant::now(),
        };
        *state = Some((what, began));
        let seconds = began.elapsed().as_secs();
        // In the first second nobody knows yet.
        let rate = done.checked_div(seconds).filter(|rate| *rate > 0);
        let pace = rate.map(|rate| format!(", {rate}/s, {} s left", (all - done) / rate)).unwrap_or_default();
        let _ = write!(std::io::stderr(), "\r{done} of {all} {what}{pace}   ");
    }

    fn end(&self) {
        if self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_some() {
            tell("");
        }
    }
}
