//! What a provider says about itself (OpenID Connect Discovery 1.0, section 3), and its keys.

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, Jwk, KeyOperations, PublicKeyUse},
};
use serde::Deserialize;

use super::address::Address;

/// Most keys that are looked at.
const KEYS: usize = 64;

/// What is needed of it.
#[derive(Debug)]
pub(super) struct Metadata {
    pub(super) authorization: Address,
    pub(super) token: Address,
    pub(super) keys: Address,
    pub(super) end_session: Option<Address>,
    /// The client's secret goes into the form, not into a header.
    pub(super) secret_in_form: bool,
    /// It names itself in what it posts (RFC 9207).
    pub(super) names_itself: bool,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    end_session_endpoint: Option<String>,
    response_modes_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Reads the document of this issuer, and says why not.
    pub(super) fn read(bytes: &[u8], issuer: &str) -> Result<Self, &'static str> {
        let document: Document = serde_json::from_slice(bytes).map_err(|_| "its metadata cannot be read")?;
        if document.issuer != issuer {
            return Err("its metadata is of another issuer");
        }
        // Only a provider on this machine may send us, or a browser, to this machine.
        let here = Address::read(issuer).is_some_and(|address| address.here);
        let read = |text: &str| Address::read(text).filter(|address| here || !address.here);
        let address =
            |text: &str| read(text).ok_or("its metadata names an address that is not to be trusted");
        let has = |list: &Option<Vec<String>>, word: &str| {
            list.as_ref().map(|list| list.iter().any(|item| item == word))
        };
        if has(&document.response_modes_supported, "form_post") == Some(false) {
            return Err("it does not offer the response mode form_post");
        }
        let methods = &document.token_endpoint_auth_methods_supported;
        // Without a list it is `client_secret_basic`.
        let basic = has(methods, "client_secret_basic").unwrap_or(true);
        if !basic && has(methods, "client_secret_post") != Some(true) {
            return Err("it takes no client secret");
        }
        Ok(Self {
            authorization: address(&document.authorization_endpoint)?,
            token: address(&document.token_endpoint)?,
            keys: address(&document.jwks_uri)?,
            end_session: document.end_session_endpoint.as_deref().and_then(read),
            secret_in_form: !basic,
            names_itself: document.authorization_response_iss_parameter_supported,
        })
    }
}

/// The keys that a provider signs with.
#[derive(Debug)]
pub(super) struct Keys(Vec<Jwk>);

impl Keys {
    /// Reads a set; keys of kinds that we do not know are left out.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set = serde_json::from_slice(bytes).map_err(|_| "its keys cannot be read")?;
        let known = set.keys.into_iter().take(KEYS).filter_map(|key| serde_json::from_value(key).ok());
        Ok(Self(known.filter(signs).collect()))
    }

    /// The key for this algorithm of this name; without a name the only one.
    pub(super) fn find(&self, name: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let named = |key: &&Jwk| name.is_none_or(|name| key.common.key_id.as_deref() == Some(name));
        let mut fitting = self.0.iter().filter(named).filter(|key| is_for(key, algorithm));
        let key = fitting.next()?;
        if name.is_none() && fitting.next().is_some() {
            return None;
        }
        DecodingKey::from_jwk(key).ok()
    }
}

/// Whether a key can have made a signature of this algorithm.
fn is_for(key: &Jwk, algorithm: Algorithm) -> bool {
    let kind = match algorithm {
        Algorithm::EdDSA => matches!(key.algorithm, AlgorithmParameters::OctetKeyPair(_)),
        Algorithm::ES256 | Algorithm::ES384 => {
            matches!(key.algorithm, AlgorithmParameters::EllipticCurve(_))
        }
        _ => matches!(key.algorithm, AlgorithmParameters::RSA(_)),
    };
    kind && key.common.key_algorithm.is_none_or(|named| named.to_string() == format!("{algorithm:?}"))
}

fn signs(key: &Jwk) -> bool {
    let common = &key.common;
    common.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|operations| operations.contains(&KeyOperations::Verify))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(issuer: &str, token: &str) -> bool {
        let document = json!({
            "issuer": issuer, "authorization_endpoint": format!("{issuer}/auth"), "token_endpoint": token,
            "jwks_uri": format!("{issuer}/keys"),
        });
        Metadata::read(document.to_string().as_bytes(), issuer).is_ok()
    }

    #[test]
    fn only_a_provider_on_this_machine_leads_to_this_machine() {
        let far = "https://login.example.org";
        assert!(read(far, "https://token.example.org/t"));
        for here in
            ["http://127.0.0.1:8080/t", "http://localhost/t", "https://127.0.0.1/t", "https://[::1]/t"]
        {
            assert!(!read(far, here), "{here}");
        }
        assert!(read("http://127.0.0.1:3000", "http://127.0.0.1:3000/t"));
        assert!(!read("http://127.0.0.1:3000", "http://token.example.org/t"), "without TLS");
    }
}
