//! The tables of the configuration file, one function each.

use std::{
    ops::RangeInclusive,
    path::{Path, PathBuf},
};

use secrecy::SecretString;
use vantail_shared::{
    config::{At, Section, Spot},
    telemetry::LogFormat,
    tls,
};

use super::{Listen, Streams, rules};
use crate::{
    business::Access,
    calendar,
    identity::{OBJECTION_DAYS, PasswordCost, PoolRules, Rules, RulesOfKinds},
};

/// The ports of the pair.
const ADDRESS: &str = "an address with a port, such as 127.0.0.1:7440";

pub(super) fn listen(root: &Section<'_>) -> Option<Listen> {
    let section = root.required_section("listen")?;
    let list = |key| {
        let addresses: Vec<_> = section.all_parsed(key, ADDRESS).into_iter().map(|spot| spot.value).collect();
        if !section.has(key) {
            section.missing(key, "a list of addresses, such as [\"127.0.0.1:7440\"]");
        }
        addresses
    };
    let (data, files) = (list("data"), list("files"));
    if !section.has("ops") {
        section.missing("ops", "a loopback address with a port, such as \"127.0.0.1:7449\"");
    }
    let ops = section.parsed::<std::net::SocketAddr>("ops", ADDRESS);
    if let Some(ops) = &ops
        && !ops.ip().is_loopback()
    {
        section.fault(
            &ops.at,
            "ops",
            "is not a loopback address",
            "use 127.0.0.1 or [::1]: it asks nobody who they are",
        );
    }
    section.close();
    (!data.is_empty() && !files.is_empty()).then_some(Listen { data, files, ops: ops?.value })
}

pub(super) fn tls(root: &Section<'_>, base: &Path) -> Option<(tls::Files, String, At)> {
    let section = root.required_section("tls")?;
    let path = |key: &str| Some(base.join(section.required_text(key, "the path of a PEM file")?.value));
    let (ca, cert, key) = (path("ca"), path("cert"), path("key"));
    let crl = section.text("crl").map(|spot| base.join(spot.value));
    let domain = section
        .required_text("trust_domain", "the trust domain of your certificates, such as \"example.org\"");
    let at = section.at.clone();
    section.close();
    Some((tls::Files { ca: ca?, cert: cert?, key: key?, crl }, domain?.value, at))
}

/// A database address in `url`, or in a file of its own (`url_file`) when it holds a password.
pub(super) fn database(root: &Section<'_>, key: &str, base: &Path) -> Option<Spot<String>> {
    let section = root.required_section(key)?;
    let url = url(&section, base);
    section.close();
    url
}

pub(super) fn business(root: &Section<'_>, base: &Path) -> Option<(Spot<Access>, Spot<PathBuf>)> {
    let section = root.required_section("business")?;
    let url = url(&section, base);
    let mut access = Access::new(url.as_ref().map_or("", |url| url.value.as_str()));
    access.password = password(&section, base);
    if let Some(seconds) = section.integer("statement_seconds", 1..=60) {
        access.statement_seconds = u16::try_from(seconds.value).unwrap_or(access.statement_seconds);
    }
    if let Some(zone) = section.text("time_zone") {
        if !calendar::is_zone(&zone.value) {
            let remedy = "write the name of a time zone, such as \"Europe/Paris\"";
            section.fault(&zone.at, "time_zone", &format!("is {:?}", zone.value), remedy);
        }
        access.time_zone = zone.value;
    }
    access.allow_writable = section.boolean("allow_writable").is_some_and(|switch| switch.value);
    let map = section.required_text("map", "the path of the data map, such as \"map.toml\"");
    section.close();
    let map = map?;
    Some((Spot { value: access, at: url?.at }, Spot { value: base.join(&map.value), at: map.at }))
}

/// The password of the business database, from a file of its own.
fn password(section: &Section<'_>, base: &Path) -> Option<SecretString> {
    let file = section.text("password_file")?;
    match std::fs::read_to_string(base.join(&file.value)) {
        Ok(text) => Some(text.trim_end_matches(['\n', '\r']).into()),
        Err(error) => {
            let problem = format!("cannot be read: {error}");
            section.fault(&file.at, "password_file", &problem, "name a readable file");
            None
        }
    }
}

