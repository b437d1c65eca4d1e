//! What `cargo run` starts: a sample organisation with its database, documents and data map, a PKI, and the pair as
//! real processes.

pub mod accounts;
pub mod arguments;
pub mod binaries;
pub mod child;
pub mod database;
pub mod documents;
pub mod fill;
pub mod folder;
pub mod french;
pub mod invited;
pub mod old_portal;
pub mod paper;
pub mod pki;
pub mod ports;
pub mod provider;
pub mod ready;
pub mod run;
pub mod sample;
pub mod settings;
pub mod told;
pub mod users;
