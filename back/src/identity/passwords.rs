//! Password hashes: argon2id in a pool of its own threads, so that a storm of sign-ins takes neither the memory nor the
//! processor time that pages need.

mod cost;
mod hasher;
mod pool;

use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use zeroize::Zeroizing;

pub use cost::{CostError, PasswordCost};
pub(super) use hasher::{Verdict, is_readable};
pub use pool::{PasswordPool, PoolRules};

/// Longest password that is looked at, in characters.
pub(super) const MOST_CHARACTERS: u32 = 128;
/// Longest password that is looked at, in bytes.
const MOST_BYTES: usize = 512;

/// A password in the one form in which it is judged and hashed (NFC): how a keyboard composes its letters is no part of it.
/// The form of another system is made of what was typed.
pub(super) fn normal(password: Zeroizing<String>) -> Zeroizing<String> {
    if is_nfc(&password) {
        return password;
    }
    // Never longer than this (UAX #15, section 8): nothing is left behind by growing.
    let mut normal = Zeroizing::new(String::with_capacity(3 * password.len()));
    normal.extend(password.nfc());
    normal
}

/// Whether a password is short enough to be hashed. It is never cut.
pub(super) fn is_bounded(password: &str) -> bool {
    password.len() <= MOST_BYTES && password.chars().count() <= MOST_CHARACTERS as usize
}

#[cfg(test)]
mod tests;
