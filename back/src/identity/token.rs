//! Session tokens: 256 random bits for the browser, their hash for the store.

use aws_lc_rs::{
    digest::{SHA256, digest},
    hmac,
};
use data_encoding::BASE64URL_NOPAD;
use vantail_shared::random::{Random, bytes};
use zeroize::Zeroizing;

use super::SessionId;

/// Bytes of a token, and characters of its base64url form.
const BYTES: usize = 32;
const CHARACTERS: usize = 43;

/// A new token.
pub(super) fn fresh(random: &dyn Random) -> Zeroizing<String> {
    let token = Zeroizing::new(bytes::<BYTES>(random));
    Zeroizing::new(BASE64URL_NOPAD.encode(token.as_ref()))
}

/// The token of the session that an entry becomes: another, and always the same, so that whoever ends the entry twice
/// with the same proof gets the same answer. Without our key nobody can tell it from the entry's.
pub(super) fn follow(key: &hmac::Key, entry: &str) -> Zeroizing<String> {
    let mut context = hmac::Context::with_key(key);
    context.update(b"session");
    context.update(entry.as_bytes());
    Zeroizing::new(BASE64URL_NOPAD.encode(context.sign().as_ref()))
}

/// The session that a token opens, were it one of ours: nothing for what has not the form of a token.
pub(super) fn session(token: &str) -> Option<SessionId> {
    if token.len() != CHARACTERS {
        return None;
    }
    let token = Zeroizing::new(BASE64URL_NOPAD.decode(token.as_bytes()).ok()?);
    digest(&SHA256, &token).as_ref().try_into().ok().map(SessionId)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_shared::random::SystemRandom;

    use super::*;

    #[test]
    fn a_token_names_one_session() {
        let (one, two) = (fresh(&SystemRandom), fresh(&SystemRandom));
        assert_eq!(one.len(), CHARACTERS);
        assert!(session(&one).is_some());
        assert_eq!(session(&one), session(&one));
        assert_ne!(session(&one), session(&two));
    }

    proptest! {
        #[test]
        fn anything_else_is_no_token(text in ".{0,60}") {
            prop_assert!(session(&text).is_none() || text.len() == CHARACTERS);
        }
    }
}
