//! What there is, how long it lasts, and what of it needs attention.

use serde::Serialize;

use super::Authority;
use crate::{DAY, WARN_DAYS};

/// A CA with fewer days left than this is a finding: its change takes a while.
const AUTHORITY_WARN_DAYS: i64 = 60;

/// The state of the authority.
#[derive(Debug, Serialize)]
pub struct Listing {
    /// The host part of every identity.
    pub trust_domain: String,
    /// The CAs, the newest last.
    pub authorities: Vec<AuthorityLeft>,
    /// Days until the revocation list should have been replaced by a newer one.
    pub crl_days_left: i64,
    /// The current certificate of every subject.
    pub certificates: Vec<Row>,
    /// What needs attention, in words.
    pub findings: Vec<String>,
}

/// A CA and how long it lasts.
#[derive(Debug, Serialize)]
pub struct AuthorityLeft {
    /// 1 for the first, 2 for the next one.
    pub generation: u32,
    /// Whole days until its end.
    pub days_left: i64,
}

/// A certificate.
#[derive(Debug, Serialize)]
pub struct Row {
    /// `back/a`
    pub name: String,
    /// `back`, `public`, `staff` or `https`.
    pub kind: &'static str,
    /// In lower-case hexadecimal.
    pub serial: String,
    /// Whole days until its end; below zero once it is over.
    pub days_left: i64,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Which CA signed it.
    pub authority: u32,
}

impl Authority {
    /// The state at `now`. Changes nothing.
    pub fn list(&self, now: i64) -> Listing {
        let left = |ends: i64| (ends - now).div_euclid(DAY);
        let mut listing = Listing {
            trust_domain: self.index.trust_domain.clone(),
            authorities: Vec::new(),
            crl_days_left: left(self.index.crl_ends),
            certificates: Vec::new(),
            findings: Vec::new(),
        };
        for signer in &self.index.authorities {
            let days_left = left(signer.not_after);
            if days_left < AUTHORITY_WARN_DAYS {
                listing.findings.push(format!("CA {} {}", signer.generation, ends(days_left)));
            }
            listing.authorities.push(AuthorityLeft { generation: signer.generation, days_left });
        }
        if listing.crl_days_left < WARN_DAYS {
            listing.findings.push(format!("the revocation list {}", ends(listing.crl_days_left)));
        }
        for entry in self.index.current() {
            let days_left = entry.days_left(now);
            if entry.revoked.is_none() && days_left < WARN_DAYS {
                listing.findings.push(format!("{} {}", entry.subject, ends(days_left)));
            }
            listing.certificates.push(Row {
                name: entry.subject.to_string(),
                kind: entry.subject.kind().as_str(),
                serial: entry.serial.clone(),
                days_left,
                revoked: entry.revoked.is_some(),
                authority: entry.generation,
            });
        }
        listing
    }
}

fn ends(days_left: i64) -> String {
    match days_left {
        ..0 => "is over".into(),
        0 => "ends within a day".into(),
        1 => "ends in 1 day".into(),
        days => format!("ends in {days} days"),
    }
}
