//! Codes of an app (TOTP, RFC 6238): six digits out of a shared key and the time, by HMAC-SHA-1, the only kind that every
//! app knows.

use aws_lc_rs::{constant_time::verify_slices_are_equal, hmac};
use data_encoding::BASE32_NOPAD;
use vantail_shared::random::{Random, bytes};
use zeroize::Zeroizing;

/// Bytes of a key: as RFC 4226, section 4, recommends.
const KEY: usize = 20;
/// Seconds for which a code stands.
const STEP: i64 = 30;
/// Steps before and after the present one whose codes are taken, for clocks that are not quite right.
const DRIFT: i64 = 1;
const DIGITS: usize = 6;

/// The key that the app and the store share.
#[derive(Clone)]
pub(crate) struct TotpKey(Zeroizing<[u8; KEY]>);

impl TotpKey {
    /// A new key.
    pub(crate) fn fresh(random: &dyn Random) -> Self {
        Self(Zeroizing::new(bytes(random)))
    }

    /// A key as it was stored.
    pub(crate) fn from_bytes(key: &[u8]) -> Option<Self> {
        key.try_into().ok().map(|key| Self(Zeroizing::new(key)))
    }

    /// A key as people type it: base32 in any case, with blanks.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        let plain: Zeroizing<String> =
            Zeroizing::new(text.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_uppercase()).collect());
        Self::from_bytes(&Zeroizing::new(BASE32_NOPAD.decode(plain.as_bytes()).ok()?))
    }

    /// For the store.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_ref()
    }

    /// The step that this code stands for: near `now`, and after the one that was `used` last. Every candidate is
    /// compared, in constant time.
    pub(crate) fn step(&self, code: &str, now: i64, used: i64) -> Option<i64> {
        let code = digits(code)?;
        let present = now.div_euclid(STEP);
        let mut found = None;
        for step in present - DRIFT..=present + DRIFT {
            let right = verify_slices_are_equal(self.code(step).as_bytes(), code.as_bytes()).is_ok();
            if right && step > used {
                found = Some(step);
            }
        }
        found
    }

    /// The code of the step that holds `now`.
    pub(crate) fn code_at(&self, now: i64) -> String {
        self.code(now.div_euclid(STEP))
    }

    /// RFC 4226, section 5.3.
    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, self.as_bytes());
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let offset = tag.last().map_or(0, |last| usize::from(last & 0xf));
        let number =
            tag[offset..offset + 4].iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:0DIGITS$}", (number & 0x7fff_ffff) % 1_000_000)
    }

    /// In groups of four, for typing.
    pub(crate) fn text(&self) -> Zeroizing<String> {
        let plain = Zeroizing::new(BASE32_NOPAD.encode(self.as_bytes()));
        let groups: Vec<&str> =
            (0..plain.len()).step_by(4).map(|at| &plain[at..(at + 4).min(plain.len())]).collect();
        Zeroizing::new(groups.join(" "))
    }

    /// What an app reads from the QR code (Key URI Format).
    pub(crate) fn uri(&self, issuer: &str, login: &str) -> Zeroizing<String> {
        let secret = Zeroizing::new(BASE32_NOPAD.encode(self.as_bytes()));
        let (issuer, login) = (percent(issuer), percent(login));
        Zeroizing::new(format!("otpauth://totp/{issuer}:{login}?secret={}&issuer={issuer}", *secret))
    }
}

/// Whether somebody meant this as a code of an app: six digits, blanks aside.
pub(crate) fn is_code(typed: &str) -> bool {
    digits(typed).is_some()
}

fn digits(typed: &str) -> Option<String> {
    if typed.len() > 64 {
        return None;
    }
    let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    (code.len() == DIGITS && code.bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests;
