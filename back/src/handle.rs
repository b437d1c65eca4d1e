//! Sealed handles: the only names of rows that leave the back.
//!
//! A handle is authenticated encryption (AES-256-GCM-SIV) of a row's key under a key that is derived for one session
//! from a secret of the store. It opens in that session, for the action it was made for, until its end, and nowhere
//! else. Whoever cannot open a handle learns nothing, not even whether it was ever one.

use std::sync::Arc;

use aws_lc_rs::{
    aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey},
    hmac,
};
use data_encoding::BASE64URL_NOPAD;
use vantail_shared::{clock::Clock, random::Random};
use zeroize::Zeroizing;

use crate::identity::SessionId;

/// Longest handle that is looked at, in characters.
const MAX_HANDLE: usize = 4096;
const NONCE: usize = 12;

/// What a handle may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Action {
    /// Opening a document.
    Document = 1,
    /// Showing another part of a page.
    Part = 2,
    /// Ending a session of the same account.
    EndSession = 3,
    /// Showing one row of a page.
    Row = 4,
    /// Looking for words in all pages.
    Search = 5,
    /// Showing another part of the things of a group.
    Group = 6,
    /// Seeing a person's account and helping with it.
    Person = 7,
    /// Looking for persons.
    People = 8,
    /// Taking a passkey away.
    Passkey = 16,
}

/// Seals and opens handles.
#[derive(Debug, Clone)]
pub struct Handles {
    secret: Arc<hmac::Key>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    /// Seconds that a handle lives at the most: no longer than a session can.
    lifetime: i64,
}

impl Handles {
    /// `secret` is the store's, so that all backs over one store open each other's handles.
    pub fn new(secret: &[u8; 32], lifetime: i64, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self { secret: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, secret)), clock, random, lifetime }
    }

    /// Makes a handle for `row`, bound to the session and the action.
    ///
    /// # Errors
    /// The cipher refuses: only a row beyond all bounds can bring that about.
    pub fn seal(&self, session: &SessionId, action: Action, row: &[String]) -> Result<String, SealError> {
        let key = self.session_key(session)?;
        let nonce: [u8; NONCE] = vantail_shared::random::bytes(self.random.as_ref());
        let mut body = encode(self.clock.now().saturating_add(self.lifetime), row);
        let aad = Aad::from([action as u8]);
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), aad, &mut body)
            .map_err(|_| SealError)?;
        let mut handle = nonce.to_vec();
        handle.extend(body);
        Ok(BASE64URL_NOPAD.encode(&handle))
    }

    /// Opens a handle: the row that it was made for, or nothing.
    pub fn open(&self, session: &SessionId, action: Action, handle: &str) -> Option<Vec<String>> {
        if handle.len() > MAX_HANDLE {
            return None;
        }
        let bytes = BASE64URL_NOPAD.decode(handle.as_bytes()).ok()?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let key = self.session_key(session).ok()?;
        let body = key.open_in_place(nonce, Aad::from([action as u8]), &mut sealed).ok()?;
        let (ends, row) = decode(body)?;
        (self.clock.now() < ends).then_some(row)
    }

    fn session_key(&self, session: &SessionId) -> Result<LessSafeKey, SealError> {
        let derived = hmac::sign(&self.secret, session.as_bytes());
        let key = UnboundKey::new(&AES_256_GCM_SIV, derived.as_ref()).map_err(|_| SealError)?;
        Ok(LessSafeKey::new(key))
    }
}

/// A handle could not be made.
#[derive(Debug, thiserror::Error)]
#[error("a handle could not be sealed")]
pub struct SealError;

/// End of life (8 bytes), then each part of the row as length (2 bytes) and text.
fn encode(ends: i64, row: &[String]) -> Vec<u8> {
    let mut body = ends.to_be_bytes().to_vec();
    for part in row {
        let length = u16::try_from(part.len()).unwrap_or(u16::MAX);
        body.extend(length.to_be_bytes());
        body.extend(&part.as_bytes()[..usize::from(length)]);
    }
    body
}

fn decode(body: &[u8]) -> Option<(i64, Vec<String>)> {
    let (ends, mut rest) = body.split_first_chunk::<8>()?;
    let mut row = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (part, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        row.push(String::from_utf8(part.to_vec()).ok()?);
        rest = after;
    }
    Some((i64::from_be_bytes(*ends), row))
}

#[cfg(test)]
mod tests;
