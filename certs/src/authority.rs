//! The authority: a folder, and what can be done with it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use rcgen::{Issuer, KeyPair};
use zeroize::Zeroizing;

use crate::{
    DAY, DEFAULT_DAYS, Error, MAX_DAYS, Subject,
    crl::{self, CRL_DAYS},
    files,
    index::{Entry, Index, Signer, same},
    profile, subject,
};

mod change;
mod listing;

pub use listing::{AuthorityLeft, Listing, Row};

/// A certification authority in a folder. Holds the folder's lock: other commands wait until it is dropped.
#[derive(Debug)]
pub struct Authority {
    folder: PathBuf,
    index: Index,
    _lock: File,
}

/// A certificate that was just issued; the same stands in its folder.
#[derive(Debug)]
pub struct Issued {
    /// Whom it is for.
    pub subject: Subject,
    /// The certificate chain in PEM: here the certificate alone, since the CA signs it directly.
    pub cert_pem: String,
    /// The private key in PEM (PKCS #8).
    pub key_pem: Zeroizing<String>,
    /// The serial number in lower-case hexadecimal.
    pub serial: String,
    /// Where `cert.pem` and `key.pem` are.
    pub folder: PathBuf,
    /// The end of its life, in seconds since 1970-01-01 UTC.
    pub not_after: i64,
}

impl Authority {
    /// Makes a CA for `trust_domain` in `folder`, at `now` (seconds since 1970-01-01 UTC).
    ///
    /// # Errors
    /// The folder already holds one, the trust domain is no host name, or a file cannot be written.
    pub fn create(folder: &Path, trust_domain: &str, now: i64) -> Result<Self, Error> {
        // Room for "back." in a host name.
        if !subject::is_host(trust_domain) || trust_domain.len() > 248 {
            return Err(Error::Usage(format!(
                "{trust_domain:?} is no trust domain: a host name in lower case"
            )));
        }
        files::make_folder(folder)?;
        let lock = files::lock(&folder.join(".lock"))?;
        if folder.join("index.json").exists() {
            return Err(Error::Refused(format!("{} already holds an authority", folder.display())));
        }
        let mut authority = Self { folder: folder.to_owned(), index: Index::new(trust_domain), _lock: lock };
        authority.add_signer(1, now)?;
        Ok(authority)
    }

