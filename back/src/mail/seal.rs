//! Codes in the outbox are sealed: whoever reads the store alone, or a copy of it, reads no code.

use std::{fmt, sync::Arc};

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey},
    hmac,
};
use vantail_shared::{
    failure::Failure,
    random::{Random, bytes},
};
use zeroize::Zeroizing;

use crate::store::StoreError;

const NONCE: usize = 12;

/// Seals codes, and names mails after their causes.
#[derive(Clone)]
pub(super) struct Seal {
    key: Arc<LessSafeKey>,
    names: Arc<hmac::Key>,
}

impl fmt::Debug for Seal {
    /// Without the key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seal").finish_non_exhaustive()
    }
}

impl Seal {
    /// `secret` is the store's: what one back seals, another opens.
    pub(super) fn new(secret: &[u8; 32]) -> Result<Self, Failure> {
        let derive = |purpose: &[u8]| hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), purpose);
        let key = UnboundKey::new(&AES_256_GCM_SIV, derive(b"codes").as_ref());
        let key = key.map_err(|_| Failure::internal("a key of another length"))?;
        let names = hmac::Key::new(hmac::HMAC_SHA256, derive(b"names").as_ref());
        Ok(Self { key: Arc::new(LessSafeKey::new(key)), names: Arc::new(names) })
    }

    /// Seals a code for the mail of this cause.
    pub(super) fn seal(&self, cause: &str, code: &str, random: &dyn Random) -> Result<Vec<u8>, StoreError> {
        let nonce: [u8; NONCE] = bytes(random);
        // Grown in place, so that the clear text is nowhere left behind.
        let mut body = Vec::with_capacity(code.len() + self.key.algorithm().tag_len());
        body.extend_from_slice(code.as_bytes());
        let aad = Aad::from(cause.as_bytes());
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)
            .map_err(|_| StoreError::Row("a mail's code cannot be sealed"))?;
        Ok([&nonce[..], &body].concat())
    }

    /// Opens what was sealed for the mail of this cause.
    pub(super) fn open(&self, cause: &str, sealed: &[u8]) -> Option<Zeroizing<String>> {
        let (nonce, body) = sealed.split_at_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut body = Zeroizing::new(body.to_vec());
        let clear = self.key.open_in_place(nonce, Aad::from(cause.as_bytes()), &mut body).ok()?;
        std::str::from_utf8(clear).ok().map(|code| Zeroizing::new(code.to_owned()))
    }

    /// A name for the mail of this cause: the same whichever back sends it, and however often.
    pub(super) fn name(&self, cause: &str) -> String {
        data_encoding::HEXLOWER.encode(&hmac::sign(&self.names, cause.as_bytes()).as_ref()[..16])
    }
}

#[cfg(test)]
mod tests {
    use vantail_shared::random::SystemRandom;

    use super::*;

    #[test]
    fn a_code_opens_for_its_own_mail_only() {
        let (seal, other) = (Seal::new(&[1; 32]).unwrap(), Seal::new(&[2; 32]).unwrap());
        let sealed = seal.seal("cause/1", "7KQM-2222-9999", &SystemRandom).unwrap();
        assert_eq!(seal.open("cause/1", &sealed).as_deref().map(String::as_str), Some("7KQM-2222-9999"));
        assert!(seal.open("cause/2", &sealed).is_none());
        assert!(other.open("cause/1", &sealed).is_none());
        assert!(seal.open("cause/1", &sealed[..20]).is_none() && seal.open("cause/1", b"").is_none());
    }

    #[test]
    fn a_name_is_that_of_the_cause() {
        let seal = Seal::new(&[1; 32]).unwrap();
        assert_eq!(seal.name("cause/1"), seal.name("cause/1"));
        assert_ne!(seal.name("cause/1"), seal.name("cause/2"));
    }
}
