//! What an authenticator says about itself (`WebAuthn`, section 6.1).

use super::{cbor, public_key::PublicKey};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const BACKUP_ELIGIBLE: u8 = 0x08;
const BACKED_UP: u8 = 0x10;
const CREDENTIAL: u8 = 0x40;
const EXTENSIONS: u8 = 0x80;
/// Longest id of a credential, in bytes (`WebAuthn`, section 7.1, step 25).
const LONGEST_ID: usize = 1023;

/// Authenticator data.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    /// SHA-256 of the relying party's id.
    pub(super) relying_party: &'a [u8; 32],
    /// The person was verified, by a PIN or a finger, not only present.
    pub(super) verified: bool,
    pub(super) counter: u32,
    /// At registration.
    pub(super) credential: Option<Credential<'a>>,
}

/// A new credential.
#[derive(Debug)]
pub(super) struct Credential<'a> {
    pub(super) id: &'a [u8],
    /// A `COSE_Key` that can be used.
    pub(super) key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    /// Reads all of `bytes`; nothing when a part is missing or too much, or when nobody was there.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (relying_party, rest) = bytes.split_first_chunk::<32>()?;
        let ([flags], rest) = rest.split_first_chunk::<1>()?;
        let (counter, mut rest) = rest.split_first_chunk::<4>()?;
        let is = |flag| flags & flag != 0;
        if !is(PRESENT) || (is(BACKED_UP) && !is(BACKUP_ELIGIBLE)) {
            return None;
        }
        let mut credential = None;
        if is(CREDENTIAL) {
            let (_model, after) = rest.split_first_chunk::<16>()?;
            let (length, after) = after.split_first_chunk::<2>()?;
            let length = usize::from(u16::from_be_bytes(*length));
            let (id, after) =
                after.split_at_checked(length).filter(|_| (1..=LONGEST_ID).contains(&length))?;
            let (_, length) = PublicKey::read(after)?;
            let (key, after) = after.split_at_checked(length)?;
            credential = Some(Credential { id, key });
            rest = after;
        }
        let whole = if is(EXTENSIONS) { cbor::is_map(rest) } else { rest.is_empty() };
        let counter = u32::from_be_bytes(*counter);
        whole.then_some(Self { relying_party, verified: is(VERIFIED), counter, credential })
    }
}