    /// Opens the authority in `folder`.
    ///
    /// # Errors
    /// There is none, or its index cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let index = folder.join("index.json");
        if !index.exists() {
            return Err(Error::Refused(format!(
                "{} holds no authority: make one with `init` or name its folder with --dir",
                folder.display()
            )));
        }
        let lock = files::lock(&folder.join(".lock"))?;
        Ok(Self { folder: folder.to_owned(), index: Index::load(&index)?, _lock: lock })
    }

    /// The trust domain: the host part of every identity.
    pub fn trust_domain(&self) -> &str {
        &self.index.trust_domain
    }

    /// What to trust, in PEM: one CA, or two during a change.
    pub fn ca_pem(&self) -> String {
        // The newest first: tools that read one certificate then read that one.
        self.index.authorities.iter().rev().map(|signer| signer.certificate.as_str()).collect()
    }

    /// Issues a certificate that lives `days` from `now`.
    ///
    /// # Errors
    /// The subject already has a valid one, or the CA ends before it would.
    pub fn issue(&mut self, subject: &Subject, days: u32, now: i64) -> Result<Issued, Error> {
        if self.index.issued.iter().any(|entry| same(&entry.subject, subject) && entry.is_valid(now)) {
            return Err(Error::Refused(format!(
                "{subject} has a valid certificate: renew it, or revoke it first"
            )));
        }
        let issued = self.sign(subject, days, now)?;
        self.publish(now)?;
        Ok(issued)
    }

    /// Issues the subject called `name` (`back/a`, or `a` where that is one alone) a new certificate with a new key, for
    /// the same life as before. The old one stays valid until its end, so that nothing breaks before the reload.
    ///
    /// # Errors
    /// Nobody has that name, or the certificate is revoked.
    pub fn renew(&mut self, name: &str, now: i64) -> Result<Issued, Error> {
        let entry = self.current_of(name)?.clone();
        if entry.revoked.is_some() {
            return Err(Error::Refused(format!(
                "{} is revoked: issue it anew if it is to come back",
                entry.subject
            )));
        }
        let issued = self.sign(&entry.subject, entry.days, now)?;
        self.publish(now)?;
        Ok(issued)
    }

    /// Renews whatever is not revoked and has at most `within` days left (everything, with none given), and the
    /// revocation list.
    pub fn renew_all(&mut self, within: Option<u32>, now: i64) -> Result<Vec<Issued>, Error> {
        let due: Vec<Entry> = self
            .index
            .current()
            .into_iter()
            .filter(|entry| entry.revoked.is_none())
            .filter(|entry| within.is_none_or(|within| entry.days_left(now) <= i64::from(within)))
            .cloned()
            .collect();
        let issued =
            due.iter().map(|entry| self.sign(&entry.subject, entry.days, now)).collect::<Result<_, _>>();
        // Also when one failed: the others are on disk and must be in the index.
        self.publish(now)?;
        issued
    }

    /// Revokes every valid certificate of the subject called `name`, or the one with that serial number; gives their
    /// serial numbers.
    ///
    /// # Errors
    /// No such name or serial number, or nothing valid under it.
    pub fn revoke(&mut self, name: &str, now: i64) -> Result<Vec<String>, Error> {
        let serial = name.to_ascii_lowercase();
        let subject = match self.index.issued.iter().find(|entry| entry.serial == serial) {
            Some(_) => None,
            None => Some(self.current_of(name)?.subject.clone()),
        };
        let mut revoked = Vec::new();
        for entry in &mut self.index.issued {
            let meant =
                subject.as_ref().map_or(entry.serial == serial, |subject| same(&entry.subject, subject));
            if meant && entry.is_valid(now) {
                entry.revoked = Some(now);
                revoked.push(entry.serial.clone());
            }
        }
        if revoked.is_empty() {
            return Err(Error::Refused(format!("{name} has no valid certificate: nothing to revoke")));
        }
        self.publish(now)?;
        Ok(revoked)
    }

    /// Makes and writes a certificate and notes it in the index, which is not saved here.
    fn sign(&mut self, subject: &Subject, days: u32, now: i64) -> Result<Issued, Error> {
        if !(1..=MAX_DAYS).contains(&days) {
            return Err(Error::Usage(format!(
                "a certificate lives 1 to {MAX_DAYS} days (usually {DEFAULT_DAYS})"
            )));
        }
        let signer = self.newest()?;
        if signer.not_after < now + i64::from(days) * DAY {
            let left = (signer.not_after - now).div_euclid(DAY);
            return Err(Error::Refused(format!(
                "the CA itself ends in {left} days: make the next with `new-ca`"
            )));
        }
        let generation = signer.generation;
        let made = profile::leaf(subject, &self.index.trust_domain, days, now, &self.issuer(signer)?)?;
        let key_pem = Zeroizing::new(made.key);
        let folder = self.folder.join("issued").join(subject.folder());
        files::make_folder(&folder)?;
        files::write(&folder.join("key.pem"), &key_pem, files::SECRET)?;
        files::write(&folder.join("cert.pem"), &made.certificate, files::PUBLIC)?;
        self.index.issued.push(Entry {
            subject: subject.clone(),
            serial: made.serial.clone(),
            generation,
            days,
            not_after: made.not_after,
            revoked: None,
        });
        Ok(Issued {
            subject: subject.clone(),
            cert_pem: made.certificate,
            key_pem,
            serial: made.serial,
            folder,
            not_after: made.not_after,
        })
    }

    /// Saves the index, then what is made from it: `ca.pem` and `crl.pem`.
    fn publish(&mut self, now: i64) -> Result<(), Error> {
        // What expired a list ago can neither be used nor revoked any more.
        let known = |entry: &Entry| now < entry.not_after + CRL_DAYS * DAY;
        let current: Vec<String> = self.index.current().iter().map(|entry| entry.serial.clone()).collect();
        self.index.issued.retain(|entry| known(entry) || current.contains(&entry.serial));
        self.index.crl_number += 1;
        self.index.crl_ends = now + CRL_DAYS * DAY;
        let mut lists = String::new();
        for signer in &self.index.authorities {
            lists += &crl::revocation_list(&self.index, signer.generation, &self.issuer(signer)?, now)?;
        }
        self.index.farewells.retain(|farewell| now < farewell.until);
        lists.extend(self.index.farewells.iter().map(|farewell| farewell.list.as_str()));
        self.index.save(&self.folder.join("index.json"))?;
        files::write(&self.folder.join("ca.pem"), &self.ca_pem(), files::PUBLIC)?;
        files::write(&self.folder.join("crl.pem"), &lists, files::PUBLIC)
    }

    fn newest(&self) -> Result<&Signer, Error> {
        self.index.authorities.last().ok_or_else(|| Error::Damaged {
            path: self.folder.join("index.json"),
            what: "it names no authority".into(),
        })
    }

    fn issuer(&self, signer: &Signer) -> Result<Issuer<'static, KeyPair>, Error> {
        let key = Zeroizing::new(files::read(&self.folder.join(signer.key_file()))?);
        Ok(Issuer::from_ca_cert_pem(&signer.certificate, KeyPair::from_pem(&key)?)?)
    }

    fn current_of(&self, name: &str) -> Result<&Entry, Error> {
        let mut found = self.index.current();
        found.retain(|entry| entry.subject.to_string() == name || entry.subject.name() == name);
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(Error::Refused(format!("no certificate was issued to {name}: `list` shows the names"))),
            several => {
                let names: Vec<String> = several.iter().map(|entry| entry.subject.to_string()).collect();
                Err(Error::Refused(format!("{name} may be any of {}: say which", names.join(", "))))
            }
        }
    }

    fn remove_file(&self, name: &str) -> Result<(), Error> {
        let path = self.folder.join(name);
        fs::remove_file(&path).map_err(|source| Error::File { path, source })
    }
}

#[cfg(test)]
mod tests;
