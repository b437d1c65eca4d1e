//! Certificates, keys and revocation lists from PEM files, checked before anything uses them.

use std::{
    collections::HashSet,
    io,
    path::{Path, PathBuf},
};

use rustls::{
    RootCertStore,
    pki_types::{
        CertificateDer, CertificateRevocationListDer, PrivateKeyDer,
        pem::{self, PemObject as _},
    },
};
use x509_parser::prelude::{CertificateRevocationList, FromDer as _, X509Certificate};

use super::identity::{CertificateId, IdentityError, Peer};
use crate::clock::Clock;

/// Where the PEM files of one end of the hop are.
#[derive(Debug, Clone)]
pub struct Files {
    /// The CA certificates that the other end is held against: more than one while a CA is being changed.
    pub ca: PathBuf,
    /// Our certificate, with whatever stands between it and the CA.
    pub cert: PathBuf,
    /// Our private key.
    pub key: PathBuf,
    /// Revocation lists of those CAs.
    pub crl: Option<PathBuf>,
}

/// Why a set of files is not taken.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file is not the PEM that it should be.
    #[error("{path}: {problem}")]
    Pem {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Our certificate has ended, or does not begin yet.
    #[error("{path}: the certificate is not valid today")]
    NotValidNow {
        /// The certificate.
        path: PathBuf,
    },
    /// Our certificate does not say who we are.
    #[error("{path}: {source}")]
    Identity {
        /// The certificate.
        path: PathBuf,
        /// What is wrong with it.
        source: IdentityError,
    },
    /// Certificate and key do not belong together, or TLS refuses them for another reason.
    #[error("certificate and key: {0}")]
    Tls(#[from] rustls::Error),
    /// The verifier refuses the CA certificates or the revocation lists.
    #[error("CA certificates and revocation lists: {0}")]
    Verifier(#[from] rustls::server::VerifierBuilderError),
}

/// Everything of one end of the hop, read and checked together.
pub(super) struct Material {
    pub(super) roots: RootCertStore,
    pub(super) chain: Vec<CertificateDer<'static>>,
    pub(super) key: PrivateKeyDer<'static>,
    pub(super) crls: Vec<CertificateRevocationListDer<'static>>,
    pub(super) revoked: HashSet<CertificateId>,
    pub(super) me: Peer,
}

impl Material {
    pub(super) fn load(files: &Files, trust_domain: &str, clock: &dyn Clock) -> Result<Self, LoadError> {
        let mut roots = RootCertStore::empty();
        for certificate in certificates(&files.ca)? {
            roots
                .add(certificate)
                .map_err(|error| LoadError::Pem { path: files.ca.clone(), problem: error.to_string() })?;
        }
        let (chain, key) = pair(&files.cert, &files.key, clock)?;
        let me = Peer::from_certificate(&chain[0], trust_domain)
            .map_err(|source| LoadError::Identity { path: files.cert.clone(), source })?;
        let crls = match &files.crl {
            Some(path) => revocation_lists(path)?,
            None => Vec::new(),
        };
        let mut revoked = HashSet::new();
        for crl in &crls {
            if let Ok((_, list)) = CertificateRevocationList::from_der(crl) {
                revoked.extend(list.iter_revoked_certificates().map(|entry| CertificateId {
                    issuer: list.issuer().as_raw().to_vec(),
                    serial: entry.raw_serial().to_vec(),
                }));
            }
        }
        Ok(Self { roots, chain, key, crls, revoked, me })
    }
}

/// A certificate that is valid now and its key. The chain is not empty.
pub(super) fn pair(
    cert: &Path,
    key: &Path,
    clock: &dyn Clock,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), LoadError> {
    let chain = certificates(cert)?;
    let validity = not_before_and_after(&chain[0])
        .ok_or_else(|| LoadError::Identity { path: cert.to_owned(), source: IdentityError::Unreadable })?;
    if !(validity.0..=validity.1).contains(&clock.now()) {
        return Err(LoadError::NotValidNow { path: cert.to_owned() });
    }
    let private = PrivateKeyDer::from_pem_slice(&read(key)?)
        .map_err(|error| LoadError::Pem { path: key.to_owned(), problem: problem(&error, "private key") })?;
    Ok((chain, private))
}

/// The validity of a certificate, in seconds since 1970-01-01 UTC.
pub(super) fn not_before_and_after(der: &[u8]) -> Option<(i64, i64)> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let validity = certificate.validity();
    Some((validity.not_before.timestamp(), validity.not_after.timestamp()))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, LoadError> {
    let bytes = read(path)?;
    let pem = |problem| LoadError::Pem { path: path.to_owned(), problem };
    let list = CertificateDer::pem_slice_iter(&bytes)
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| pem(problem(&error, "certificate")))?;
    if list.is_empty() { Err(pem("holds no certificate".to_owned())) } else { Ok(list) }
}

fn revocation_lists(path: &Path) -> Result<Vec<CertificateRevocationListDer<'static>>, LoadError> {
    let bytes = read(path)?;
    CertificateRevocationListDer::pem_slice_iter(&bytes).collect::<Result<Vec<_>, _>>().map_err(|error| {
        LoadError::Pem { path: path.to_owned(), problem: problem(&error, "revocation list") }
    })
}

fn problem(error: &pem::Error, what: &str) -> String {
    match error {
        pem::Error::NoItemsFound => format!("holds no {what}"),
        other => other.to_string(),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, LoadError> {
    std::fs::read(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })
}
