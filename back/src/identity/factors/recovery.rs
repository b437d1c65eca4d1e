//! Recovery codes: for whoever has lost the app. Each is good once; the store knows keyed hashes only.

use aws_lc_rs::hmac;
use vantail_shared::random::{Random, bytes};
use zeroize::Zeroizing;

/// How many there are at first.
pub(super) const COUNT: usize = 10;
/// 32 signs that cannot be taken for one another: 5 bits each.
const SIGNS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Signs of a code: 60 bits.
const LENGTH: usize = 12;

/// A new code as it is shown: `XXXX-XXXX-XXXX`.
pub(super) fn fresh(random: &dyn Random) -> Zeroizing<String> {
    let bytes = Zeroizing::new(bytes::<LENGTH>(random));
    let mut code = Zeroizing::new(String::with_capacity(LENGTH + 2));
    for (place, byte) in bytes.iter().enumerate() {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        code.push(char::from(SIGNS[usize::from(byte % 32)]));
    }
    code
}

/// The keyed hash of a code in whatever way it was typed; nothing for what is no code.
pub(super) fn hash(key: &hmac::Key, account: i64, typed: &str) -> Option<[u8; 32]> {
    if typed.len() > 64 {
        return None;
    }
    let plain: Zeroizing<Vec<u8>> = Zeroizing::new(
        typed
            .bytes()
            .filter(|byte| *byte != b'-' && !byte.is_ascii_whitespace())
            .map(|byte| byte.to_ascii_uppercase())
            .collect(),
    );
    if plain.len() != LENGTH || !plain.iter().all(|byte| SIGNS.contains(byte)) {
        return None;
    }
    let mut context = hmac::Context::with_key(key);
    context.update(&account.to_be_bytes());
    context.update(&plain);
    context.sign().as_ref().try_into().ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_shared::random::SystemRandom;

    use super::*;

    proptest! {
        #[test]
        fn a_code_is_known_however_it_is_typed(account: i64, other: i64) {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &[1; 32]);
            let code = fresh(&SystemRandom);
            let known = hash(&key, account, &code);
            prop_assert!(known.is_some());
            prop_assert_eq!(hash(&key, account, &format!("  {} ", code.to_lowercase().replace('-', " "))), known);
            prop_assert_eq!(hash(&key, other, &code) == known, other == account);
            prop_assert!(hash(&key, account, &fresh(&SystemRandom)) != known);
        }

        #[test]
        fn whatever_is_no_code_has_no_hash(text in ".{0,100}") {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &[1; 32]);
            let signs = text.chars().filter(|c| *c != '-' && !c.is_whitespace()).count();
            prop_assert!(hash(&key, 1, &text).is_none() || signs == LENGTH);
        }
    }
}
