//! What needs the pair. One program, so that it is linked once.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod accounts;
mod asking;
mod bad_input;
mod certificates;
mod contract;
mod contract_steps;
mod database_tls;
mod demo;
mod dependencies;
mod dialects;
mod documented_roles;
mod documents;
mod drafts;
mod failover;
mod federation;
mod floods;
mod imports;
mod large_cells;
mod leaks;
mod letters;
mod mails;
mod map_commands;
mod outages;
mod pages;
mod people;
mod people_stories;
mod promises;
mod real;
mod real_data;
mod real_maps;
mod row_security;
mod schema_changes;
mod schema_keys;
mod schema_rights;
mod sessions;
mod slow_readers;
mod stores;
mod stories;
