//! `vantail-back map draft`.

use std::{path::PathBuf, process::ExitCode};

use clap::Args;
use serde_json::json;
use vantail_shared::config::Faults;

use crate::{
    business::Business,
    commands::output::{NOT_FINISHED, USAGE, say, tell},
    config::Config,
    draft,
    map::TableName,
};

#[derive(Debug, Args)]
pub(in crate::commands) struct Arguments {
    /// The configuration file of the back, which names the database. The map that it names need not be there yet.
    #[arg(long, value_name = "FILE", required_unless_present = "database", conflicts_with = "database")]
    config: Option<PathBuf>,
    /// The database itself, before there is a configuration: `sqlite:PATH`, `postgres://user@host/database` or
    /// `mysql://user@host/database`. Others on this machine may see it: keep passwords in a configuration.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// The tables that hold persons, as the map writes them, when you know better: person, sales.customer.
    #[arg(long, value_name = "TABLE", num_args = 1..)]
    persons: Vec<String>,
    /// Print one JSON value: the map as a text, and what was found.
    #[arg(long)]
    json: bool,
}

pub(super) async fn draft(arguments: &Arguments) -> ExitCode {
    let business = match open(arguments) {
        Ok(business) => business,
        Err(problem) => {
            tell(&problem);
            return ExitCode::from(USAGE);
        }
    };
    let Ok(persons) =
        arguments.persons.iter().map(|name| name.parse()).collect::<Result<Vec<TableName>, ()>>()
    else {
        tell(
            "--persons: write table or schema.table, with double quotes around a name that holds odd characters",
        );
        return ExitCode::from(USAGE);
    };
    let draft = match draft::draft(&business, &persons).await {
        Ok(draft) => draft,
        Err(failure) => {
            tell(&format!("the tables cannot be read: {}", failure.explain()));
            return ExitCode::from(if Business::may_pass(&failure) { NOT_FINISHED } else { USAGE });
        }
    };
    for asked in persons.iter().filter(|asked| draft.kinds.iter().all(|kind| kind.table != **asked)) {
        tell(&format!("--persons: {asked} is no table with a key and a name of somebody; it was left out"));
    }
    if arguments.json {
        let names = |list: &[draft::person::Candidate]| -> Vec<String> {
            list.iter().map(|one| one.table.to_string()).collect()
        };
        let value = json!({
            "map": draft.to_toml(), "persons": names(&draft.kinds), "perhaps": names(&draft.others),
            "tables": draft.tables.len(), "pages": draft.pages.len(),
        });
        say(&value.to_string());
    } else {
        say(draft.to_toml().trim_end());
    }
    if draft.kinds.is_empty() {
        tell("No table of persons was found: name it with --persons TABLE.");
        return ExitCode::from(crate::commands::output::FOUND);
    }
    ExitCode::SUCCESS
}

/// The database of the configuration or of the call.
fn open(arguments: &Arguments) -> Result<Business, String> {
    if let Some(url) = &arguments.database {
        return Business::open(url).map_err(|error| format!("--database: {error}"));
    }
    let faults = Faults::new();
    let config = arguments.config.as_deref().and_then(|path| Config::read(path, &faults));
    let text = |faults: Faults| {
        let lines: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
        lines.join("\n")
    };
    let Some(config) = config else { return Err(text(faults)) };
    Business::open(&config.business.value).map_err(|error| format!("{}: {error}", config.business.at))
}
