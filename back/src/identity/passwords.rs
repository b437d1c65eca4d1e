//! Password hashes: argon2id in a pool of its own threads, so that a storm of sign-ins takes neither the memory nor the
//! processor time that pages need.

mod cost;
mod hasher;
mod pool;

pub use cost::{CostError, PasswordCost};
pub(super) use hasher::is_readable;
pub use pool::{PasswordPool, PoolRules};

/// Longest password that is looked at, in characters.
pub(super) const MOST_CHARACTERS: u32 = 128;
/// Longest password that is looked at, in bytes.
const MOST_BYTES: usize = 512;

/// Whether a password is short enough to be hashed. It is never cut.
pub(super) fn is_bounded(password: &str) -> bool {
    password.len() <= MOST_BYTES && password.chars().count() <= MOST_CHARACTERS as usize
}

#[cfg(test)]
mod tests;
