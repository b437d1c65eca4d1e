//! Only what must be the same on both machines.

pub mod call;
pub mod clock;
pub mod config;
pub mod failure;
pub mod lifecycle;
pub mod ops;
pub mod piece;
pub mod random;
pub mod runtime;
pub mod telemetry;
pub mod tls;
