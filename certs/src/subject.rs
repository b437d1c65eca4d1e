//! Whom a certificate is for.

use std::{fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

use crate::Error;

/// What the holder of a certificate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A back.
    Back,
    /// A front in the DMZ.
    Public,
    /// A front for the staff.
    Staff,
    /// A web server towards browsers.
    Https,
}

impl Kind {
    /// As it stands in names and folders.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Back => "back",
            Self::Public => "public",
            Self::Staff => "staff",
            Self::Https => "https",
        }
    }
}

/// Whom a certificate is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    kind: Kind,
    name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    dns: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ip: Vec<IpAddr>,
}

impl Subject {
    /// A back named `name`.
    pub fn back(name: &str) -> Result<Self, Error> {
        Self::new(Kind::Back, name, Vec::new(), Vec::new())
    }

    /// A public front named `name`.
    pub fn public(name: &str) -> Result<Self, Error> {
        Self::new(Kind::Public, name, Vec::new(), Vec::new())
    }

    /// A staff front named `name`.
    pub fn staff(name: &str) -> Result<Self, Error> {
        Self::new(Kind::Staff, name, Vec::new(), Vec::new())
    }

    /// A web server that browsers reach under these host names and addresses.
    pub fn https(name: &str, dns: Vec<String>, ip: Vec<IpAddr>) -> Result<Self, Error> {
        Self::new(Kind::Https, name, dns, ip)
    }

    /// Any kind.
    ///
    /// # Errors
    /// A malformed name, a web server without an address, or an address for another kind.
    pub fn new(kind: Kind, name: &str, dns: Vec<String>, ip: Vec<IpAddr>) -> Result<Self, Error> {
        if !is_label(name) {
            return Err(Error::Usage(format!(
                "{name:?} is no name: 1 to 63 of a-z, 0-9 and -, beginning and ending with a letter or digit"
            )));
        }
        if let Some(bad) = dns.iter().find(|dns| !is_host(dns)) {
            return Err(Error::Usage(format!(
                "{bad:?} is no host name (in lower case, labels of a-z, 0-9 and -)"
            )));
        }
        match (kind, dns.is_empty() && ip.is_empty()) {
            (Kind::Https, true) => {
                Err(Error::Usage("a web server needs --dns or --ip: what browsers will call it".into()))
            }
            (Kind::Back | Kind::Public | Kind::Staff, false) => Err(Error::Usage(
                "--dns and --ip are for https: the pair knows its members by their URI name".into(),
            )),
            _ => Ok(Self { kind, name: name.to_owned(), dns, ip }),
        }
    }

    /// What the holder is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The name within the kind.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host names of a web server.
    pub fn dns(&self) -> &[String] {
        &self.dns
    }

    /// The addresses of a web server.
    pub fn ip(&self) -> &[IpAddr] {
        &self.ip
    }

    /// The SPIFFE identity in `trust_domain`; a web server towards browsers has none.
    pub fn uri(&self, trust_domain: &str) -> Option<String> {
        let path = match self.kind {
            Kind::Back => "back",
            Kind::Public => "front/public",
            Kind::Staff => "front/staff",
            Kind::Https => return None,
        };
        Some(format!("spiffe://{trust_domain}/{path}/{}", self.name))
    }

    /// The folder below `issued/`.
    pub(crate) fn folder(&self) -> String {
        format!("{}-{}", self.kind.as_str(), self.name)
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.name)
    }
}

/// A label of a host name (RFC 1123), in lower case.
pub(crate) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// A host name (RFC 1123), in lower case.
pub(crate) fn is_host(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_break_a_path_or_a_uri_are_refused() {
        for name in ["", "a/b", "..", "A", "é", "-a", "a-", "a b", "a\0", &"a".repeat(64)] {
            assert_eq!(Subject::back(name).unwrap_err().exit_status(), 2, "{name:?}");
        }
        assert!(Subject::back("a").is_ok());
        assert!(Subject::back(&"a".repeat(63)).is_ok());
    }

    #[test]
    fn only_a_web_server_has_addresses_and_it_needs_one() {
        assert!(Subject::https("web", vec![], vec![]).is_err());
        assert!(Subject::https("web", vec!["localhost".into()], vec![]).is_ok());
        assert!(Subject::https("web", vec!["*.example.org".into()], vec![]).is_err());
        assert!(Subject::new(Kind::Back, "a", vec!["localhost".into()], vec![]).is_err());
    }

    #[test]
    fn identities() {
        let uri = |subject: Subject| subject.uri("example.org");
        assert_eq!(uri(Subject::back("a").unwrap()).unwrap(), "spiffe://example.org/back/a");
        assert_eq!(uri(Subject::public("a").unwrap()).unwrap(), "spiffe://example.org/front/public/a");
        assert_eq!(uri(Subject::staff("a").unwrap()).unwrap(), "spiffe://example.org/front/staff/a");
        assert_eq!(uri(Subject::https("a", vec!["b".into()], vec![]).unwrap()), None);
    }
}
