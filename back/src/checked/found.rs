//! What keeps a back from starting: mistakes, which somebody has to mend, and databases that are away, which may come
//! back by themselves.

use std::fmt;

use vantail_shared::config::{Fault, Faults};

/// What one run has found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) faults: Faults,
    pub(super) away: Faults,
}

impl Found {
    /// What was opened, when nothing was found.
    pub(super) fn conclude<T>(self, opened: Option<T>) -> Result<T, NotOpen> {
        let not_open = NotOpen { faults: self.faults.into_sorted(), away: self.away.into_sorted() };
        match opened {
            Some(opened) if not_open.faults.is_empty() && not_open.away.is_empty() => Ok(opened),
            _ => Err(not_open),
        }
    }
}

/// Why nothing was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotOpen {
    /// Mistakes, sorted by place.
    pub faults: Vec<Fault>,
    /// Databases that do not answer now; nothing that is written is known to be wrong.
    pub away: Vec<Fault>,
}

impl NotOpen {
    /// Whether the same may be tried again with hope.
    pub fn may_pass(&self) -> bool {
        self.faults.is_empty()
    }
}

impl fmt::Display for NotOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in self.faults.iter().chain(&self.away) {
            writeln!(f, "{fault}")?;
        }
        match self.faults.len() {
            0 => write!(f, "A database is away; nothing was started. Try again."),
            1 => write!(f, "1 mistake; nothing was started."),
            count => write!(f, "{count} mistakes; nothing was started."),
        }
    }
}
