//! Asking a database for its own shape.

pub(super) mod mariadb;
pub(super) mod postgres;
pub(super) mod sqlite;
