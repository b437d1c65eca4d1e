//! The context of a call: what travels beside the message, as metadata.

mod months;

use std::{net::IpAddr, str::FromStr};

use tonic::{
    Status,
    metadata::{MetadataMap, MetadataValue},
};
use zeroize::Zeroizing;

use crate::failure::{Code, Failure};

const AUTHORIZATION: &str = "authorization";
const LANGUAGE: &str = "vantail-language";
const REQUEST_ID: &str = "vantail-request-id";
const CLIENT: &str = "vantail-client";
const BROWSER: &str = "vantail-browser";
const BEARER: &str = "Bearer ";

/// Longest session token that is looked at, in bytes.
const MAX_TOKEN: usize = 128;

/// A language that Vantail speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// Every language, in the order in which people are offered them.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The ISO 639-1 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }
}

impl FromStr for Language {
    type Err = ();

    fn from_str(code: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(())
    }
}

/// One id for one request of a browser, the same in the logs of both daemons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(String);

impl RequestId {
    /// An id from 80 random bits: 16 characters of base32.
    pub fn random(random: &dyn crate::random::Random) -> Self {
        Self(data_encoding::BASE32_NOPAD.encode(&crate::random::bytes::<10>(random)).to_lowercase())
    }

    /// Takes an id from outside, when it has the form of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let ours = text.len() == 16 && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        ours.then(|| Self(text.to_owned()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Everything that a call carries beside its message.
#[derive(Debug, Clone)]
pub struct Call {
    /// The session token as the browser's cookie holds it; wiped from memory after use.
    pub token: Option<Zeroizing<String>>,
    /// What makes the browser a known one of an account, as its own cookie holds it.
    pub browser: Option<Zeroizing<String>>,
    /// The language for texts of the data map.
    pub language: Language,
    /// Ties the logs of both daemons together.
    pub request_id: RequestId,
    /// The browser's address, for the sign-in throttle.
    pub client: Option<IpAddr>,
}

impl Call {
    /// Writes the context into the metadata of an outgoing call.
    pub fn write(&self, metadata: &mut MetadataMap) {
        if let Some(token) = &self.token {
            let bearer = Zeroizing::new(format!("{BEARER}{}", token.as_str()));
            if let Ok(mut value) = MetadataValue::from_str(&bearer) {
                // Never put into a compression table, never printed.
                value.set_sensitive(true);
                metadata.insert(AUTHORIZATION, value);
            }
        }
        if let Some(browser) = &self.browser
            && let Ok(mut value) = MetadataValue::from_str(browser)
        {
            value.set_sensitive(true);
            metadata.insert(BROWSER, value);
        }
        metadata.insert(LANGUAGE, MetadataValue::from_static(self.language.code()));
        if let Ok(value) = MetadataValue::from_str(self.request_id.as_str()) {
            metadata.insert(REQUEST_ID, value);
        }
        if let Some(client) = self.client
            && let Ok(value) = MetadataValue::from_str(&client.to_string())
        {
            metadata.insert(CLIENT, value);
        }
    }

    /// Reads the context of an incoming call.
    ///
    /// # Errors
    /// `Invalid` when a field is missing or not of its form: our own front never sends that.
    pub fn read(metadata: &MetadataMap) -> Result<Self, Status> {
        let text = |name| metadata.get(name).and_then(|value| value.to_str().ok());
        let invalid = || Failure::new(Code::Invalid).to_status();
        let token = match text(AUTHORIZATION) {
            None => None,
            Some(value) => {
                let token =
                    value.strip_prefix(BEARER).filter(|t| t.len() <= MAX_TOKEN).ok_or_else(invalid)?;
                Some(Zeroizing::new(token.to_owned()))
            }
        };
        let browser = text(BROWSER).filter(|value| value.len() <= MAX_TOKEN);
        Ok(Self {
            token,
            browser: browser.map(|value| Zeroizing::new(value.to_owned())),
            language: text(LANGUAGE).and_then(|code| code.parse().ok()).ok_or_else(invalid)?,
            request_id: text(REQUEST_ID).and_then(RequestId::parse).ok_or_else(invalid)?,
            client: text(CLIENT).map(|address| address.parse().map_err(|_| invalid())).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_context_survives_the_wire() {
        let call = Call {
            token: Some(Zeroizing::new("abc".to_owned())),
            browser: Some(Zeroizing::new("known".to_owned())),
            language: Language::Fr,
            request_id: RequestId::random(&SeededRandom::new(1)),
            client: Some("2001:db8::1".parse().unwrap()),
        };
        let mut metadata = MetadataMap::new();
        call.write(&mut metadata);
        assert!(metadata.get(AUTHORIZATION).unwrap().is_sensitive());
        let read = Call::read(&metadata).unwrap();
        assert_eq!(read.token.unwrap().as_str(), "abc");
        assert_eq!(read.browser.unwrap().as_str(), "known");
        assert_eq!(
            (read.language, read.request_id, read.client),
            (Language::Fr, call.request_id, call.client)
        );
    }

    #[test]
    fn a_context_out_of_form_is_refused() {
        assert!(Call::read(&MetadataMap::new()).is_err());
        let mut metadata = MetadataMap::new();
        metadata.insert(LANGUAGE, "xx".parse().unwrap());
        metadata.insert(REQUEST_ID, "aaaaaaaaaaaaaaaa".parse().unwrap());
        assert!(Call::read(&metadata).is_err());
        metadata.insert(LANGUAGE, "en".parse().unwrap());
        assert!(Call::read(&metadata).is_ok());
        metadata.insert(AUTHORIZATION, format!("Bearer {}", "x".repeat(200)).parse().unwrap());
        assert!(Call::read(&metadata).is_err());
    }
}
