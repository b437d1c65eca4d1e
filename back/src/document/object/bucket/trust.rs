//! TLS towards the store.

use std::{io, path::PathBuf, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{
        CertificateDer, ServerName,
        pem::{self, PemObject as _},
    },
};
use tokio_rustls::TlsConnector;

use super::BucketAddress;

/// A bucket's address cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    /// The file with the CA's certificates cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// It holds something else.
    #[error("{path}: {problem}")]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// TLS refuses the versions or the name of the store.
    #[error("TLS: {0}")]
    Tls(String),
}

pub(super) fn connector(address: &BucketAddress) -> Result<(TlsConnector, ServerName<'static>), BucketError> {
    let path = || address.ca.clone();
    let bytes = std::fs::read(&address.ca).map_err(|source| BucketError::Read { path: path(), source })?;
    let certificates: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(&bytes).collect();
    let certificates =
        certificates.map_err(|error| BucketError::Pem { path: path(), problem: error.to_string() })?;
    let mut roots = RootCertStore::empty();
    // A bundle of the system may hold one that rustls does not take.
    let (added, _) = roots.add_parsable_certificates(certificates);
    if added == 0 {
        return Err(BucketError::Pem { path: path(), problem: "holds no CA certificate".to_owned() });
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| BucketError::Tls(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    let name = ServerName::try_from(address.endpoint.host.clone());
    let name = name.map_err(|error| BucketError::Tls(error.to_string()))?;
    Ok((TlsConnector::from(Arc::new(config)), name))
}
