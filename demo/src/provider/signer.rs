//! Signs ID tokens with ES256 (RFC 7518, section 3.4), with a key that lives as long as the demo runs.

use anyhow::{Result, anyhow};
use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

/// The key's name.
const NAME: &str = "demo";

/// A key.
#[derive(Debug)]
pub(super) struct Signer(EcdsaKeyPair);

impl Signer {
    /// Makes a key.
    pub(super) fn generate() -> Result<Self> {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
        key.map(Self).map_err(|_| anyhow!("no key for the provider can be made"))
    }

    /// The public half, as a set of keys (RFC 7517).
    pub(super) fn public(&self) -> Value {
        // 4, then both coordinates (SEC 1, section 2.3.3).
        let point = self.0.public_key().as_ref();
        let [x, y] = [1..33, 33..65].map(|half| BASE64URL_NOPAD.encode(point.get(half).unwrap_or_default()));
        let key =
            json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": NAME, "x": x, "y": y });
        json!({ "keys": [key] })
    }

    /// A token with these claims.
    pub(super) fn sign(&self, claims: &Value) -> Result<String> {
        let head = json!({ "alg": "ES256", "typ": "JWT", "kid": NAME });
        let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let text = format!("{}.{}", part(&head), part(claims));
        let signature = self.0.sign(&SystemRandom::new(), text.as_bytes());
        let signature = signature.map_err(|_| anyhow!("signing an ID token failed"))?;
        Ok(format!("{text}.{}", BASE64URL_NOPAD.encode(signature.as_ref())))
    }
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    #[test]
    fn a_token_is_signed_by_the_key_that_is_shown() {
        let signer = Signer::generate().unwrap();
        let token = signer.sign(&json!({ "sub": "somebody" })).unwrap();
        let (text, signature) = token.rsplit_once('.').unwrap();
        let key = &signer.public()["keys"][0];
        let half = |name: &str| BASE64URL_NOPAD.decode(key[name].as_str().unwrap().as_bytes()).unwrap();
        let point = [vec![4], half("x"), half("y")].concat();
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point).verify(text.as_bytes(), &signature).unwrap();
    }
}
