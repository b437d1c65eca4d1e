//! Who is at the other end of a connection, as its certificate says.

use std::fmt;

use x509_parser::{
    extensions::GeneralName,
    prelude::{FromDer as _, X509Certificate},
};

/// Longest name in a certificate that is taken, in bytes.
const MAX_NAME: usize = 64;

/// The two kinds of front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FrontKind {
    /// In the DMZ, for the persons of the business database.
    Public,
    /// On the LAN, for the organisation's own people.
    Staff,
}

impl FrontKind {
    /// The word in certificates and configurations.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Staff => "staff",
        }
    }
}

impl std::str::FromStr for FrontKind {
    type Err = ();

    fn from_str(word: &str) -> Result<Self, ()> {
        [Self::Public, Self::Staff].into_iter().find(|kind| kind.as_str() == word).ok_or(())
    }
}

/// What the peer is allowed to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// A back: `spiffe://<trust domain>/back/<name>`.
    Back,
    /// A front: `spiffe://<trust domain>/front/<kind>/<name>`.
    Front(FrontKind),
}

/// The identity of one connection's other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// What it is.
    pub role: Role,
    /// Its own name within the role.
    pub name: String,
    /// The certificate's issuer (DER) and serial number: what a revocation list names it by.
    pub certificate: CertificateId,
    /// When its certificate ends, in seconds since 1970-01-01 UTC.
    pub not_after: i64,
}

/// A certificate as a revocation list names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CertificateId {
    pub(super) issuer: Vec<u8>,
    pub(super) serial: Vec<u8>,
}

/// Why a certificate that its CA vouches for is still nobody we know.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum IdentityError {
    /// The peer sent no certificate.
    #[error("no certificate")]
    Missing,
    /// The certificate cannot be parsed.
    #[error("the certificate cannot be read")]
    Unreadable,
    /// No URI, or more than one (a SPIFFE certificate has exactly one).
    #[error("the certificate must hold exactly one URI")]
    UriCount,
    /// The URI belongs to another trust domain.
    #[error("the certificate belongs to another trust domain")]
    OtherDomain,
    /// The URI's path is none of ours.
    #[error("the certificate names no back and no front")]
    UnknownRole,
}

impl Peer {
    /// Reads the identity from a certificate whose chain was verified already.
    ///
    /// # Errors
    /// When the certificate does not say who this is in our trust domain.
    pub fn from_certificate(der: &[u8], trust_domain: &str) -> Result<Self, IdentityError> {
        let (_, certificate) = X509Certificate::from_der(der).map_err(|_| IdentityError::Unreadable)?;
        let names = certificate.subject_alternative_name().map_err(|_| IdentityError::Unreadable)?;
        let mut uris = names
            .iter()
            .flat_map(|extension| &extension.value.general_names)
            .filter_map(|name| if let GeneralName::URI(uri) = name { Some(*uri) } else { None });
        let uri = uris.next().ok_or(IdentityError::UriCount)?;
        if uris.next().is_some() {
            return Err(IdentityError::UriCount);
        }
        let (role, name) = parse_uri(uri, trust_domain)?;
        Ok(Self {
            role,
            name,
            certificate: CertificateId {
                issuer: certificate.issuer().as_raw().to_vec(),
                serial: certificate.raw_serial().to_vec(),
            },
            not_after: certificate.validity().not_after.timestamp(),
        })
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.role {
            Role::Back => write!(f, "back/{}", self.name),
            Role::Front(kind) => write!(f, "front/{}/{}", kind.as_str(), self.name),
        }
    }
}

fn parse_uri(uri: &str, trust_domain: &str) -> Result<(Role, String), IdentityError> {
    let rest = uri.strip_prefix("spiffe://").ok_or(IdentityError::UnknownRole)?;
    let (domain, path) = rest.split_once('/').ok_or(IdentityError::UnknownRole)?;
    if domain != trust_domain {
        return Err(IdentityError::OtherDomain);
    }
    let (role, name) = match path.split('/').collect::<Vec<_>>().as_slice() {
        ["back", name] => (Role::Back, *name),
        ["front", kind, name] => (Role::Front(kind.parse().map_err(|()| IdentityError::UnknownRole)?), *name),
        _ => return Err(IdentityError::UnknownRole),
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    if name.is_empty() || name.len() > MAX_NAME || !name.bytes().all(plain) {
        return Err(IdentityError::UnknownRole);
    }
    Ok((role, name.to_owned()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_uri_says_who_it_is() {
        let parse = |uri| parse_uri(uri, "example.org");
        assert_eq!(parse("spiffe://example.org/back/b1"), Ok((Role::Back, "b1".to_owned())));
        let staff = Role::Front(FrontKind::Staff);
        assert_eq!(parse("spiffe://example.org/front/staff/f"), Ok((staff, "f".to_owned())));
        assert_eq!(parse("spiffe://example.com/back/b1"), Err(IdentityError::OtherDomain));
        for wrong in [
            "spiffe://example.org/front/admin/f",
            "spiffe://example.org/front/public/",
            "spiffe://example.org/front/public/a/b",
            "spiffe://example.org/front/public/a b",
            "spiffe://example.org",
            "https://example.org/back/b1",
            "",
        ] {
            assert_eq!(parse(wrong), Err(IdentityError::UnknownRole), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_uri_makes_it_panic(uri in ".{0,200}") {
            let _ = parse_uri(&uri, "example.org");
        }

        #[test]
        fn no_certificate_makes_it_panic(der in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(Peer::from_certificate(&der, "example.org").is_err());
        }
    }
}
