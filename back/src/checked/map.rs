//! The data map alone, held against the live database: what `map check` tells.

use std::{fmt, path::Path};

use vantail_shared::config::{Fault, Faults};

use super::{business, check_map, found::Found};
use crate::{config::Config, map::DataMap};

/// What a look at the map has found.
#[derive(Debug)]
pub struct MapFindings {
    /// Mistakes, by place.
    pub faults: Vec<Fault>,
    /// What deserves a look and keeps nothing from going on.
    pub warnings: Vec<Fault>,
    /// A database that does not answer now.
    pub away: Vec<Fault>,
    /// Whether the configuration itself is wrong, so that the map could not be looked at.
    pub is_misconfigured: bool,
}

impl MapFindings {
    /// Reads the configuration, then the map and the database that it names. `strict` makes the map strict whatever it
    /// says. Changes nothing anywhere.
    pub async fn look(config: &Path, strict: bool) -> Self {
        let found = Found::default();
        let read = Config::read(config, &found.faults);
        let is_misconfigured = read.is_none() || !found.faults.is_empty();
        if let Some(config) = read.filter(|_| !is_misconfigured) {
            Self::of(&config, strict, &found).await;
        }
        let (faults, warnings) = found.faults.into_lists();
        Self { faults, warnings, away: found.away.into_sorted(), is_misconfigured }
    }

    async fn of(config: &Config, strict: bool, found: &Found) {
        let faults: &Faults = &found.faults;
        let map = DataMap::load(&config.map, faults);
        if let (Some(mut map), Some(business)) = (map, business(config, faults)) {
            map.strict |= strict;
            check_map(map, &business, config, found).await;
        }
    }
}

impl fmt::Display for MapFindings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in self.faults.iter().chain(&self.away) {
            writeln!(f, "{fault}")?;
        }
        if !self.warnings.is_empty() {
            writeln!(f, "Worth a look:")?;
            for warning in &self.warnings {
                writeln!(f, "{warning}")?;
            }
        }
        let count = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        let warnings = count(self.warnings.len(), "warning");
        match (self.faults.len(), self.away.is_empty()) {
            (0, false) => write!(f, "The database is away: the map was not held against it. Try again."),
            (0, true) if self.warnings.is_empty() => write!(f, "The data map is good."),
            (0, true) => write!(f, "The data map is good; {warnings}."),
            (faults, _) => write!(f, "{}, {warnings}.", count(faults, "mistake")),
        }
    }
}
