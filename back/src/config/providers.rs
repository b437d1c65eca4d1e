//! The tables `[[providers]]`: where people may sign in besides here.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use secrecy::SecretString;
use vantail_shared::config::{Section, Spot};
use zeroize::Zeroizing;

use super::origin::{self, ORIGIN};
use crate::{
    identity::{Matching, ProviderSettings, federation::Address},
    map::PerLanguage,
};

/// Where Debian and its kin keep the CAs that the system trusts.
const SYSTEM_CAS: &str = "/etc/ssl/certs/ca-certificates.crt";
const ISSUER: &str =
    "the provider's issuer exactly as it names itself, such as \"https://login.example.org\"";

pub(super) fn read(root: &Section<'_>, base: &Path) -> Vec<ProviderSettings> {
    let mut all: Vec<ProviderSettings> = Vec::new();
    for section in root.list_of_sections("providers") {
        let at = section.at.clone();
        let Some(settings) = provider(section, base) else { continue };
        if all.iter().any(|other| other.id == settings.id) {
            let problem = format!("has two providers called {:?}", settings.id);
            root.fault(&at, "providers", &problem, "give each an `id` of its own");
        } else if all.iter().any(|other| other.issuer == settings.issuer) {
            let problem = format!("has two providers with the issuer {:?}", settings.issuer);
            root.fault(&at, "providers", &problem, "name each issuer once: persons are known by it");
        } else {
            all.push(settings);
        }
    }
    all
}

fn provider(section: Section<'_>, base: &Path) -> Option<ProviderSettings> {
    let id = sound(&section, "id", "a word of small letters, digits and hyphens, such as \"agency\"", |id| {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        (1..=32).contains(&id.len()) && id.chars().all(plain)
    });
    let title = PerLanguage::required(&section, "title");
    let issuer =
        sound(&section, "issuer", ISSUER, |text| !text.contains('?') && Address::read(text).is_some());
    let client_id = sound(&section, "client_id", "the name that the provider knows you by", |text| {
        (1..=256).contains(&text.len()) && !text.chars().any(char::is_control)
    });
    let client_secret = secret(&section, base);
    let tls = trust(&section, base);
    let (public_url, staff_url) = (url(&section, "public_url"), url(&section, "staff_url"));
    if !section.has("public_url") && !section.has("staff_url") {
        section.missing(
            "public_url",
            &format!("the address of the portal that offers it: public_url = \"{ORIGIN}\", or staff_url"),
        );
    }
    let scramble = section.boolean("scramble").is_some_and(|switch| switch.value);
    let matching = section.section("match").and_then(matching);
    let texts = |key: &str| section.texts(key).into_iter().map(|text| text.value).collect::<Vec<_>>();
    let (acr, amr) = (texts("second_factor_acr"), texts("second_factor_amr"));
    section.close();
    Some(ProviderSettings {
        id: id?,
        title: title?,
        issuer: issuer?,
        client_id: client_id?,
        client_secret: client_secret?,
        tls: tls?,
        public_url,
        staff_url,
        scramble,
        matching,
        acr,
        amr,
    })
}

fn sound(section: &Section<'_>, key: &str, wanted: &str, sound: impl Fn(&str) -> bool) -> Option<String> {
    let text = section.required_text(key, wanted)?;
    if sound(&text.value) {
        return Some(text.value);
    }
    section.fault(&text.at, key, &format!("is {:?}", text.value), format!("write {wanted}"));
    None
}

fn url(section: &Section<'_>, key: &str) -> Option<String> {
    let text = section.text(key)?;
    let origin = origin::read(&text.value);
    if origin.is_none() {
        let remedy = format!("write the address of a portal, such as \"{ORIGIN}\"");
        section.fault(&text.at, key, &format!("is {:?}", text.value), remedy);
    }
    origin.map(|(origin, _)| origin)
}

/// By the key of a source, or by that of a person: never by an address, which changes hands.
fn matching(section: Section<'_>) -> Option<Matching> {
    let claim = section.required_text("claim", "the name of a claim, such as claim = \"employee_number\"");
    let claim = claim.filter(|claim| {
        let by_mail = claim.value.contains("email");
        if by_mail {
            let remedy = "name a claim that never changes hands, such as a number of the person";
            section.fault(
                &claim.at,
                "claim",
                &format!("is {:?}: e-mail addresses change hands", claim.value),
                remedy,
            );
        }
        !by_mail
    });
    let (source, kind) = (section.text("source"), section.text("kind"));
    let found = match (claim, source, kind) {
        (Some(claim), Some(source), None) => {
            Some(Matching::Source { claim: claim.value, source: source.value })
        }
        (Some(claim), None, Some(kind)) => Some(Matching::Person { claim: claim.value, kind: kind.value }),
        (claim, source, kind) => {
            if claim.is_some() || source.is_some() == kind.is_some() {
                let remedy =
                    "write source = \"...\" for the key of a source, or kind = \"...\" for that of a person";
                section.fault(
                    &section.at,
                    "source",
                    "or `kind` must be there, and one of them alone",
                    remedy,
                );
            }
            None
        }
    };
    section.close();
    found
}

/// The one line of a file that holds the secret.
fn secret(section: &Section<'_>, base: &Path) -> Option<SecretString> {
    let key = "client_secret_file";
    let path = section.required_text(key, "the path of a file that holds the secret alone")?;
    let problem = match std::fs::read_to_string(base.join(&path.value)).map(Zeroizing::new) {
        Err(error) => format!("cannot be read: {error}"),
        Ok(text) => match text.trim() {
            "" => "is an empty file".to_owned(),
            line if line.chars().all(|c| c.is_ascii_graphic()) => return Some(SecretString::from(line)),
            _ => "holds more than one secret".to_owned(),
        },
    };
    section.fault(&path.at, key, &problem, "name a readable file that holds the secret alone");
    None
}

fn trust(section: &Section<'_>, base: &Path) -> Option<Arc<ClientConfig>> {
    let named = section.text("ca_file");
    let at = named.as_ref().map_or_else(|| section.at.clone(), |path| path.at.clone());
    let path = named.map_or_else(|| SYSTEM_CAS.into(), |Spot { value, .. }| base.join(value));
    let mut roots = RootCertStore::empty();
    let added = std::fs::read(&path).map(|pem| {
        let certificates = CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok);
        // A bundle of the system may hold one that rustls does not take.
        roots.add_parsable_certificates(certificates).0
    });
    let problem = match added {
        Err(error) => format!("cannot be read: {}: {error}", path.display()),
        Ok(0) => format!("holds no CA certificate: {}", path.display()),
        Ok(_) => {
            let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
                .with_safe_default_protocol_versions();
            let mut config = builder.ok()?.with_root_certificates(roots).with_no_client_auth();
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            return Some(Arc::new(config));
        }
    };
    section.fault(&at, "ca_file", &problem, "name a file with the CA certificates of the provider");
    None
}

#[cfg(test)]
mod tests;
