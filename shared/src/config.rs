//! Reading TOML so that every mistake is told in one run, each with its place and a remedy.
//!
//! Both daemons' configurations and the data map are read through [`Section`]: it takes values by key, notes a
//! [`Fault`] for whatever is missing, of the wrong type or unknown, and goes on.

mod document;
mod fault;
mod section;

pub use document::{Document, Node, Table, Value};
pub use fault::{At, Fault, Faults, Spot};
pub use section::{Entry, Section, nearest};

use std::path::Path;

/// Reads a whole file of text for a [`Document`]; a missing or unreadable file is a fault.
pub fn read_file(path: &Path, faults: &Faults) -> Option<String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Some(text),
        Err(error) => {
            faults.note(
                &At::file(path),
                format!("cannot be read: {error}"),
                "name a readable file of UTF-8 text",
            );
            None
        }
    }
}
