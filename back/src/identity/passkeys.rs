//! Passkeys (`WebAuthn` level 3): as second factor, and as the only one where the authenticator verifies the person.
//!
//! No attestation is asked for: what kind of authenticator it is is the person's own affair.

mod authenticator;
mod cbor;
mod entry;
mod message;
mod options;
mod own;
mod public_key;

use std::sync::Arc;

use aws_lc_rs::{
    constant_time::verify_slices_are_equal,
    digest::{SHA256, digest},
    hmac,
};
use vantail_shared::{
    failure::{Code, Failure},
    random::Random,
    tls::FrontKind,
};

use super::Identity;
use crate::store::{Store, passkey};
use authenticator::AuthenticatorData;
use message::Message;
use public_key::PublicKey;

/// Seconds for which a question stands.
const QUESTION: i64 = 5 * 60;

/// Where passkeys are good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyRules {
    /// The relying party's id: a domain that all origins are in.
    pub rp_id: String,
    /// Addresses of the public fronts: `https://portal.example.org`.
    pub public: Vec<String>,
    /// Addresses of the staff fronts.
    pub staff: Vec<String>,
}

impl PasskeyRules {
    fn origins(&self, kind: FrontKind) -> &[String] {
        match kind {
            FrontKind::Public => &self.public,
            FrontKind::Staff => &self.staff,
        }
    }
}

/// The rules and keys of passkeys.
#[derive(Debug, Clone)]
pub(super) struct Passkeys {
    rules: Option<Arc<PasskeyRules>>,
    users: Arc<hmac::Key>,
}

impl Passkeys {
    pub(super) async fn new(store: &Store, random: &dyn Random) -> Result<Self, Failure> {
        let users = store.secret("passkey users", random).await?;
        Ok(Self { rules: None, users: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, users.as_ref())) })
    }

    /// What authenticators know an account by: tells nothing about anybody.
    fn user(&self, account: i64) -> hmac::Tag {
        hmac::sign(&self.users, &account.to_be_bytes())
    }
}

impl Identity {
    /// The same identity with passkeys.
    #[must_use]
    pub fn with_passkeys(mut self, rules: Option<PasskeyRules>) -> Self {
        self.passkeys.rules = rules.map(Arc::new);
        self
    }

    /// Whether passkeys are taken at this kind of front.
    pub fn takes_passkeys(&self, kind: FrontKind) -> bool {
        self.passkey_rules(kind).is_ok()
    }

    fn passkey_rules(&self, kind: FrontKind) -> Result<&PasskeyRules, Failure> {
        let rules = self.passkeys.rules.as_deref();
        let rules = rules.filter(|rules| !rules.origins(kind).is_empty() && self.offers_factors(kind));
        rules.ok_or_else(|| Failure::new(Code::Forbidden))
    }
}

/// What a good answer to the question of a sign-in says.
struct Proof {
    counter: i64,
    verified: bool,
}

/// Checks an answer against the key (`WebAuthn`, section 7.2).
fn proof(
    rules: &PasskeyRules,
    kind: FrontKind,
    challenge: &[u8; 32],
    message: &Message,
    key: &passkey::Row,
) -> Option<Proof> {
    if !message.answers("webauthn.get", challenge, rules.origins(kind)) {
        return None;
    }
    let data = ours(rules, &message.authenticator_data)?;
    let mut signed = message.authenticator_data.clone();
    signed.extend(digest(&SHA256, &message.client_data).as_ref());
    let (public, _) = PublicKey::read(&key.key)?;
    public
        .signed(&signed, &message.signature)
        .then(|| Proof { counter: i64::from(data.counter), verified: data.verified })
}

/// The id and the key of a new passkey (`WebAuthn`, section 7.1).
fn registration<'a>(
    rules: &PasskeyRules,
    kind: FrontKind,
    challenge: &[u8; 32],
    message: &'a Message,
) -> Option<(&'a [u8], &'a [u8], u32)> {
    if !message.answers("webauthn.create", challenge, rules.origins(kind)) {
        return None;
    }
    let data = ours(rules, cbor::named(&message.attestation, "authData")?)?;
    let credential = data.credential.filter(|credential| credential.id == message.id)?;
    Some((credential.id, credential.key, data.counter))
}

/// Authenticator data made for our relying party's id.
fn ours<'a>(rules: &PasskeyRules, bytes: &'a [u8]) -> Option<AuthenticatorData<'a>> {
    let data = AuthenticatorData::read(bytes)?;
    let expected = digest(&SHA256, rules.rp_id.as_bytes());
    verify_slices_are_equal(expected.as_ref(), data.relying_party).ok()?;
    Some(data)
}

#[cfg(test)]
pub(crate) mod testing;
