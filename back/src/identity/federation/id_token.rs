//! The ID token: who the provider says that it was (OpenID Connect Core 1.0, section 3.1.3.7).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::metadata::Keys;

/// Signatures of public keys only: with a shared secret or with none, anybody could have made it.
const ALGORITHMS: [Algorithm; 9] = [
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
    Algorithm::ES256,
    Algorithm::ES384,
    Algorithm::EdDSA,
];
/// Seconds that clocks may differ by.
const DRIFT: i64 = 60;
/// An ID token of our own way was made after the way began: in seconds.
const OLDEST: i64 = 15 * 60;
/// Longest token, in bytes.
const MOST: usize = 32 * 1024;
/// Longest subject, in bytes (section 2).
const SUBJECT: usize = 255;

/// What must be in it.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client: &'a str,
    pub(super) nonce: &'a str,
    /// In seconds since 1970-01-01 UTC.
    pub(super) now: i64,
}

/// What it says.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Claims {
    iss: String,
    pub(super) sub: String,
    aud: Audience,
    azp: Option<String>,
    exp: i64,
    iat: i64,
    nonce: Option<String>,
    /// How the person was authenticated, as a class and as methods.
    pub(super) acr: Option<String>,
    #[serde(default)]
    pub(super) amr: Vec<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Why a token is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    /// It is none, or its algorithm is not one that we take.
    #[error("it is no ID token that can be checked")]
    Form,
    /// Perhaps the keys are old: worth asking for them once more.
    #[error("no key of the provider has its name")]
    Key,
    #[error("its signature is wrong")]
    Signature,
    #[error("it is of another issuer")]
    Issuer,
    #[error("it is for another client")]
    Audience,
    #[error("it is over, or from the future")]
    Time,
    #[error("it is not of this way")]
    Nonce,
    #[error("it names nobody")]
    Subject,
}

/// Checks a token.
pub(super) fn check(token: &str, keys: &Keys, expected: &Expected<'_>) -> Result<Claims, Unfit> {
    if token.len() > MOST {
        return Err(Unfit::Form);
    }
    let head = decode_header(token).map_err(|_| Unfit::Form)?;
    if !ALGORITHMS.contains(&head.alg) {
        return Err(Unfit::Form);
    }
    let key = keys.find(head.kid.as_deref(), head.alg).ok_or(Unfit::Key)?;
    let mut signature = Validation::new(head.alg);
    // The claims are checked below, by our clock.
    (signature.validate_exp, signature.validate_aud) = (false, false);
    signature.required_spec_claims.clear();
    let claims = decode::<Claims>(token, &key, &signature).map_err(|_| Unfit::Signature)?.claims;
    claims.check(expected)?;
    Ok(claims)
}

impl Claims {
    fn check(&self, expected: &Expected<'_>) -> Result<(), Unfit> {
        if self.iss != expected.issuer {
            return Err(Unfit::Issuer);
        }
        let (ours, others) = match &self.aud {
            Audience::One(one) => (one == expected.client, false),
            Audience::Many(many) => (many.iter().any(|one| one == expected.client), many.len() > 1),
        };
        let party = self.azp.as_deref();
        if !ours || (others && party.is_none()) || party.is_some_and(|party| party != expected.client) {
            return Err(Unfit::Audience);
        }
        let age = expected.now.saturating_sub(self.iat);
        if self.exp.saturating_add(DRIFT) <= expected.now || !(-DRIFT..=OLDEST + DRIFT).contains(&age) {
            return Err(Unfit::Time);
        }
        let nonce = self.nonce.as_deref().unwrap_or_default();
        if verify_slices_are_equal(nonce.as_bytes(), expected.nonce.as_bytes()).is_err() {
            return Err(Unfit::Nonce);
        }
        if self.sub.is_empty() || self.sub.len() > SUBJECT || self.sub.contains('\0') {
            return Err(Unfit::Subject);
        }
        Ok(())
    }

    /// A claim as text: of a text or of a whole number.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        if name == "sub" {
            return Some(self.sub.clone());
        }
        let text = match self.more.get(name)? {
            Value::String(text) => text.clone(),
            Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
            _ => return None,
        };
        (!text.is_empty() && text.len() <= SUBJECT && !text.contains('\0')).then_some(text)
    }
}

#[cfg(test)]
mod tests;
