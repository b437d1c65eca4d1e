//! `vantail-back map explain`.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, ValueEnum};
use serde_json::json;
use vantail_shared::{call::Language, config::Faults};

use crate::{
    commands::output::{FOUND, USAGE, say, tell},
    config::Config,
    explain,
    map::DataMap,
};

#[derive(Debug, Args)]
pub(in crate::commands) struct Arguments {
    /// The configuration file of the back, which names the map.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
    /// One kind of person alone, by its name in the map.
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// The language of the sentences.
    #[arg(long, value_enum, default_value = "en")]
    language: Spoken,
    /// Print one JSON value.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Spoken {
    Fr,
    En,
}

pub(super) fn explain(arguments: &Arguments) -> ExitCode {
    let faults = Faults::new();
    let Some(config) = Config::read(&arguments.config, &faults) else {
        return fail(faults, USAGE);
    };
    let Some(map) = DataMap::load(&config.map, &faults) else {
        return fail(faults, FOUND);
    };
    let kinds: Vec<_> = map
        .kinds
        .iter()
        .filter(|kind| arguments.kind.as_ref().is_none_or(|asked| *asked == kind.id.value))
        .collect();
    if kinds.is_empty() {
        let known: Vec<&str> = map.kinds.iter().map(|kind| kind.id.value.as_str()).collect();
        tell(&format!("--kind: the map has no such kind of person; it has {}", known.join(", ")));
        return ExitCode::from(USAGE);
    }
    let language = match arguments.language {
        Spoken::Fr => Language::Fr,
        Spoken::En => Language::En,
    };
    let told: Vec<explain::Explanation> =
        kinds.iter().map(|kind| explain::explain(&map, kind, language)).collect();
    if arguments.json {
        let parts = |one: &explain::Explanation| -> Vec<serde_json::Value> {
            one.parts.iter().map(|part| json!({ "title": part.title, "sentences": part.sentences })).collect()
        };
        let value: Vec<_> = told
            .iter()
            .map(|one| json!({ "kind": one.kind, "title": one.title, "parts": parts(one) }))
            .collect();
        say(&json!(value).to_string());
    } else {
        let texts: Vec<String> = told.iter().map(ToString::to_string).collect();
        say(texts.join("\n").trim_end());
    }
    ExitCode::SUCCESS
}

fn fail(faults: Faults, status: u8) -> ExitCode {
    let lines: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    tell(&lines.join("\n"));
    ExitCode::from(status)
}
