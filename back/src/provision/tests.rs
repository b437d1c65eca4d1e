//! Runs over a real store and a real business database; what is killed in between is a process of its own elsewhere.

mod desk;
mod runs;
pub(crate) mod world;
