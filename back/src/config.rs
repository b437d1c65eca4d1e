//! The back's configuration file. Every mistake is told at once; relative paths count from the file's folder.

mod documents;
mod factors;
mod letters;
mod mail;
mod origin;
mod providers;
mod rules;
mod sections;
mod sources;

pub use documents::DocumentRoot;
pub use letters::Letters;
pub use mail::{MailSettings, MailWay, SmtpServer};
pub use sources::Source;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use vantail_shared::{
    config::{At, Document, Faults, Section, Spot, read_file},
    telemetry::LogFormat,
    tls,
};

use crate::{
    business::Access,
    identity::{FactorRules, PasskeyRules, PasswordCost, PoolRules, ProviderSettings, Rules, RulesOfKinds},
};

/// Environment variables that begin so override keys: `VANTAIL_BACK_STORE__URL`.
const ENVIRONMENT: &str = "VANTAIL_BACK";

/// A whole configuration.
#[derive(Debug)]
pub struct Config {
    /// Where the back listens.
    pub listen: Listen,
    /// The back's certificate, and whose it takes.
    pub tls: tls::Files,
    /// Where the certificate is named in the file.
    pub tls_at: At,
    /// The trust domain of all certificates.
    pub trust_domain: String,
    /// Vantail's own store.
    pub store: Spot<String>,
    /// The business database.
    pub business: Spot<Access>,
    /// The data map.
    pub map: Spot<PathBuf>,
    /// Roots of documents, by the name that the data map uses.
    pub documents: Vec<(String, Spot<DocumentRoot>)>,
    /// Cost of password hashes.
    pub password_cost: PasswordCost,
    /// The threads that pay it.
    pub password_pool: PoolRules,
    /// What passwords must be.
    pub password_rules: RulesOfKinds,
    /// How long sessions of the public live.
    pub sessions: Rules,
    /// How long sessions of staff live.
    pub staff_sessions: Rules,
    /// Days that the address before may object to another one.
    pub objection_days: i64,
    /// Second factors at each kind of front.
    pub second_factor: FactorRules,
    /// Passkeys; nothing where none are taken.
    pub passkeys: Option<PasskeyRules>,
    /// Providers that people may sign in at.
    pub providers: Vec<ProviderSettings>,
    /// How mails leave; nothing where none are sent.
    pub mail: Option<Arc<Spot<MailSettings>>>,
    /// What letters need.
    pub letters: Letters,
    /// Directories that accounts are kept in step with.
    pub sources: Vec<Source>,
    /// Downloads.
    pub streams: Streams,
    /// Connections at once on each listener.
    pub connections: usize,
    /// Seconds that running calls may take after the end was asked for.
    pub drain_seconds: u64,
    /// Whether the gRPC reflection service answers (to staff fronts only).
    pub reflection: bool,
    /// How logs look.
    pub log: LogFormat,
    /// What is logged: `info`.
    pub log_level: String,
}

/// Where the back listens.
#[derive(Debug)]
pub struct Listen {
    /// Pages.
    pub data: Vec<SocketAddr>,
    /// Documents.
    pub files: Vec<SocketAddr>,
    /// Operations, on loopback.
    pub ops: SocketAddr,
}

/// Bounds of downloads.
#[derive(Debug)]
pub struct Streams {
    /// Downloads at once.
    pub places: usize,
    /// Seconds without progress.
    pub idle_seconds: u64,
    /// Seconds in all.
    pub total_seconds: u64,
}

impl Config {
    /// Reads a file, with the process's environment over it.
    pub fn read(path: &Path, faults: &Faults) -> Option<Self> {
        let text = read_file(path, faults)?;
        Self::parse(path, &text, std::env::vars(), faults)
    }

    /// Reads a text. Nothing comes back when a mistake leaves a gap; all mistakes are in `faults` then.
    pub fn parse(
        path: &Path,
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
        faults: &Faults,
    ) -> Option<Self> {
        let mut document = Document::parse(path, text, faults)?;
        document.overlay(ENVIRONMENT, environment);
        let root = Section::root(&document, faults);
        let base = path.parent().unwrap_or(Path::new("."));
        let listen = sections::listen(&root);
        let tls = sections::tls(&root, base);
        let store = sections::database(&root, "store", base);
        let business = sections::business(&root, base);
        let documents = documents::read(&root, base);
        let (password_cost, password_pool, password_rules) = sections::passwords(&root);
        let (sessions, staff_sessions) = sections::sessions(&root);
        let objection_days = sections::objection_days(&root);
        let second_factor = factors::rules(&root);
        let passkeys = factors::passkeys(&root);
        let providers = providers::read(&root, base);
        let mail = mail::read(&root, base).map(Arc::new);
        let letters = letters::read(&root, base);
        let sources = sources::read(&root, base, &providers);
        let (streams, connections, drain_seconds) = sections::limits(&root);
        let (log, log_level) = sections::log(&root);
        let reflection = root.boolean("reflection").is_some_and(|switch| switch.value);
        root.close();
        let ((tls, trust_domain, tls_at), (business, map)) = (tls?, business?);
        Some(Self {
            listen: listen?,
            tls,
            tls_at,
            trust_domain,
            store: store?,
            business,
            map,
            documents,
            password_cost,
            password_pool,
            password_rules,
            sessions,
            staff_sessions,
            objection_days,
            second_factor,
            passkeys,
            providers,
            mail,
            letters,
            sources,
            streams,
            connections,
            drain_seconds,
            reflection,
            log,
            log_level,
        })
    }
}

#[cfg(test)]
mod tests;
