//! The tables `[[sources]]`: directories that accounts are kept in step with.

use std::path::Path;

use vantail_shared::config::Section;

use crate::{identity::ProviderSettings, import::ldap::Directory};

/// A directory by its name.
#[derive(Debug)]
pub struct Source {
    /// The name, as commands and accounts know it.
    pub name: String,
    /// Where it is and what its entries mean.
    pub directory: Directory,
}

pub(super) fn read(root: &Section<'_>, base: &Path, providers: &[ProviderSettings]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for section in root.list_of_sections("sources") {
        let at = section.at.clone();
        let Some(source) = one(section, base, providers) else { continue };
        if sources.iter().any(|known| known.name == source.name) {
            root.fault(&at, "sources", "has two tables of one name", "give each a name of its own");
            continue;
        }
        sources.push(source);
    }
    sources
}

fn one(section: Section<'_>, base: &Path, providers: &[ProviderSettings]) -> Option<Source> {
    let name = section.required_text("name", "a short name, such as \"main\"");
    let url = url(&section);
    let starttls = section.boolean("starttls").is_some_and(|switch| switch.value);
    if let Some(url) = &url {
        let secure = url.starts_with("ldaps://");
        if secure == starttls {
            let remedy =
                "write ldaps://..., or ldap://... with starttls = true: names and passwords go through it";
            section.fault(&section.at, "url", "is not protected, or protected twice", remedy);
        }
    }
    let bind =
        section.required_text("bind", "the name to sign in with, such as \"cn=reader,dc=example,dc=org\"");
    let password = file(&section, base, "password_file").map(|bytes| {
        let text = zeroize::Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
        secrecy::SecretString::from(text.trim_end_matches(['\n', '\r']))
    });
    let authorities = file(&section, base, "ca_file");
    let where_to =
        section.required_text("base", "where entries stand, such as \"ou=people,dc=example,dc=org\"");
    let filter = section.text("filter").map_or_else(|| "(objectClass=person)".to_owned(), |text| text.value);
    let key = section.required_text("key", "an attribute that never changes, such as \"entryUUID\"");
    let login = section.required_text("login", "the attribute with the sign-in name, such as \"uid\"");
    let text = |key: &str| section.text(key).map(|text| text.value);
    let (email, shown, kind) = (text("email"), text("display"), text("kind"));
    let person: Vec<String> = section.texts("person").into_iter().map(|text| text.value).collect();
    if kind.is_some() == person.is_empty() {
        section.fault(
            &section.at,
            "person",
            "goes with `kind`",
            "write kind = \"...\" and person = [\"...\"], the attributes with the person's key, or neither for staff",
        );
    }
    if kind.is_none() && shown.is_none() {
        section
            .missing("display", "display = \"cn\", the attribute with the name to show of a member of staff");
    }
    let (provider, subject) = link(&section, providers);
    section.close();
    let directory = Directory {
        url: url?,
        starttls,
        bind: bind?.value,
        password: password?,
        authorities: authorities?,
        base: where_to?.value,
        filter,
        key: key?.value,
        login: login?.value,
        email,
        name: shown,
        kind,
        person,
        provider,
        subject,
    };
    Some(Source { name: name?.value, directory })
}

/// The provider where these people sign in, and the attribute that says who they are there.
fn link(section: &Section<'_>, providers: &[ProviderSettings]) -> (Option<String>, Option<String>) {
    let (provider, subject) = (section.text("provider"), section.text("subject"));
    if provider.is_some() != subject.is_some() {
        let remedy = "write provider = \"...\", the id of a table in [[providers]], and subject = \"...\", the attribute with \
                      the person's subject there, or neither";
        section.fault(&section.at, "subject", "goes with `provider`", remedy);
    }
    if let Some(named) = provider.as_ref().filter(|named| providers.iter().all(|one| one.id != named.value)) {
        let remedy = "name the `id` of a table in [[providers]]";
        section.fault(&named.at, "provider", &format!("is {:?}, which is none", named.value), remedy);
    }
    (provider.map(|text| text.value), subject.map(|text| text.value))
}

fn url(section: &Section<'_>) -> Option<String> {
    let wanted = "the directory's address, such as \"ldaps://directory.example.org\"";
    let text = section.required_text("url", wanted)?;
    let known = text.starts_with("ldaps://") || text.starts_with("ldap://");
    if !known || text.contains('@') {
        section.fault(&text.at, "url", "is no address of a directory", format!("write {wanted}"));
        return None;
    }
    Some(text.value)
}

fn file(section: &Section<'_>, base: &Path, key: &str) -> Option<Vec<u8>> {
    let path = section.required_text(key, "the path of a file")?;
    std::fs::read(base.join(&path.value))
        .map_err(|error| {
            section.fault(&path.at, key, &format!("cannot be read: {error}"), "name a readable file");
        })
        .ok()
}
