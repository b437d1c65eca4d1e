//! The daemon next to the database: signs people in, answers pages and serves documents, over mutual TLS only.

pub mod access;
pub mod app;
pub mod business;
pub mod checked;
pub mod commands;
pub mod config;
pub mod desk;
pub mod document;
pub mod draft;
pub mod explain;
pub mod handle;
pub mod identity;
pub mod journal;
pub mod mail;
pub mod map;
pub mod opened;
pub mod page;
pub mod people;
pub mod provision;
pub mod query;
pub(crate) mod seal;
pub mod server;
pub mod services;
pub mod store;
pub mod terms;
pub mod words;
