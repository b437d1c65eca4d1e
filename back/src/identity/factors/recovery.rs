//! Recovery codes: for whoever has lost the app. Each is good once; the store knows keyed hashes only.

use aws_lc_rs::hmac;
use vantail_shared::random::Random;
use zeroize::Zeroizing;

use crate::identity::code::Code;

/// How many there are at first.
pub(super) const COUNT: usize = 10;

/// A new code as it is shown.
pub(super) fn fresh(random: &dyn Random) -> Zeroizing<String> {
    Code::fresh(random).shown()
}

/// The keyed hash of a code in whatever way it was typed; nothing for what is no code.
pub(super) fn hash(key: &hmac::Key, account: i64, typed: &str) -> Option<[u8; 32]> {
    Code::read(typed)?.mark(key, &account.to_be_bytes()).as_ref().try_into().ok()
}
