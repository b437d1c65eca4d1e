//! Public keys of authenticators (`COSE_Key`, RFC 9052 and 9053) and their signatures.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};

use super::cbor::{self, Value};

/// What authenticators are asked for, best first: ES256, `EdDSA`, RS256 (IANA COSE Algorithms).
pub(super) const ALGORITHMS: [i64; 3] = [-7, -8, -257];

/// A key of one of the algorithms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PublicKey<'a> {
    /// ES256: an uncompressed point.
    P256([u8; 65]),
    Ed25519(&'a [u8]),
    Rsa {
        n: &'a [u8],
        e: &'a [u8],
    },
}

impl<'a> PublicKey<'a> {
    /// Reads a `COSE_Key` at the beginning of `bytes`, and tells its length.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let (entries, length) = cbor::numbered(bytes)?;
        let value = |wanted| entries.iter().find(|(label, _)| *label == wanted).map(|(_, value)| *value);
        let number = |label| match value(label) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        };
        let bytes = |label| match value(label) {
            Some(Value::Bytes(bytes)) => Some(bytes),
            _ => None,
        };
        let key = match (number(1)?, number(3)?) {
            (2, -7) if number(-1)? == 1 => {
                let (x, y): ([u8; 32], [u8; 32]) = (bytes(-2)?.try_into().ok()?, bytes(-3)?.try_into().ok()?);
                let mut point = [4; 65];
                point[1..33].copy_from_slice(&x);
                point[33..].copy_from_slice(&y);
                Self::P256(point)
            }
            (1, -8) if number(-1)? == 6 => Self::Ed25519(bytes(-2).filter(|x| x.len() == 32)?),
            (3, -257) => Self::Rsa { n: bytes(-1)?, e: bytes(-2)? },
            _ => return None,
        };
        Some((key, length))
    }

    /// Whether this key made the signature.
    pub(super) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(message, signature).is_ok()
            }
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok(),
            Self::Rsa { n, e } => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
        }
    }
}
