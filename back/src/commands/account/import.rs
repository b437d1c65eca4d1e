//! `vantail-back account import`.

use std::{fs::File, path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::json;
use vantail_shared::failure::{Code, Failure};

use super::{open, refuse};
use crate::{
    checked::Checked,
    commands::output::{FOUND, NOT_FINISHED, USAGE, say, tell},
    import::{Entries, ErasedAccounts, Options, Plan, Provider, csv},
};

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(in crate::commands) struct Arguments {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// A list in CSV.
    #[arg(long, value_name = "FILE", requires = "source", conflicts_with_all = ["ldap", "legacy"])]
    csv: Option<PathBuf>,
    /// What the list is called: accounts are kept in step with the list of the same name.
    #[arg(long, value_name = "NAME", requires = "csv")]
    source: Option<String>,
    /// A directory of the configuration: `[[sources]]`.
    #[arg(long, value_name = "NAME", conflicts_with = "legacy")]
    ldap: Option<String>,
    /// Passwords that another system kept of a kind of person: `[persons.KIND.legacy]` of the data map.
    #[arg(long, value_name = "KIND", required_unless_present_any = ["csv", "ldap"])]
    legacy: Option<String>,
    /// Tell what would be done, and do nothing.
    #[arg(long)]
    dry_run: bool,
    /// Enable disabled accounts whose owners are in the source again.
    #[arg(long)]
    enable_returners: bool,
    /// Refuse a source that lost more than so many of a hundred of its accounts.
    #[arg(long, value_name = "PERCENT", default_value = "20", value_parser = clap::value_parser!(u8).range(0..=100))]
    max_loss: u8,
    /// Take the source however many of its accounts go.
    #[arg(long)]
    force: bool,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

pub(super) async fn import(arguments: &Arguments) -> ExitCode {
    let checked = match open(&arguments.config).await {
        Ok(checked) => checked,
        Err(status) => return status,
    };
    if let Some(kind) = &arguments.legacy {
        return take_over(&checked, kind, arguments).await;
    }
    let (source, entries) = match entries(&checked, arguments).await {
        Ok(found) => found,
        Err(status) => return status,
    };
    let providers: Vec<Provider> = checked.config.providers.iter().map(Provider::from).collect();
    let ledger = ErasedAccounts(checked.provision.clone());
    let plan = match checked.provision.plan(&source, entries, &ledger, &providers).await {
        Ok(plan) => plan,
        Err(failure) => return refuse(&failure, ""),
    };
    let options = Options {
        enable_returners: arguments.enable_returners,
        max_loss: arguments.max_loss,
        force: arguments.force,
    };
    let (mut done, mut linked) = (None, 0);
    if !arguments.dry_run {
        match checked.provision.apply(&checked.outbox, &source, &plan, options).await {
            Ok(counts) => done = counts,
            Err(failure) => return refuse(&failure, ""),
        }
    }
    if done.is_some() {
        match checked.provision.link(&source, &plan).await {
            Ok(count) => linked = count,
            Err(failure) => return refuse(&failure, ""),
        }
    }
    let too_many = plan.loses_too_many(options);
    let planned = (plan.new_count() + plan.changed_count()) as u64;
    let missed = done.map_or(0, |[made, changed, ..]| planned.saturating_sub(made + changed));
    if arguments.json {
        let told = json!({
            "plan": plan, "done": done, "missed": missed, "linked": linked, "refused_loss": too_many
        });
        say(&told.to_string());
    } else {
        tell_of(&plan, done, linked, arguments);
    }
    if too_many {
        tell(&format!(
            "refused: {} of {} accounts would be disabled at once. Look at the source; --force takes it as it is.",
            plan.leavers.len(),
            plan.living
        ));
    }
    if missed > 0 {
        tell(&format!(
            "Entries not taken: {missed}. Somebody has changed those accounts, or taken the sign-in names, meanwhile. The \
             same command again tells which."
        ));
    }
    if too_many || missed > 0 || !plan.refused.is_empty() { ExitCode::from(FOUND) } else { ExitCode::SUCCESS }
}

/// What the source says, and the name that its accounts remember.
async fn entries(checked: &Checked, arguments: &Arguments) -> Result<(String, Entries), ExitCode> {
    let wrong = |problem: &str| {
        tell(problem);
        ExitCode::from(USAGE)
    };
    if let Some((path, name)) = arguments.csv.as_ref().zip(arguments.source.as_ref()) {
        let file = File::open(path).map_err(|error| wrong(&format!("--csv: {error}")))?;
        let entries = csv::read(file).map_err(|error| wrong(&format!("--csv: {error}")))?;
        return Ok((format!("csv: {name}"), entries));
    }
    let name = arguments.ldap.as_deref().unwrap_or_default();
    let source = checked.config.sources.iter().find(|source| source.name == name);
    let source = source.ok_or_else(|| wrong("--ldap: the configuration has no such table in [[sources]]"))?;
    let entries = source.directory.read().await.map_err(|away| {
        tell(&away.to_string());
        ExitCode::from(if away.may_pass() { NOT_FINISHED } else { USAGE })
    })?;
    Ok((format!("ldap: {name}"), entries))
}

fn tell_of(plan: &Plan, done: Option<[u64; 4]>, linked: u64, arguments: &Arguments) {
    say(&format!(
        "{} new, {} changed, {} unchanged.",
        plan.new_count(),
        plan.changed_count(),
        plan.unchanged
    ));
    say(&format!("{} left: their accounts are disabled, not deleted.", plan.leavers.len()));
    if !plan.withheld.is_empty() {
        let (gone, open) =
            (plan.withheld.len(), plan.refused.iter().filter(|refusal| refusal.keyless).count());
        say(&format!(
            "{gone} more are not in the source and stay as they are: {open} refused lines have no key that can be read, and \
             may be theirs. Nobody is disabled until these are mended, or left out of the source."
        ));
    }
    let returners = if arguments.enable_returners {
        "enabled"
    } else {
        "still disabled; --enable-returners enables them"
    };
    say(&format!("{} came back: {returners}.", plan.returners.len()));
    match (plan.link_count(), done) {
        (0, _) => {}
        (count, None) => say(&format!("{count} to be linked to a person at a provider.")),
        (count, Some(_)) => say(&format!("{linked} of {count} linked to a person at a provider.")),
    }
    for refusal in plan.refused.iter().take(50) {
        let keyless = if refusal.keyless { "; it has no key that can be read" } else { "" };
        say(&format!("line {}: not taken: {}{keyless}.", refusal.line, refusal.reason));
    }
    if plan.refused.len() > 50 {
        say(&format!("and {} more; --json tells all.", plan.refused.len() - 50));
    }
    match done {
        Some([made, changed, disabled, enabled]) => {
            say(&format!("Done: {made} made, {changed} changed, {disabled} disabled, {enabled} enabled."));
        }
        None => say("Nothing was done."),
    }
}

async fn take_over(checked: &Checked, kind: &str, arguments: &Arguments) -> ExitCode {
    let progress = |seen, total| tell(&format!("{seen} of {total} persons"));
    let report = match checked.provision.take_over(kind, arguments.dry_run, &progress).await {
        Ok(report) => report,
        Err(failure) if failure.code == Code::NotFound => {
            return refuse(
                &Failure::new(Code::NotFound),
                "the data map names no [persons.KIND.legacy] for this kind",
            );
        }
        Err(failure) => return refuse(&failure, ""),
    };
    if arguments.json {
        say(&json!(report).to_string());
    } else {
        let made = if arguments.dry_run { "would be taken over" } else { "taken over" };
        say(&format!("{} {made}, {} have an account.", report.made, report.had));
        for (reason, count) in &report.refused {
            say(&format!("{count} not taken: {reason}."));
        }
    }
    if report.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(FOUND) }
}
