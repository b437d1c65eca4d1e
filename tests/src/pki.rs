//! Certificates of one world.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

use rcgen::{CertificateParams, ExtendedKeyUsagePurpose, Issuer, KeyPair, SanType};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    version::TLS13,
};
use tokio_rustls::TlsConnector;
use vantail_certs::{Authority, Subject};
use vantail_shared::{
    clock::{Clock, ManualClock, SystemClock},
    tls::{ClientTls, Files},
};

/// The trust domain of all test worlds.
pub const TRUST_DOMAIN: &str = "morel.example";
const DAY: i64 = 86_400;

/// A CA with the pair's certificates.
#[derive(Debug)]
pub struct Pki {
    folder: PathBuf,
}

impl Pki {
    /// A CA with one back, one front of each kind and a certificate for browsers.
    pub fn create(folder: &Path) -> Self {
        let now = SystemClock.now();
        let mut authority = Authority::create(folder, TRUST_DOMAIN, now).unwrap();
        let loopback = vec![IpAddr::V4(Ipv4Addr::LOCALHOST)];
        for subject in [
            Subject::back("b1"),
            Subject::public("f1"),
            Subject::staff("s1"),
            Subject::https("web", vec!["localhost".to_owned()], loopback),
        ] {
            authority.issue(&subject.unwrap(), 30, now).unwrap();
        }
        Self { folder: folder.to_owned() }
    }

    /// The CA's certificate.
    pub fn ca(&self) -> PathBuf {
        self.folder.join("ca.pem")
    }

    /// The revocation list.
    pub fn crl(&self) -> PathBuf {
        self.folder.join("crl.pem")
    }

    /// Where the certificate and key of `name` are, such as `public-f1`.
    pub fn files(&self, name: &str) -> Files {
        let folder = self.folder.join("issued").join(name);
        Files { ca: self.ca(), cert: folder.join("cert.pem"), key: folder.join("key.pem"), crl: None }
    }

    /// One more certificate, issued `days_ago`; a life of ten days.
    pub fn issue(&self, subject: &Subject, days_ago: i64) {
        let then = SystemClock.now() - days_ago * DAY;
        Authority::open(&self.folder).unwrap().issue(subject, 10, then).unwrap();
    }

    /// A caller whose certificate our CA has signed for clients, but which names nobody of ours: `uri`, or no URI at all.
    /// It is no front, so it checks nothing itself.
    pub fn stranger(&self, uri: Option<&str>) -> TlsConnector {
        let read = |name| fs::read_to_string(self.folder.join(name)).unwrap();
        let issuer =
            Issuer::from_ca_cert_pem(&read("ca.pem"), KeyPair::from_pem(&read("ca.key")).unwrap()).unwrap();
        let mut params = CertificateParams::new(vec!["front.example".to_owned()]).unwrap();
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
        params.subject_alt_names.extend(uri.map(|uri| SanType::URI(uri.try_into().unwrap())));
        let key = KeyPair::generate().unwrap();
        let chain = vec![params.signed_by(&key, &issuer).unwrap().der().clone()];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(read("ca.pem").as_bytes()).unwrap()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider).with_protocol_versions(&[&TLS13]).unwrap();
        let mut config = config.with_root_certificates(roots).with_client_auth_cert(chain, key).unwrap();
        config.alpn_protocols = vec![b"h2".to_vec()];
        TlsConnector::from(Arc::new(config))
    }

    /// Revokes a certificate by its name: the list is written at once.
    pub fn revoke(&self, name: &str) {
        Authority::open(&self.folder).unwrap().revoke(name, SystemClock.now()).unwrap();
    }

    /// A client with the certificate of `name`, loaded as of `days_ago`, so that an expired one loads as well.
    pub fn client(&self, name: &str, days_ago: i64) -> ClientTls {
        self.client_trusting(name, days_ago, &self.ca())
    }

    /// The same, trusting another CA than its own.
    pub fn client_trusting(&self, name: &str, days_ago: i64, ca: &Path) -> ClientTls {
        let clock = Arc::new(ManualClock::at(SystemClock.now() - days_ago * DAY));
        let files = Files { ca: ca.to_owned(), ..self.files(name) };
        ClientTls::load(files, TRUST_DOMAIN, clock).unwrap()
    }
}