fn url(section: &Section<'_>, base: &Path) -> Option<Spot<String>> {
    let url = match (section.has("url"), section.text("url_file")) {
        (true, None) => section.required_text("url", "a database address, such as \"sqlite:store.db\"")?,
        (false, Some(file)) => match std::fs::read_to_string(base.join(&file.value)) {
            Ok(text) => Spot { value: text.trim().to_owned(), at: file.at },
            Err(error) => {
                section.fault(
                    &file.at,
                    "url_file",
                    &format!("cannot be read: {error}"),
                    "name a readable file",
                );
                return None;
            }
        },
        (true, Some(file)) => {
            section.fault(&file.at, "url_file", "and `url` are both there", "keep one of them");
            return None;
        }
        (false, None) => {
            section.missing("url", "a database address, such as \"sqlite:store.db\"");
            return None;
        }
    };
    let value = match url.value.strip_prefix("sqlite:") {
        Some(path) => format!("sqlite:{}", base.join(path.trim_start_matches("//")).display()),
        None => url.value,
    };
    Some(Spot { value, at: url.at })
}

pub(super) fn passwords(root: &Section<'_>) -> (PasswordCost, PoolRules, RulesOfKinds) {
    let (mut cost, mut pool) = (PasswordCost::default(), PoolRules::default());
    let Some(section) = root.section("passwords") else { return (cost, pool, RulesOfKinds::default()) };
    let (low, high) = (PasswordCost::FLOOR, PasswordCost::CEILING);
    if let Some(memory) = number(&section, "memory_kib", low.memory_kib..=high.memory_kib) {
        cost.memory_kib = memory;
    }
    if let Some(passes) = number(&section, "passes", low.passes..=high.passes) {
        cost.passes = passes;
    }
    if let Some(lanes) = number(&section, "lanes", low.lanes..=high.lanes) {
        cost.lanes = lanes;
    }
    if let Some(threads) = number(&section, "threads", 1..=64) {
        pool.threads = threads as usize;
    }
    if let Some(queue) = number(&section, "queue", 1..=4096) {
        pool.queue = queue as usize;
    }
    let rules = rules::read(&section);
    section.close();
    (cost, pool, rules)
}

pub(super) fn number(section: &Section<'_>, key: &str, bounds: RangeInclusive<u32>) -> Option<u32> {
    let bounds = i64::from(*bounds.start())..=i64::from(*bounds.end());
    section.integer(key, bounds).and_then(|spot| u32::try_from(spot.value).ok())
}

/// The rules for sessions of the public and of staff: what both have in common, and for each what it has otherwise.
pub(super) fn sessions(root: &Section<'_>) -> (Rules, Rules) {
    let Some(section) = root.section("sessions") else { return (Rules::default(), Rules::default()) };
    let common = lifetimes(&section, Rules::default());
    let of = |kind: &str| {
        let Some(own) = section.section(kind) else { return common };
        let rules = lifetimes(&own, common);
        own.close();
        rules
    };
    let kinds = (of("public"), of("staff"));
    section.close();
    kinds
}

fn lifetimes(section: &Section<'_>, mut rules: Rules) -> Rules {
    if let Some(minutes) = section.integer("idle_minutes", 1..=1440) {
        rules.idle_seconds = minutes.value * 60;
    }
    if let Some(hours) = section.integer("absolute_hours", 1..=168) {
        rules.absolute_seconds = hours.value * 3600;
    }
    if let Some(count) = number(section, "per_account", 1..=100) {
        rules.sessions_per_account = count;
    }
    rules
}

/// Days that the address before may object to another one.
pub(super) fn objection_days(root: &Section<'_>) -> i64 {
    let Some(section) = root.section("accounts") else { return OBJECTION_DAYS };
    let days = section.integer("email_objection_days", 1..=60).map_or(OBJECTION_DAYS, |days| days.value);
    section.close();
    days
}

pub(super) fn limits(root: &Section<'_>) -> (Streams, usize, u64) {
    let mut streams = Streams { places: 2048, idle_seconds: 60, total_seconds: 4 * 3600 };
    let (mut connections, mut drain) = (1024, 30);
    if let Some(section) = root.section("limits") {
        if let Some(places) = number(&section, "downloads", 1..=65_536) {
            streams.places = places as usize;
        }
        if let Some(seconds) = number(&section, "download_idle_seconds", 5..=3600) {
            streams.idle_seconds = u64::from(seconds);
        }
        if let Some(seconds) = number(&section, "download_total_seconds", 60..=86_400) {
            streams.total_seconds = u64::from(seconds);
        }
        if let Some(count) = number(&section, "connections", 1..=65_536) {
            connections = count as usize;
        }
        if let Some(seconds) = number(&section, "drain_seconds", 0..=600) {
            drain = u64::from(seconds);
        }
        section.close();
    }
    (streams, connections, drain)
}

pub(super) fn log(root: &Section<'_>) -> (LogFormat, String) {
    let Some(section) = root.section("log") else { return (LogFormat::default(), "info".to_owned()) };
    let format = section.parsed("format", "\"human\" or \"json\"").map(|spot| spot.value).unwrap_or_default();
    let level = section.log_level("level");
    section.close();
    (format, level)
}
