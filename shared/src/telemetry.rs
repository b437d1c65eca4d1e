//! Logs and metrics. What is logged holds no personal data: see the list in `docs/operating.md`.

use std::{
    io::IsTerminal as _,
    str::FromStr,
    sync::{Mutex, PoisonError},
};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{filter::Targets, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Human,
    /// One JSON object a line, UTC.
    Json,
}

impl FromStr for LogFormat {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        match word {
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

/// What a level may look like, for a message about one that does not.
pub const LEVEL: &str = "\"info\", or levels for parts such as \"vantail_back=debug,info\"";

/// Whether `text` says which lines are written: levels with commas between them, each for everything or for one part of
/// the program (`vantail_back=debug,info`).
pub fn is_level(text: &str) -> bool {
    // A lone word would pass as the name of a part: a misspelt level would silence everything else.
    let has_level = |part: &str| {
        let word = part.rsplit('=').next().unwrap_or(part);
        !word.is_empty() && word.parse::<LevelFilter>().is_ok()
    };
    text.split(',').all(has_level) && text.parse::<Targets>().is_ok()
}

/// Sends logs of this process to standard error. `level` is one by [`is_level`]; any other counts as `info`. A second
/// call changes nothing: tests run both daemons in one process.
pub fn init(format: LogFormat, level: &str) {
    let filter = level.parse().unwrap_or_else(|_| Targets::new().with_default(LevelFilter::INFO));
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    // An error means that logs go somewhere already.
    let _ = match format {
        LogFormat::Human => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
}

/// The metrics of this process; the first call installs the recorder.
///
/// # Errors
/// Another recorder is installed already.
pub fn metrics() -> Result<PrometheusHandle, metrics_exporter_prometheus::BuildError> {
    // Held over the installation: two daemons that start at once in one process share one recorder.
    static HANDLE: Mutex<Option<PrometheusHandle>> = Mutex::new(None);
    let mut handle = HANDLE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(handle) = &*handle {
        return Ok(handle.clone());
    }
    let installed = PrometheusBuilder::new().install_recorder()?;
    *handle = Some(installed.clone());
    Ok(installed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_told_from_words_that_would_silence_the_log() {
        for good in ["info", "WARN", "off", "vantail_back=debug,info", "vantail_back::page=trace"] {
            assert!(is_level(good), "{good}");
        }
        for bad in
            ["", ",", "nonsense", "nonsense===", "infos", "info,", "vantail_back=", "h2=loud", "=info=x"]
        {
            assert!(!is_level(bad), "{bad}");
        }
    }
}
