//! Browsers that are known: 256 random bits in a cookie of their own, which say "the owner has signed in here before"
//! and nothing else.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use vantail_shared::random::{Random, bytes};
use zeroize::Zeroizing;

const BYTES: usize = 32;

/// What a browser's own cookie holds.
#[derive(Clone)]
pub struct Browser(Zeroizing<[u8; BYTES]>);

impl Browser {
    /// A browser that was never seen.
    pub(super) fn fresh(random: &dyn Random) -> Self {
        Self(Zeroizing::new(bytes(random)))
    }

    /// Reads the cookie: nothing for what has not its form.
    pub fn read(cookie: &str) -> Option<Self> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(cookie.as_bytes()).ok()?);
        bytes.as_slice().try_into().ok().map(|bytes| Self(Zeroizing::new(bytes)))
    }

    /// What the cookie is to hold.
    pub(super) fn cookie(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_ref()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_ref()
    }
}

impl fmt::Debug for Browser {
    /// Without its bits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Browser")
    }
}

#[cfg(test)]
mod tests {
    use vantail_shared::random::SeededRandom;

    use super::*;

    #[test]
    fn a_cookie_is_read_as_it_was_written_and_nothing_else_is_one() {
        let browser = Browser::fresh(&SeededRandom::new(1));
        let cookie = browser.cookie();
        assert_eq!(Browser::read(&cookie).unwrap().as_bytes(), browser.as_bytes());
        for other in ["", "é", &cookie[1..], &format!("{}A", cookie.as_str())] {
            assert!(Browser::read(other).is_none());
        }
    }
}
