//! The side of the front that browsers see.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use arc_swap::ArcSwap;
use rustls::{
    CipherSuite, ServerConfig,
    crypto::{CryptoProvider, aws_lc_rs},
};

use super::material::{LoadError, not_before_and_after, pair};
use crate::clock::Clock;

/// TLS 1.3 and 1.2 (ECDHE with AEAD only, which is all that rustls has), HTTP/2 before HTTP/1.1.
#[derive(Debug, Clone)]
pub struct BrowserTls {
    cert: Arc<PathBuf>,
    key: Arc<PathBuf>,
    clock: Arc<dyn Clock>,
    current: Arc<ArcSwap<Current>>,
}

#[derive(Debug)]
struct Current {
    config: Arc<ServerConfig>,
    not_after: i64,
}

impl BrowserTls {
    /// Reads and checks the pair.
    ///
    /// # Errors
    /// A file that is missing, out of form, out of date, or does not fit the other.
    pub fn load(cert: PathBuf, key: PathBuf, clock: Arc<dyn Clock>) -> Result<Self, LoadError> {
        let current = Arc::new(ArcSwap::from_pointee(build(&cert, &key, clock.as_ref())?));
        Ok(Self { cert: Arc::new(cert), key: Arc::new(key), clock, current })
    }

    /// Reads the pair again, for new connections.
    ///
    /// # Errors
    /// As [`BrowserTls::load`]; everything stays as it was then.
    pub fn reload(&self) -> Result<(), LoadError> {
        self.current.store(Arc::new(build(&self.cert, &self.key, self.clock.as_ref())?));
        Ok(())
    }

    /// The configuration for the next handshake.
    pub fn config(&self) -> Arc<ServerConfig> {
        self.current.load().config.clone()
    }

    /// When the certificate ends, in seconds since 1970-01-01 UTC.
    pub fn not_after(&self) -> i64 {
        self.current.load().not_after
    }
}

/// AES-128-GCM first: the cheapest suite wherever processors have AES, which is nearly everywhere.
fn provider() -> CryptoProvider {
    let mut provider = aws_lc_rs::default_provider();
    provider
        .cipher_suites
        .sort_by_key(|suite| !matches!(suite.suite(), CipherSuite::TLS13_AES_128_GCM_SHA256));
    provider
}

fn build(cert: &Path, key: &Path, clock: &dyn Clock) -> Result<Current, LoadError> {
    let (chain, private) = pair(cert, key, clock)?;
    let not_after = not_before_and_after(&chain[0]).map_or(0, |(_, end)| end);
    let mut config = ServerConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)?;
    config.ignore_client_order = true;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    // Browsers come back often: tickets save them, and us, a full handshake.
    config.ticketer = aws_lc_rs::Ticketer::new()?;
    Ok(Current { config: Arc::new(config), not_after })
}
