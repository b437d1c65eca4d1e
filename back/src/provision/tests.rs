//! Runs over a real store and a real business database; what is killed in between is a process of its own elsewhere.

mod cut_off;
mod desk;
mod meanwhile;
mod runs;
pub(crate) mod world;
