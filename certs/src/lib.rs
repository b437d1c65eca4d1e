//! A small private PKI for the pair: one CA in one folder, short-lived certificates, renewal, revocation, and a change
//! of CA without an interruption.
//!
//! The folder holds `index.json` (what was issued; the truth), the CA's key files, and three things made from those:
//! `ca.pem` (what to trust), `crl.pem` (what is revoked) and `issued/<kind>-<name>/{cert.pem,key.pem}`.

mod authority;
pub mod command;
mod crl;
mod error;
mod files;
mod index;
mod profile;
mod subject;

pub use authority::{Authority, AuthorityLeft, Issued, Listing, Row};
pub use error::Error;
pub use files::write_atomically;
pub use subject::{Kind, Subject};

/// Seconds in a day: every lifetime here is counted in days.
pub(crate) const DAY: i64 = 86_400;

/// How long a certificate lives where nothing else is said, in days.
pub const DEFAULT_DAYS: u32 = 30;

/// The longest life of an issued certificate, in days: what browsers accept of any server.
pub const MAX_DAYS: u32 = 397;

/// A certificate with fewer days left than this is a finding of `list`.
pub const WARN_DAYS: i64 = 7;
