//! The questions as browsers take them: `PublicKeyCredentialCreationOptionsJSON` and `…RequestOptionsJSON`.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use super::{PasskeyRules, QUESTION, public_key::ALGORITHMS};
use crate::store::passkey::Row;

fn descriptors(keys: &[Row]) -> Vec<Value> {
    let descriptor = |key: &Row| json!({ "type": "public-key", "id": BASE64URL_NOPAD.encode(&key.id) });
    keys.iter().map(descriptor).collect()
}

/// For `navigator.credentials.create`: a passkey that the account has none of yet.
pub(super) fn creation(
    rules: &PasskeyRules,
    title: &str,
    challenge: &[u8; 32],
    user: (&[u8], &str),
    known: &[Row],
) -> String {
    let (id, name) = user;
    let algorithms: Vec<Value> =
        ALGORITHMS.iter().map(|alg| json!({ "type": "public-key", "alg": alg })).collect();
    json!({
        "rp": { "id": rules.rp_id, "name": title },
        "user": { "id": BASE64URL_NOPAD.encode(id), "name": name, "displayName": name },
        "challenge": BASE64URL_NOPAD.encode(challenge),
        "pubKeyCredParams": algorithms,
        "timeout": QUESTION * 1000,
        "excludeCredentials": descriptors(known),
        "authenticatorSelection": { "residentKey": "preferred", "userVerification": "preferred" },
        "attestation": "none",
    })
    .to_string()
}

/// For `navigator.credentials.get`: one of these, or without any named whichever the person has; then it must verify them.
pub(super) fn request(rules: &PasskeyRules, challenge: &[u8; 32], allowed: &[Row]) -> String {
    let verification = if allowed.is_empty() { "required" } else { "preferred" };
    json!({
        "challenge": BASE64URL_NOPAD.encode(challenge),
        "timeout": QUESTION * 1000,
        "rpId": rules.rp_id,
        "allowCredentials": descriptors(allowed),
        "userVerification": verification,
    })
    .to_string()
}
