//! The demo's certificates: made once, renewed when they near their end.

use std::path::{Path, PathBuf};

use anyhow::Result;
use vantail_certs::{Authority, DEFAULT_DAYS, Subject};

/// The trust domain of the sample organisation (`.example` belongs to nobody: RFC 2606).
pub const TRUST_DOMAIN: &str = "morel.example";
/// Certificates with no more days than this are renewed at start: a demo may run for a while.
const RENEW_WITHIN: u32 = 20;

/// Where a certificate and its key are.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The certificate.
    pub cert: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// All certificates that the pair needs.
#[derive(Debug, Clone)]
pub struct Pki {
    /// Whom to trust; browsers too.
    pub ca: PathBuf,
    /// What is revoked.
    pub crl: PathBuf,
    /// The back's.
    pub back: Pair,
    /// The public front's, for the hop.
    pub public: Pair,
    /// The staff front's, for the hop.
    pub staff: Pair,
    /// Both fronts', towards browsers.
    pub https: Pair,
}

/// Makes what is missing in `folder` and renews what is due, at `now` (seconds since 1970-01-01 UTC).
pub fn prepare(folder: &Path, now: i64) -> Result<Pki> {
    let subjects = [
        Subject::back("main")?,
        Subject::public("portal")?,
        Subject::staff("office")?,
        Subject::https("localhost", vec!["localhost".into()], vec!["127.0.0.1".parse()?, "::1".parse()?])?,
    ];
    let mut authority = if folder.join("index.json").exists() {
        Authority::open(folder)?
    } else {
        Authority::create(folder, TRUST_DOMAIN, now)?
    };
    let listing = authority.list(now);
    for subject in &subjects {
        let name = subject.to_string();
        let usable =
            listing.certificates.iter().any(|row| row.name == name && !row.revoked && row.days_left >= 0);
        if !usable {
            authority.issue(subject, DEFAULT_DAYS, now)?;
        }
    }
    authority.renew_all(Some(RENEW_WITHIN), now)?;
    let pair = |name: &str| {
        let folder = folder.join("issued").join(name);
        Pair { cert: folder.join("cert.pem"), key: folder.join("key.pem") }
    };
    Ok(Pki {
        ca: folder.join("ca.pem"),
        crl: folder.join("crl.pem"),
        back: pair("back-main"),
        public: pair("public-portal"),
        staff: pair("staff-office"),
        https: pair("https-localhost"),
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn certificates_are_kept_until_they_near_their_end() {
        let folder = tempfile::tempdir().unwrap();
        let now = 1_800_000_000;
        let read = |pki: &Pki| fs::read(&pki.https.cert).unwrap();
        let first = read(&prepare(folder.path(), now).unwrap());
        let later = read(&prepare(folder.path(), now + 5 * 86_400).unwrap());
        assert_eq!(first, later);
        let much_later = prepare(folder.path(), now + 400 * 86_400).unwrap();
        assert_ne!(first, read(&much_later));
        for pair in [&much_later.back, &much_later.public, &much_later.staff] {
            assert!(pair.cert.exists() && pair.key.exists());
        }
    }
}
