//! Initial passwords wait for their letters sealed: a copy of the table alone tells nothing.

use std::{fmt, sync::Arc};

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use vantail_shared::{
    failure::Failure,
    random::{Random, bytes},
};
use zeroize::Zeroizing;

const NONCE: usize = 12;

/// Seals passwords for their accounts.
#[derive(Clone)]
pub(super) struct Seal(Arc<LessSafeKey>);

impl fmt::Debug for Seal {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// `secret` is the store's: what one process seals, another opens.
    pub(super) fn new(secret: &[u8; 32]) -> Result<Self, Failure> {
        let key = UnboundKey::new(&AES_256_GCM_SIV, secret);
        let key = key.map_err(|_| Failure::internal("a key of another length"))?;
        Ok(Self(Arc::new(LessSafeKey::new(key))))
    }

    /// Seals the password of an account.
    pub(super) fn seal(&self, account: i64, password: &str, random: &dyn Random) -> Result<Vec<u8>, Failure> {
        let nonce: [u8; NONCE] = bytes(random);
        // Grown in place, so that the clear text is nowhere left behind.
        let mut body = Vec::with_capacity(password.len() + self.0.algorithm().tag_len());
        body.extend_from_slice(password.as_bytes());
        let aad = Aad::from(account.to_be_bytes());
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)
            .map_err(|_| Failure::internal("a password cannot be sealed"))?;
        Ok([&nonce[..], &body].concat())
    }

    /// Opens the password of an account.
    pub(super) fn open(&self, account: i64, sealed: &[u8]) -> Result<Zeroizing<String>, Failure> {
        self.opened(account, sealed).ok_or_else(|| Failure::internal("a sealed password does not open"))
    }

    fn opened(&self, account: i64, sealed: &[u8]) -> Option<Zeroizing<String>> {
        let (nonce, body) = sealed.split_at_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = Zeroizing::new(body.to_vec());
        let clear = self.0.open_in_place(nonce, Aad::from(account.to_be_bytes()), &mut body).ok()?;
        std::str::from_utf8(clear).ok().map(|clear| Zeroizing::new(clear.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use vantail_shared::random::SystemRandom;

    use super::*;

    #[test]
    fn a_password_opens_for_its_own_account_alone() {
        let seal = Seal::new(&[1; 32]).unwrap();
        let sealed = seal.seal(7, "secret", &SystemRandom).unwrap();
        assert_eq!(*seal.open(7, &sealed).unwrap(), "secret");
        assert!(seal.open(8, &sealed).is_err() && seal.open(7, &sealed[..9]).is_err());
        assert!(Seal::new(&[2; 32]).unwrap().open(7, &sealed).is_err());
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
    }
}
