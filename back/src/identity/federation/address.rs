//! Addresses of a provider: HTTPS, or plain HTTP on this machine itself.

use std::{fmt, net::IpAddr};

use http::Uri;

/// Where a request goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    pub(super) tls: bool,
    /// A name or an address, without brackets.
    pub(super) host: String,
    pub(super) port: u16,
    /// It is on this machine.
    pub(super) here: bool,
    text: String,
}

impl Address {
    /// Reads an address; nothing for one that would send secrets over a network in the open, or that is none.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let authority = uri.authority()?;
        let tls = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if authority.as_str().contains('@') || host.is_empty() || text.contains('#') || !(tls || here) {
            return None;
        }
        let port = authority.port_u16().unwrap_or(if tls { 443 } else { 80 });
        Some(Self { tls, host, port, here, text: text.to_owned() })
    }

    /// The address with more behind it, percent-encoded.
    pub(super) fn with(&self, parameters: &[(&str, &str)]) -> String {
        let mut text = self.text.clone();
        text.push(if text.contains('?') { '&' } else { '?' });
        text + &form(parameters)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Parameters as `application/x-www-form-urlencoded`.
pub(super) fn form(parameters: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", percent(value))).collect();
    pairs.join("&")
}

/// All that is not unreserved (RFC 3986, section 2.3) as percent signs.
pub(super) fn percent(text: &str) -> String {
    use fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_travel_under_tls_or_not_at_all() {
        let read = |text: &str| Address::read(text).map(|at| (at.tls, at.host, at.port));
        assert_eq!(read("https://login.example.org/a?b"), Some((true, "login.example.org".to_owned(), 443)));
        assert_eq!(read("http://127.0.0.1:3000"), Some((false, "127.0.0.1".to_owned(), 3000)));
        assert_eq!(read("http://[::1]:3000/x"), Some((false, "::1".to_owned(), 3000)));
        for wrong in
            ["", "login.example.org", "http://login.example.org", "ftp://a", "https://u:p@a", "https://a/#b"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn parameters_are_encoded() {
        let address = Address::read("https://a.example/auth?x=1").unwrap();
        assert_eq!(
            address.with(&[("scope", "a b"), ("u", "é&=")]),
            "https://a.example/auth?x=1&scope=a%20b&u=%C3%A9%26%3D"
        );
    }
}
