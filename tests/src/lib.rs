//! A world of its own for each test: an organisation, certificates, the pair over real TLS, and those who use it.

#![expect(
    clippy::missing_panics_doc,
    clippy::unwrap_used,
    reason = "a test's helper panics when its world breaks"
)]

pub mod at_end;
pub mod authenticator;
pub mod awkward;
pub mod browser;
pub mod letters;
pub mod mails;
pub mod map_facts;
pub mod mariadb;
pub mod members;
pub mod oidc;
pub mod oracle;
pub mod organisation;
pub mod pair;
pub mod pki;
pub mod portal;
pub mod postgres;
pub mod processes;
pub mod proxy;
pub mod real;
pub mod round_trips;
pub mod s3;
pub mod server_user;
pub mod smtp;
pub mod until;
pub mod web;
pub mod wire;
