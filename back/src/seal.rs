//! What the store keeps for us and must not be read there: sealed with AES-256-GCM-SIV under a secret of the store.

use std::{fmt, sync::Arc};

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use vantail_shared::{failure::Failure, random::Random};
use zeroize::Zeroizing;

const NONCE: usize = 12;

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Seal(Arc<LessSafeKey>);

impl fmt::Debug for Seal {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// # Errors
    /// The cipher refuses the key: cannot be brought about.
    pub(crate) fn new(secret: &[u8; 32]) -> Result<Self, Failure> {
        let key = UnboundKey::new(&AES_256_GCM_SIV, secret).map_err(Failure::internal)?;
        Ok(Self(Arc::new(LessSafeKey::new(key))))
    }

    /// Seals `plain` for `context`: what it is, and whose. In another context it does not open.
    ///
    /// # Errors
    /// The cipher refuses: only a text beyond all bounds can bring that about.
    pub(crate) fn seal(&self, random: &dyn Random, context: &str, plain: &[u8]) -> Result<Vec<u8>, Failure> {
        let nonce: [u8; NONCE] = vantail_shared::random::bytes(random);
        // All the room at once: what grows leaves the clear text behind where it was.
        let mut body = Vec::with_capacity(plain.len() + self.0.algorithm().tag_len());
        body.extend_from_slice(plain);
        let aad = Aad::from(context.as_bytes());
        self.0
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)
            .map_err(Failure::internal)?;
        let mut sealed = nonce.to_vec();
        sealed.extend(body);
        Ok(sealed)
    }

    /// # Errors
    /// `Internal` for what was not sealed here, for this context.
    pub(crate) fn open(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let foreign = || Failure::internal("what the store holds was not sealed by it");
        let (nonce, body) = sealed.split_at_checked(NONCE).ok_or_else(foreign)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| foreign())?;
        let mut body = Zeroizing::new(body.to_vec());
        let plain = self.0.open_in_place(nonce, Aad::from(context.as_bytes()), &mut body);
        let length = plain.map_err(|_| foreign())?.len();
        body.truncate(length);
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use vantail_shared::random::SystemRandom;

    use super::*;

    proptest! {
        #[test]
        fn what_was_sealed_opens_in_its_context_alone(plain: Vec<u8>, flip: prop::sample::Index) {
            let seal = Seal::new(&[7; 32]).unwrap();
            let mut sealed = seal.seal(&SystemRandom, "totp 1", &plain).unwrap();
            let opened = seal.open("totp 1", &sealed).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
            prop_assert!(seal.open("totp 2", &sealed).is_err());
            prop_assert!(Seal::new(&[8; 32]).unwrap().open("totp 1", &sealed).is_err());
            let at = flip.index(sealed.len());
            sealed[at] ^= 1;
            prop_assert!(seal.open("totp 1", &sealed).is_err());
            prop_assert!(seal.open("totp 1", &sealed[..at]).is_err());
        }
    }
}
