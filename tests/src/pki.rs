//! Certificates of one world.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::{Path, PathBuf},
    sync::Arc,
};

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
