//! Sources held against real stores.

mod directory;
mod slapd;
mod sources;
mod taken;
