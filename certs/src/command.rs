//! The command line: what each command does and how it answers, to people or with `--json`.

use std::{
    io::{self, Write},
    net::IpAddr,
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::{Authority, DEFAULT_DAYS, Error, Kind, Subject};

mod answer;

use answer::Answer;

/// A small private PKI for the pair: one CA, short-lived certificates, renewal, revocation.
///
/// Exit status: 0 done, 1 findings or refused, 2 wrong usage, 3 could not finish.
#[derive(Debug, Parser)]
#[command(name = "vantail-certs", version)]
pub struct Arguments {
    /// The authority's folder.
    #[arg(long, global = true, default_value = "certs")]
    dir: PathBuf,
    /// Answer with one JSON value.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a CA.
    Init {
        /// The host part of every identity, such as example.org.
        #[arg(long)]
        trust_domain: String,
    },
    /// Issue a certificate.
    Issue {
        /// What its holder is.
        kind: KindArgument,
        /// The holder's name: a-z, 0-9 and -.
        name: String,
        /// Its life, in days.
        #[arg(long, default_value_t = DEFAULT_DAYS)]
        days: u32,
        /// A host name that browsers reach the web server under (https only, repeatable).
        #[arg(long)]
        dns: Vec<String>,
        /// An address that browsers reach the web server under (https only, repeatable).
        #[arg(long)]
        ip: Vec<IpAddr>,
    },
    /// Renew a certificate, or all; also renews the revocation list.
    Renew(RenewArguments),
    /// Show what there is and the days left. Exit status 1 when something is over or has less than 7 days left.
    List,
    /// Revoke every certificate of a name, or the one with a serial number.
    Revoke {
        /// Such as public/web-1, or a serial number.
        name: String,
    },
    /// Make the next CA beside the present one: both are trusted until `retire-ca`.
    NewCa,
    /// Stop trusting the old CA and destroy its key.
    RetireCa {
        /// Also when valid certificates still hang on it.
        #[arg(long)]
        force: bool,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct RenewArguments {
    /// Such as back/main.
    #[arg(conflicts_with = "all")]
    name: Option<String>,
    /// Whatever is not revoked.
    #[arg(long)]
    all: bool,
    /// With --all: only what has at most this many days left.
    #[arg(long, requires = "all", conflicts_with = "name")]
    within: Option<u32>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum KindArgument {
    /// A back: serves on the hop.
    Back,
    /// A public front: calls on the hop.
    Public,
    /// A staff front: calls on the hop.
    Staff,
    /// A web server towards browsers.
    Https,
}

impl From<KindArgument> for Kind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::Back => Self::Back,
            KindArgument::Public => Self::Public,
            KindArgument::Staff => Self::Staff,
            KindArgument::Https => Self::Https,
        }
    }
}

impl Arguments {
    /// Does it at `now` (seconds since 1970-01-01 UTC) and answers on `out`, with errors on `err`.
    pub fn run(self, now: i64, out: &mut dyn Write, err: &mut dyn Write) -> ExitCode {
        let json = self.json;
        let status = match self.act(now) {
            Ok(answer) => match answer.print(json, out) {
                Ok(()) => answer.exit_status(),
                Err(_) => 3,
            },
            Err(error) => {
                complain(&error, json, err).ok();
                error.exit_status()
            }
        };
        ExitCode::from(status)
    }

    fn act(self, now: i64) -> Result<Answer, Error> {
        if let Command::Init { trust_domain } = &self.command {
            return Authority::create(&self.dir, trust_domain, now)
                .map(|_| Answer::Done(format!("made the CA of {trust_domain} in {}", self.dir.display())));
        }
        let subject = match &self.command {
            Command::Issue { kind, name, dns, ip, .. } => {
                Some(Subject::new((*kind).into(), name, dns.clone(), ip.clone())?)
            }
            _ => None,
        };
        let mut authority = Authority::open(&self.dir)?;
        match (self.command, subject) {
            (Command::Issue { days, .. }, Some(subject)) => {
                authority.issue(&subject, days, now).map(|issued| Answer::Issued(vec![issued]))
            }
            (Command::Renew(RenewArguments { name: Some(name), .. }), _) => {
                authority.renew(&name, now).map(|issued| Answer::Issued(vec![issued]))
            }
            (Command::Renew(RenewArguments { within, .. }), _) => {
                authority.renew_all(within, now).map(Answer::Issued)
            }
            (Command::Revoke { name }, _) => {
                authority.revoke(&name, now).map(|serials| Answer::Revoked { name, serials })
            }
            (Command::NewCa, _) => authority.new_ca(now).map(|()| {
                Answer::Done(
                    "made the next CA; ca.pem now trusts both. Give every daemon the new ca.pem and crl.pem and reload it, \
                     then `renew --all`, hand the certificates out, and end with `retire-ca`"
                        .into(),
                )
            }),
            (Command::RetireCa { force }, _) => authority
                .retire_ca(force, now)
                .map(|()| Answer::Done("the old CA is gone; give every daemon the new ca.pem and crl.pem".into())),
            (Command::List | Command::Init { .. } | Command::Issue { .. }, _) => {
                Ok(Answer::Listing(authority.list(now)))
            }
        }
    }
}

fn complain(error: &Error, json: bool, err: &mut dyn Write) -> io::Result<()> {
    if json {
        writeln!(err, "{}", serde_json::json!({ "error": error.to_string() }))
    } else {
        writeln!(err, "vantail-certs: {error}")
    }
}

#[cfg(test)]
mod tests;
