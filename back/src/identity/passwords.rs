//! Password hashes: argon2id in a pool of its own threads, so that a storm of sign-ins takes neither the memory nor the
//! processor time that pages need.

mod cost;
mod hasher;
mod pool;

pub use cost::{CostError, PasswordCost};
pub(super) use hasher::is_readable;
pub use pool::{PasswordPool, PoolRules};

use vantail_proto::portal::{Rule, rule::Kind};

/// Shortest password that may be chosen, in characters.
const LEAST_CHARACTERS: u32 = 12;
/// Longest password that is looked at, in characters.
const MOST_CHARACTERS: usize = 128;
/// Longest password that is looked at, in bytes.
const MOST_BYTES: usize = 512;

/// Whether a password is short enough to be hashed. It is never cut.
pub(super) fn is_bounded(password: &str) -> bool {
    password.len() <= MOST_BYTES && password.chars().count() <= MOST_CHARACTERS
}

/// The rules for a new password.
pub(super) fn rules() -> Vec<Rule> {
    let longest = u32::try_from(MOST_CHARACTERS).unwrap_or(u32::MAX);
    let rule = |kind: Kind, number| Rule { kind: kind.into(), number };
    vec![rule(Kind::Length, LEAST_CHARACTERS), rule(Kind::Longest, longest)]
}

/// The rules that a password does not meet.
pub(super) fn unmet(password: &str) -> Vec<Rule> {
    let characters = password.chars().count();
    let mut unmet = rules();
    unmet.retain(|rule| match rule.kind() {
        Kind::Length => u32::try_from(characters).is_ok_and(|characters| characters < rule.number),
        _ => !is_bounded(password),
    });
    unmet
}

#[cfg(test)]
mod tests;
