//! The address of an object store.

use std::{fmt, net::IpAddr, str::FromStr};

use http::{Uri, uri::Scheme};

/// Host and port of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Whether TLS is spoken.
    pub tls: bool,
    /// A name or an address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// An address cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Something else than scheme, host and port.
    #[error("is no https://HOST or https://HOST:PORT")]
    Form,
    /// Documents and keys would cross a network in the open.
    #[error("would send documents over the network without TLS")]
    Open,
}

impl FromStr for Endpoint {
    type Err = EndpointError;

    fn from_str(text: &str) -> Result<Self, EndpointError> {
        let uri: Uri = text.parse().map_err(|_| EndpointError::Form)?;
        let authority = uri.authority().ok_or(EndpointError::Form)?;
        let bare =
            authority.as_str().contains('@') || !matches!(uri.path(), "" | "/") || uri.query().is_some();
        let tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err(EndpointError::Form),
        };
        if bare || authority.host().is_empty() {
            return Err(EndpointError::Form);
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let loopback =
            host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
        if !tls && !loopback {
            return Err(EndpointError::Open);
        }
        Ok(Self { tls, host, port: authority.port_u16().unwrap_or(if tls { 443 } else { 80 }) })
    }
}

/// As the header `Host` says it: a scheme's own port is left out.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bracketed = self.host.contains(':');
        let (open, close) = if bracketed { ("[", "]") } else { ("", "") };
        write!(f, "{open}{}{close}", self.host)?;
        if self.port == if self.tls { 443 } else { 80 } { Ok(()) } else { write!(f, ":{}", self.port) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_scheme_host_and_port() {
        let host = |text: &str| text.parse::<Endpoint>().map(|endpoint| endpoint.to_string());
        assert_eq!(host("https://s3.eu-west-3.amazonaws.com").unwrap(), "s3.eu-west-3.amazonaws.com");
        assert_eq!(host("https://minio.example:9000/").unwrap(), "minio.example:9000");
        assert_eq!(host("http://127.0.0.1:9000").unwrap(), "127.0.0.1:9000");
        assert_eq!(host("http://[::1]:9000").unwrap(), "[::1]:9000");
        assert_eq!(host("http://localhost").unwrap(), "localhost");
        for wrong in ["minio", "https://", "ftp://a", "https://a/b", "https://a?b", "https://u:p@a", "/a", ""]
        {
            assert_eq!(host(wrong), Err(EndpointError::Form), "{wrong}");
        }
        for open in ["http://minio.example", "http://192.0.2.1:9000"] {
            assert_eq!(host(open), Err(EndpointError::Open), "{open}");
        }
    }
}
