//! What a provider says about itself (OpenID Connect Discovery 1.0, section 3), and its keys.

use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{Jwk, KeyOperations, PublicKeyUse},
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
        let address = |text: &str| Address::read(text).ok_or("its metadata names an address without TLS");
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
            end_session: document.end_session_endpoint.as_deref().and_then(Address::read),
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

    /// The key of this name, for this algorithm; without a name the only one.
    pub(super) fn find(&self, name: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let mut fitting = self.0.iter().filter(|key| match name {
            Some(name) => key.common.key_id.as_deref() == Some(name),
            None => true,
        });
        let key = fitting.next()?;
        if name.is_none() && fitting.next().is_some() {
            return None;
        }
        let named = key.common.key_algorithm.map(|named| named.to_string());
        if named.is_some_and(|named| named != format!("{algorithm:?}")) {
            return None;
        }
        DecodingKey::from_jwk(key).ok()
    }
}

fn signs(key: &Jwk) -> bool {
    let common = &key.common;
    common.public_key_use.as_ref().is_none_or(|usage| *usage == PublicKeyUse::Signature)
        && common.key_operations.as_ref().is_none_or(|operations| operations.contains(&KeyOperations::Verify))
}
