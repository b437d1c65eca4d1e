//! A small map and its database for tests.

use std::path::Path;

use vantail_shared::config::Faults;

use super::DataMap;

/// A map over [`SCHEMA`].
pub(crate) const MAP: &str = include_str!("samples/map.toml");

/// Its tables.
pub(crate) const SCHEMA: &str = include_str!("samples/schema.sql");

/// Reads a map that must be without fault.
pub(crate) fn map(text: &str) -> DataMap {
    let faults = Faults::new();
    let map = DataMap::parse(Path::new("map.toml"), text, &faults);
    let told: Vec<String> = faults.into_sorted().iter().map(ToString::to_string).collect();
    map.unwrap_or_else(|| panic!("{told:#?}"))
}
