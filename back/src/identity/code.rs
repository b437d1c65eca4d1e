//! Codes that are read in a mail and typed by hand: 12 signs, 60 random bits.

use std::fmt;

use aws_lc_rs::hmac;
use vantail_shared::random::{Random, bytes};
use zeroize::Zeroizing;

/// Digits and capitals without those that look alike: 0 and O, 1 and I.
const ALPHABET: [u8; 32] = *b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Signs of a code.
const SIGNS: usize = 12;
/// Most characters that are looked at: the signs, and what people put between them.
const MOST: usize = 64;

/// A code in its normal form.
#[derive(Clone)]
pub(crate) struct Code(Zeroizing<String>);

impl Code {
    /// A new code.
    pub(crate) fn fresh(random: &dyn Random) -> Self {
        let drawn = Zeroizing::new(bytes::<SIGNS>(random));
        let signs = drawn.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(Zeroizing::new(signs.collect()))
    }

    /// Reads what was typed, in small or capital letters, with or without hyphens and blanks; nothing for what cannot
    /// be a code.
    pub(crate) fn read(typed: &str) -> Option<Self> {
        if typed.len() > MOST {
            return None;
        }
        let between = |sign: &char| sign.is_whitespace() || "-‐‑‒–—".contains(*sign);
        let signs = typed.chars().filter(|sign| !between(sign)).map(|sign| sign.to_ascii_uppercase());
        let code = Zeroizing::new(signs.collect::<String>());
        let fits = code.len() == SIGNS && code.bytes().all(|sign| ALPHABET.contains(&sign));
        fits.then_some(Self(code))
    }

    /// As it is written for people: `ABCD-EFGH-JKLM`.
    pub(crate) fn shown(&self) -> Zeroizing<String> {
        let (first, rest) = self.0.split_at(SIGNS / 3);
        let (second, third) = rest.split_at(SIGNS / 3);
        Zeroizing::new(format!("{first}-{second}-{third}"))
    }

    /// What the store knows it by: a keyed hash, of no use for anything but `context`.
    pub(crate) fn mark(&self, key: &hmac::Key, context: &[u8]) -> hmac::Tag {
        let mut mark = hmac::Context::with_key(key);
        mark.update(context);
        mark.update(self.0.as_bytes());
        mark.sign()
    }
}

#[cfg(test)]
impl Code {
    /// The code that is made of these random bytes.
    pub(crate) fn of(drawn: [u8; SIGNS]) -> Self {
        let signs = drawn.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)]));
        Self(Zeroizing::new(signs.collect()))
    }
}

impl fmt::Debug for Code {
    /// Without its signs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_shared::random::SeededRandom;

    use super::*;

    #[test]
    fn what_cannot_be_a_code() {
        for typed in
            ["", "ABCD-EFGH-JKL", "ABCD-EFGH-JKLMN", "ABCD-EFGH-JKL0", "ABCD EFGH JKLé", &"A".repeat(9999)]
        {
            assert!(Code::read(typed).is_none(), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn a_code_is_read_however_it_is_typed(seed: u64, small: bool, between in "[ \t\u{a0}–-]{0,3}") {
            let code = Code::fresh(&SeededRandom::new(seed));
            let shown = code.shown();
            let typed = shown.replace('-', &between);
            let typed = if small { typed.to_lowercase() } else { typed };
            prop_assert_eq!(Code::read(&typed).unwrap().shown(), shown);
        }

        #[test]
        fn a_mark_is_good_for_one_code_in_one_context(seed: u64) {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
            let (one, two) = (Code::fresh(&SeededRandom::new(seed)), Code::fresh(&SeededRandom::new(!seed)));
            let mark = |code: &Code, context: &[u8]| code.mark(&key, context).as_ref().to_vec();
            prop_assert_eq!(mark(&one, b"here"), mark(&Code::read(&one.shown()).unwrap(), b"here"));
            prop_assert_ne!(mark(&one, b"here"), mark(&two, b"here"));
            prop_assert_ne!(mark(&one, b"here"), mark(&one, b"elsewhere"));
        }

        #[test]
        fn anything_may_be_typed(typed in ".{0,80}") {
            if let Some(code) = Code::read(&typed) {
                prop_assert_eq!(code.shown().len(), SIGNS + 2);
            }
        }
    }
}
