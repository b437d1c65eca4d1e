//! `front.toml`: everything that the front is told, checked at start, every mistake at once.

mod brand;
mod colour;
mod limits;

pub use brand::{Brand, Logo};
pub use limits::Limits;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use vantail_shared::{
    config::{Document, Fault, Faults, Section, read_file},
    telemetry::LogFormat,
    tls::{Files, FrontKind},
};

/// Environment variables with this prefix override the file: `VANTAIL_FRONT_LOG__LEVEL=debug`.
pub const PREFIX: &str = "VANTAIL_FRONT";

/// A front's whole configuration.
#[derive(Debug, Clone)]
pub struct Config {
    /// What this front is; its hop certificate must say the same.
    pub kind: FrontKind,
    /// Where browsers connect.
    pub https: Vec<SocketAddr>,
    /// Where operations ask: `/livez`, `/readyz`, `/metrics`. Loopback only.
    pub ops: SocketAddr,
    /// The certificate chain that browsers see.
    pub browser_cert: PathBuf,
    /// Its key.
    pub browser_key: PathBuf,
    /// The backs and the way to them.
    pub back: Back,
    /// The organisation's name and colours.
    pub brand: Brand,
    /// What one front takes at once.
    pub limits: Limits,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub proxies: Vec<IpAddr>,
    /// How log lines look.
    pub log_format: LogFormat,
    /// Which log lines are written.
    pub log_level: String,
}

/// Where the backs are.
#[derive(Debug, Clone)]
pub struct Back {
    /// Listeners for pages.
    pub data: Vec<SocketAddr>,
    /// Listeners for documents.
    pub files: Vec<SocketAddr>,
    /// The trust domain of the hop's certificates.
    pub trust_domain: String,
    /// Our certificate for the hop.
    pub tls: Files,
}

impl Config {
    /// Reads the file and what the environment overrides.
    ///
    /// # Errors
    /// Every mistake, by file and line.
    pub fn load(
        path: &Path,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<Fault>> {
        let faults = Faults::new();
        let config = read_file(path, &faults)
            .and_then(|text| Document::parse(path, &text, &faults))
            .and_then(|mut document| {
                document.overlay(PREFIX, environment);
                read(Section::root(&document, &faults), path.parent().unwrap_or(Path::new(".")))
            });
        match config {
            Some(config) if faults.is_empty() => Ok(config),
            _ => Err(faults.into_sorted()),
        }
    }
}

/// Takes every section even when one is broken, so that one run tells all.
fn read(root: Section<'_>, base: &Path) -> Option<Config> {
    let kind = root
        .required_text("kind", "kind = \"public\" or \"staff\"")
        .and_then(|_| root.parsed::<FrontKind>("kind", "\"public\" or \"staff\"").map(|kind| kind.value));
    let listen = root.required_section("listen").and_then(listen);
    let pair = root.required_section("https").and_then(|section| {
        let cert = file(&section, "cert", base);
        let key = file(&section, "key", base);
        section.close();
        Some((cert?, key?))
    });
    let back = root.required_section("back").and_then(|section| back(section, base));
    let brand = root.required_section("brand").and_then(|section| brand::read(section, base));
    let limits = root.section("limits").map_or_else(Limits::default, limits::read);
    let proxies = root.section("proxy").map_or_else(Vec::new, |section| {
        let trusted = section.all_parsed("trusted", "an IP address such as \"10.0.0.7\"");
        section.close();
        trusted.into_iter().map(|address| address.value).collect()
    });
    let (log_format, log_level) = root.section("log").map_or_else(
        || (LogFormat::default(), "info".to_owned()),
        |section| {
            let format = section.parsed("format", "\"human\" or \"json\"").map(|format| format.value);
            let level = section.log_level("level");
            section.close();
            (format.unwrap_or_default(), level)
        },
    );
    root.close();
    let ((https, ops), (browser_cert, browser_key)) = (listen?, pair?);
    Some(Config {
        kind: kind?,
        https,
        ops,
        browser_cert,
        browser_key,
        back: back?,
        brand: brand?,
        limits,
        proxies,
        log_format,
        log_level,
    })
}

fn listen(section: Section<'_>) -> Option<(Vec<SocketAddr>, SocketAddr)> {
    let https = addresses(&section, "https", "\"0.0.0.0:443\"");
    let ops = section.required_text("ops", "ops = \"127.0.0.1:8449\"").and_then(|_| {
        section.parsed::<SocketAddr>("ops", "an address with a port such as \"127.0.0.1:8449\"")
    });
    if let Some(ops) = &ops
        && !ops.ip().is_loopback()
    {
        let remedy = "write 127.0.0.1 or [::1]: this listener asks nobody who they are";
        section.fault(&ops.at, "ops", "is not on loopback", remedy);
    }
    section.close();
    Some((https?, ops?.value))
}

fn back(section: Section<'_>, base: &Path) -> Option<Back> {
    let data = addresses(&section, "data", "\"10.0.0.2:7440\"");
    let files = addresses(&section, "files", "\"10.0.0.2:7441\"");
    let trust_domain = section.required_text("trust_domain", "trust_domain = \"example.org\"");
    let (ca, cert, key) =
        (file(&section, "ca", base), file(&section, "cert", base), file(&section, "key", base));
    let crl = section.has("crl").then(|| file(&section, "crl", base));
    section.close();
    Some(Back {
        data: data?,
        files: files?,
        trust_domain: trust_domain?.value,
        tls: Files { ca: ca?, cert: cert?, key: key?, crl: crl.flatten() },
    })
}

fn addresses(section: &Section<'_>, key: &str, example: &str) -> Option<Vec<SocketAddr>> {
    if !section.has(key) {
        section.missing(key, &format!("{key} = [{example}]"));
        return None;
    }
    let found = section.all_parsed::<SocketAddr>(key, &format!("an address with a port such as {example}"));
    if found.is_empty() {
        section.fault(&section.at, key, "holds no address", format!("write {key} = [{example}]"));
        return None;
    }
    Some(found.into_iter().map(|address| address.value).collect())
}

/// A file that exists, relative to the configuration file.
fn file(section: &Section<'_>, key: &str, base: &Path) -> Option<PathBuf> {
    let text = section.required_text(key, &format!("{key} = \"a file of PEM\""))?;
    let path = base.join(&text.value);
    if path.is_file() {
        return Some(path);
    }
    section.fault(
        &text.at,
        key,
        &format!("names {}, which is no file", path.display()),
        "name a readable file",
    );
    None
}

#[cfg(test)]
mod tests;
