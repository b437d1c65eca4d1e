//! The back's end of the hop.

use std::{collections::HashSet, sync::Arc};

use arc_swap::ArcSwap;
use rustls::{
    ServerConfig,
    server::{NoServerSessionStorage, WebPkiClientVerifier},
    version::TLS13,
};
use tracing::info;

use super::{
    ALPN_H2, hop_provider,
    identity::{CertificateId, Peer},
    living::Living,
    material::{Files, LoadError, Material},
};
use crate::clock::Clock;

/// Accepts fronts. Cheap to clone; all clones see a reload.
#[derive(Debug, Clone)]
pub struct ServerTls {
    files: Arc<Files>,
    trust_domain: Arc<str>,
    clock: Arc<dyn Clock>,
    current: Arc<ArcSwap<Current>>,
    pub(super) living: Living,
}

#[derive(Debug)]
struct Current {
    config: Arc<ServerConfig>,
    revoked: HashSet<CertificateId>,
    not_after: i64,
}

impl ServerTls {
    /// Reads and checks the files.
    ///
    /// # Errors
    /// A file that is missing, out of form, out of date, or does not fit the others.
    pub fn load(files: Files, trust_domain: &str, clock: Arc<dyn Clock>) -> Result<Self, LoadError> {
        let current = build(&files, trust_domain, clock.as_ref())?;
        Ok(Self {
            files: Arc::new(files),
            trust_domain: trust_domain.into(),
            clock,
            current: Arc::new(ArcSwap::from_pointee(current)),
            living: Living::default(),
        })
    }

    /// Reads the files again. New connections get the new certificate, CAs and lists; living connections whose
    /// certificate is revoked now are cut.
    ///
    /// # Errors
    /// As [`ServerTls::load`]; everything stays as it was then.
    pub fn reload(&self) -> Result<(), LoadError> {
        let next = build(&self.files, &self.trust_domain, self.clock.as_ref())?;
        self.current.store(Arc::new(next));
        let cut = self.living.cut(|certificate| self.current.load().revoked.contains(certificate));
        info!(connections_cut = cut, "certificates reloaded");
        Ok(())
    }

    /// The configuration for the next handshake.
    pub fn config(&self) -> Arc<ServerConfig> {
        self.current.load().config.clone()
    }

    /// When our own certificate ends, in seconds since 1970-01-01 UTC.
    pub fn not_after(&self) -> i64 {
        self.current.load().not_after
    }

    /// Who the other end is, once its chain was verified.
    ///
    /// # Errors
    /// When the certificate does not say who it is.
    pub fn identify(&self, certificate: &[u8]) -> Result<Peer, super::IdentityError> {
        Peer::from_certificate(certificate, &self.trust_domain)
    }

    /// Whether this peer's certificate may still be used: not revoked, not over.
    pub fn is_good(&self, peer: &Peer) -> bool {
        peer.not_after > self.clock.now() && !self.current.load().revoked.contains(&peer.certificate)
    }
}

fn build(files: &Files, trust_domain: &str, clock: &dyn Clock) -> Result<Current, LoadError> {
    let material = Material::load(files, trust_domain, clock)?;
    let provider = hop_provider();
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(material.roots), provider.clone())
        .with_crls(material.crls)
        // A CA that has revoked nothing may have no list.
        .allow_unknown_revocation_status()
        .only_check_end_entity_revocation()
        .build()?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(material.chain, material.key)?;
    config.alpn_protocols = vec![ALPN_H2.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    config.max_early_data_size = 0;
    Ok(Current { config: Arc::new(config), revoked: material.revoked, not_after: material.me.not_after })
}
