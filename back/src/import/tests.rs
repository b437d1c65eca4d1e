//! Sources held against real stores.

mod sources;
mod taken;
