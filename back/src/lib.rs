//! The daemon next to the database: signs people in, answers pages and serves documents, over mutual TLS only.

pub mod business;
pub mod document;
pub mod handle;
pub mod identity;
pub mod map;
pub mod page;
pub mod query;
pub mod store;
