use aws_lc_rs::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use data_encoding::BASE64URL_NOPAD as B64;
use serde_json::json;

use super::*;

const NOW: i64 = 1_800_000_000;

struct Signer(EcdsaKeyPair);

impl Signer {
    fn new() -> Self {
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, document.unwrap().as_ref());
        Self(pair.unwrap())
    }

    fn keys(&self) -> Keys {
        let point = self.0.public_key().as_ref();
        let key = json!({
            "kty": "EC", "crv": "P-256", "kid": "k1", "use": "sig", "alg": "ES256",
            "x": B64.encode(&point[1..33]), "y": B64.encode(&point[33..]),
        });
        let unknown = json!({ "kty": "EC", "crv": "secp256k1", "kid": "k2", "x": "AA", "y": "AA" });
        Keys::read(json!({ "keys": [unknown, key] }).to_string().as_bytes()).unwrap()
    }

    fn sign(&self, head: &Value, claims: &Value) -> String {
        let (head, claims) = (head.to_string(), claims.to_string());
        let signed = format!("{}.{}", B64.encode(head.as_bytes()), B64.encode(claims.as_bytes()));
        let signature = self.0.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", B64.encode(signature.as_ref()))
    }
}

fn head() -> Value {
    json!({ "alg": "ES256", "kid": "k1", "typ": "JWT" })
}

fn claims() -> Value {
    json!({
        "iss": "https://login.example.org", "sub": "person-1", "aud": "vantail", "nonce": "n0nce",
        "iat": NOW - 5, "exp": NOW + 300, "amr": ["pwd", "otp"], "number": 4711,
    })
}

fn expected() -> Expected<'static> {
    Expected { issuer: "https://login.example.org", client: "vantail", nonce: "n0nce", now: NOW }
}

fn with(change: impl FnOnce(&mut Value)) -> Value {
    let mut claims = claims();
    change(&mut claims);
    claims
}

#[test]
fn a_good_token_says_who_it_was() {
    let signer = Signer::new();
    let checked = check(&signer.sign(&head(), &claims()), &signer.keys(), &expected()).unwrap();
    assert_eq!(checked.sub, "person-1");
    assert_eq!(checked.amr, ["pwd", "otp"]);
    assert_eq!(checked.text("number").as_deref(), Some("4711"));
    assert_eq!(checked.text("sub").as_deref(), Some("person-1"));
    assert_eq!(checked.text("nothing"), None);
    let several = with(|claims| {
        claims["aud"] = json!(["other", "vantail"]);
        claims["azp"] = json!("vantail");
    });
    assert!(check(&signer.sign(&head(), &several), &signer.keys(), &expected()).is_ok());
}

#[test]
fn a_key_is_found_by_what_it_is_for() {
    let signer = Signer::new();
    let point = signer.0.public_key().as_ref();
    let own = json!({
        "kty": "EC", "crv": "P-256", "kid": "k1", "x": B64.encode(&point[1..33]), "y": B64.encode(&point[33..]),
    });
    // Of another kind, and under the same name: neither is meant.
    let rsa = json!({ "kty": "RSA", "kid": "k1", "n": B64.encode(&[0xab; 256]), "e": "AQAB" });
    let keys = Keys::read(json!({ "keys": [rsa, own] }).to_string().as_bytes()).unwrap();
    for head in [head(), json!({ "alg": "ES256" })] {
        assert!(check(&signer.sign(&head, &claims()), &keys, &expected()).is_ok());
    }
}

#[test]
fn whatever_is_not_right_is_refused() {
    let (signer, other) = (Signer::new(), Signer::new());
    let refused = |head: &Value, claims: &Value| {
        check(&signer.sign(head, claims), &signer.keys(), &expected()).unwrap_err()
    };
    let claim = |name: &str, value: Value| refused(&head(), &with(|claims| claims[name] = value));
    assert_eq!(claim("iss", json!("https://login.example.org/")), Unfit::Issuer);
    assert_eq!(claim("aud", json!("other")), Unfit::Audience);
    assert_eq!(claim("aud", json!(["vantail", "other"])), Unfit::Audience);
    assert_eq!(claim("aud", json!([])), Unfit::Audience);
    assert_eq!(claim("azp", json!("other")), Unfit::Audience);
    assert_eq!(claim("exp", json!(NOW - 60)), Unfit::Time);
    assert_eq!(claim("iat", json!(NOW + 61)), Unfit::Time);
    assert_eq!(claim("iat", json!(NOW - 3600)), Unfit::Time);
    assert_eq!(claim("nonce", json!("another")), Unfit::Nonce);
    assert_eq!(claim("nonce", Value::Null), Unfit::Nonce);
    assert_eq!(claim("sub", json!("")), Unfit::Subject);
    assert_eq!(claim("sub", json!("x".repeat(256))), Unfit::Subject);
    assert_eq!(claim("exp", json!("soon")), Unfit::Signature, "claims of another form");

    assert_eq!(refused(&json!({ "alg": "ES256", "kid": "k9" }), &claims()), Unfit::Key);
    assert_eq!(refused(&json!({ "alg": "ES256", "kid": "k2" }), &claims()), Unfit::Key);
    assert_eq!(refused(&json!({ "alg": "ES384", "kid": "k1" }), &claims()), Unfit::Key);
    assert_eq!(refused(&json!({ "alg": "HS256", "kid": "k1" }), &claims()), Unfit::Form);
    assert_eq!(refused(&json!({ "alg": "none" }), &claims()), Unfit::Form);
    let forged = other.sign(&head(), &claims());
    assert_eq!(check(&forged, &signer.keys(), &expected()).unwrap_err(), Unfit::Signature);
    for text in ["", "a.b.c", &"x".repeat(100_000)] {
        assert_eq!(check(text, &signer.keys(), &expected()).unwrap_err(), Unfit::Form);
    }
}
