//! How a command answers.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::{Issued, Listing};

/// What a command has to say.
pub(super) enum Answer {
    Done(String),
    Issued(Vec<Issued>),
    Revoked { name: String, serials: Vec<String> },
    Listing(Listing),
}

impl Answer {
    /// 1 for findings, else 0.
    pub(super) fn exit_status(&self) -> u8 {
        match self {
            Self::Listing(listing) => u8::from(!listing.findings.is_empty()),
            _ => 0,
        }
    }

    pub(super) fn print(&self, json: bool, out: &mut dyn Write) -> io::Result<()> {
        if json { writeln!(out, "{}", self.json()?) } else { self.text(out) }
    }

    fn json(&self) -> io::Result<Value> {
        Ok(match self {
            Self::Done(text) => json!({ "done": text }),
            Self::Issued(issued) => issued
                .iter()
                .map(|one| {
                    json!({
                        "name": one.subject.to_string(), "serial": one.serial, "not_after": one.not_after,
                        "cert": one.folder.join("cert.pem"), "key": one.folder.join("key.pem"),
                    })
                })
                .collect(),
            Self::Revoked { name, serials } => json!({ "name": name, "revoked": serials }),
            Self::Listing(listing) => serde_json::to_value(listing)?,
        })
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Done(text) => writeln!(out, "{text}"),
            Self::Issued(issued) if issued.is_empty() => {
                writeln!(out, "nothing was due; the revocation list is renewed")
            }
            Self::Issued(issued) => issued.iter().try_for_each(|one| {
                writeln!(out, "{}  {}  {}", one.subject, one.serial, one.folder.display())
            }),
            Self::Revoked { name, serials } => {
                writeln!(out, "revoked {name}: {}", serials.join(", "))?;
                writeln!(out, "give every daemon the new crl.pem and reload it")
            }
            Self::Listing(listing) => table(listing, out),
        }
    }
}

fn table(listing: &Listing, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{:<28} {:>9}  {:<10} serial", listing.trust_domain, "days left", "state")?;
    for authority in &listing.authorities {
        writeln!(out, "{:<28} {:>9}", format!("CA {}", authority.generation), authority.days_left)?;
    }
    writeln!(out, "{:<28} {:>9}", "revocation list", listing.crl_days_left)?;
    for row in &listing.certificates {
        let state = match (row.revoked, row.days_left) {
            (true, _) => "revoked",
            (false, ..0) => "over",
            (false, _) => "valid",
        };
        writeln!(out, "{:<28} {:>9}  {state:<10} {}", row.name, row.days_left, row.serial)?;
    }
    listing.findings.iter().try_for_each(|finding| writeln!(out, "! {finding}"))
}
