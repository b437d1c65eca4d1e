//! What the browser hands over: a credential as JSON (`WebAuthn`, section 5.1), and what it says about the page it was on.

use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

/// Longest credential that is looked at, in bytes.
const MOST: usize = 16 * 1024;

/// A credential whose parts are bytes again.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: Vec<u8>,
    pub(super) client_data: Vec<u8>,
    /// At registration.
    pub(super) attestation: Vec<u8>,
    /// At sign-in.
    pub(super) authenticator_data: Vec<u8>,
    pub(super) signature: Vec<u8>,
    pub(super) user: Option<Vec<u8>>,
}

#[derive(Deserialize)]
struct Json {
    #[serde(rename = "rawId")]
    raw_id: String,
    #[serde(rename = "type")]
    kind: String,
    response: ResponseJson,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResponseJson {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(default)]
    attestation_object: String,
    #[serde(default)]
    authenticator_data: String,
    #[serde(default)]
    signature: String,
    #[serde(default)]
    user_handle: Option<String>,
}

/// The part of the browser's own words that is looked at.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

impl Message {
    /// Reads a credential; nothing for what is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.len() > MOST {
            return None;
        }
        let json: Json = serde_json::from_str(text).ok().filter(|json: &Json| json.kind == "public-key")?;
        let bytes = |text: &str| BASE64URL_NOPAD.decode(text.trim_end_matches('=').as_bytes()).ok();
        let response = &json.response;
        Some(Self {
            id: bytes(&json.raw_id)?,
            client_data: bytes(&response.client_data)?,
            attestation: bytes(&response.attestation_object)?,
            authenticator_data: bytes(&response.authenticator_data)?,
            signature: bytes(&response.signature)?,
            user: response
                .user_handle
                .as_deref()
                .filter(|user| !user.is_empty())
                .map(bytes)
                .map_or(Some(None), |user| user.map(Some))?,
        })
    }

    /// Whether the browser answered this question, on a page of ours, in no frame of somebody else's.
    pub(super) fn answers(&self, kind: &str, challenge: &[u8; 32], origins: &[String]) -> bool {
        let Ok(said) = serde_json::from_slice::<ClientData>(&self.client_data) else { return false };
        said.kind == kind
            && said.challenge == BASE64URL_NOPAD.encode(challenge)
            && origins.contains(&said.origin)
            && !said.cross_origin
    }
}
