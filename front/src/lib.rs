//! The web tier: renders the portal, keeps nothing.

pub mod app;
pub mod config;

mod accept;
mod assets;
mod back;
mod cookies;
mod device;
mod document;
mod doors;
mod error;
mod format;
mod layers;
mod pages;
mod pool;
mod routes;
mod site;
mod texts;
mod visit;
